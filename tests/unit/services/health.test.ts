import { isReady } from '../../../server/src/services/health';
import type { ServicePorts } from '../../../server/src/services/ports';
import { createVirtualClock } from '../../support/virtual-clock';

type Role = ServicePorts['options']['role'];
const clock = createVirtualClock();
const ready = (site: {
  ping?: () => Promise<void>;
  runs?: boolean;
  role?: Role;
  enabled?: boolean;
}): Promise<boolean> => {
  const { ping = async () => undefined, runs = true, role = 'all', enabled = true } = site;
  return isReady({
    clock,
    store: { ping } as ServicePorts['store'],
    engine: {
      isRunning: () => runs,
      lastTickAt: () => null,
      wake: () => undefined,
      cancelHint: () => undefined,
    },
    options: {
      enabled,
      role,
      timezone: 'UTC',
      retention: { executionsDays: 90 },
      defaultTimeoutMs: 1,
      maxConcurrentTotal: null,
      maxQueuedPerJob: 10_000,
    },
  });
};

it('is ready when the database answers and the engine runs', async () => {
  expect(await ready({})).toBe(true);
  expect(clock.pending()).toBe(0);
});

it('is not ready while the engine starts or stops', async () => {
  expect(await ready({ runs: false })).toBe(false);
});

it('is ready without an engine where none is meant to run', async () => {
  expect(await ready({ runs: false, role: 'off' })).toBe(true);
  expect(await ready({ runs: false, enabled: false })).toBe(true);
});

it('is not ready when the database refuses', async () => {
  const ping = () => Promise.reject(new Error('away'));
  expect(await ready({ ping })).toBe(false);
  expect(await ready({ ping, role: 'off' })).toBe(false);
});

it('is not ready when the database keeps silent for two seconds', async () => {
  const answer = ready({ ping: () => new Promise(() => undefined) });
  await clock.advance('2s');
  expect(await answer).toBe(false);
});
