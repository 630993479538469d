import type { Ports } from '../../../server/src/engine/ports';
import { anEngine, expectNothingLeft, stopped } from '../../support/engine-bench';
import { aDefinition, anExecution, aPlan, aRetry } from '../../support/factories';

afterEach(expectNothingLeft);

/** What stands between an attempt and its start, each with a fault in it. */
const FAULTS: Record<string, (ports: Ports) => void> = {
  'the check of the owner throws': (ports) => {
    ports.checkOwner = async () => Promise.reject(new Error('the fault'));
  },
  'the check of the owner throws at once': (ports) => {
    ports.checkOwner = () => {
      throw new Error('the fault');
    };
  },
  'the secrets cannot be opened': (ports) => {
    ports.reveal = async () => Promise.reject(new Error('the fault'));
  },
  'the masker cannot be made': (ports) => {
    const unreadable = {
      [Symbol.iterator]: () => {
        throw new Error('the fault');
      },
    };
    ports.reveal = async () => ({ ok: true, values: { values: () => unreadable } as never });
  },
  'the hooks cannot be read': (ports) => {
    ports.hooksOf = () => {
      throw new Error('the fault');
    };
  },
  'the approval of a hook cannot be read': (ports) => {
    const hook = {
      name: 'hook',
      timeoutMs: 1_000,
      check: async () => Promise.reject(new Error('the fault')),
      run: async () => undefined,
    };
    ports.hooksOf = () => ({ before: [], after: [hook] });
  },
};

test.each(Object.entries(FAULTS))('nothing runs when %s', async (_name, fault) => {
  const bench = anEngine();
  const { find } = bench.ports.templates;
  bench.ports.templates.find = (uid) => {
    const template = find(uid);
    return template && { ...template, secretsOf: () => ({ names: ['a'], hosts: [], scripts: [] }) };
  };
  fault(bench.ports);
  const job = bench.store.addJob({ definition: aDefinition() });
  const plan = aPlan({ retry: aRetry({ maxAttempts: 1 }) });
  const execution = anExecution({ readyAt: bench.clock.now(), plan });
  bench.store.addExecution(job.id, execution);
  await bench.engine.start();
  await bench.clock.advance('1m');
  expect(bench.store.execution(execution.documentId)).toMatchObject({
    status: 'failed',
    error: { message: 'the fault' },
    result: null,
  });
  expect([bench.starts, bench.events.of('execution.started')]).toEqual([[], []]);
  await stopped(bench);
});
