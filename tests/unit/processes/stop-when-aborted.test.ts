import { probeContainment } from '../../../server/src/processes/supervision/containment';
import { stopWhenAborted } from '../../../server/src/processes/supervision/stop-when-aborted';
import { supervise } from '../../../server/src/processes/supervision/supervise';
import { NO_LIMITS } from '../../support/no-limits';

/** It asks to be ended, is told no, and would go on for an hour: only the end of its grace ends it. */
const stubborn = async () =>
  supervise(await probeContainment('subreaper'), {
    argv: ['/bin/bash', '-c', "trap '' TERM; echo ready; while :; do sleep 0.05; done"],
    cwd: '/',
    env: { PATH: '/usr/bin:/bin' },
    mark: 'JOB_EXECUTION_ID=stubborn',
    limits: NO_LIMITS,
    cgroupEntrances: [],
    graceMs: 3_600_000,
    trustMs: 3_600_000,
    standstillMs: 3_600_000,
  });

test('what somebody else may be at already has no grace, however long it is', async () => {
  const child = await stubborn();
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const attempt = new AbortController();
  stopWhenAborted({ signal: attempt.signal, trustedForMs: () => 0 }, child);
  attempt.abort();
  expect(await child.ended).toMatchObject({ stoppedBy: 'silence', survivors: 0 });
});

test.each([
  ['before', true],
  ['after', false],
])('what is stopped %s it is looked after is asked to end while it is ours', (_when, isBefore) => {
  const asked: string[] = [];
  const child = {
    stop: () => asked.push('stop'),
    trust: (ms: number) => asked.push(`trust ${ms}`),
  };
  const attempt = new AbortController();
  if (isBefore) attempt.abort();
  stopWhenAborted({ signal: attempt.signal, trustedForMs: () => 5_000 }, child);
  attempt.abort();
  expect(asked).toEqual(['stop']);
});

test('what is let go of is not stopped any more', () => {
  const asked: string[] = [];
  const child = { stop: () => asked.push('stop'), trust: () => asked.push('trust') };
  const attempt = new AbortController();
  stopWhenAborted({ signal: attempt.signal, trustedForMs: () => 5_000 }, child)();
  attempt.abort();
  expect(asked).toEqual([]);
});
