import { anEngine, expectNothingLeft, stopped, type EngineBench } from '../../support/engine-bench';
import { aCron, aDefinition, anExecution, aRetry } from '../../support/factories';

afterEach(expectNothingLeft);

/** A job of every minute without retries, whose circuit breaker opens at three failures for five minutes. */
const aJob = (bench: EngineBench) => {
  const definition = aDefinition({
    schedules: [aCron('* * * * *')],
    breaker: { failures: 3, coolDownMs: 270_000 },
    retry: aRetry({ maxAttempts: 1 }),
  });
  return bench.store.addJob({ definition, nextAt: bench.clock.now() + 60_000 });
};

const wordsOf = (bench: EngineBench, id: number) =>
  bench.store.executionsOf(id).map(({ status, reason }) => reason ?? status);

const failing = async (): Promise<never> => {
  throw new Error('the other side is down');
};

test('after so many failures in a row it skips until the cool-down is over, probes once, and closes by itself', async () => {
  const bench = anEngine();
  const job = aJob(bench);
  bench.template('self-test', failing);
  await bench.engine.start();
  await bench.clock.advance('7m');
  expect(wordsOf(bench, job.id)).toEqual([
    ...Array(3).fill('failed'),
    ...Array(4).fill('breaker-open'),
  ]);
  expect(bench.events.of('job.breaker-opened')).toMatchObject([
    { job: { documentId: job.documentId }, until: Date.parse('2026-01-01T00:07:30Z') },
  ]);
  // The probe of 00:08 fails: open for as long again.
  await bench.clock.advance('5m');
  expect(wordsOf(bench, job.id).slice(7)).toEqual(['failed', ...Array(4).fill('breaker-open')]);
  bench.template('self-test', async () => null);
  await bench.clock.advance('2m');
  expect(wordsOf(bench, job.id).slice(12)).toEqual(['succeeded', 'succeeded']);
  expect(job).toMatchObject({ breakerUntil: null, failureStreak: 0 });
  expect(bench.events.of('job.breaker-closed')).toHaveLength(1);
  expect(bench.store.tables.audit.map(({ action }) => action)).toEqual([
    'job.breaker-open',
    'job.breaker-open',
    'job.breaker-close',
  ]);
  await stopped(bench);
});

test('a probe that still runs keeps the next occurrences out', async () => {
  const bench = anEngine();
  const job = aJob(bench);
  Object.assign(job, { failureStreak: 3, breakerUntil: bench.clock.now() });
  job.definition.overlap = 'allow';
  bench.template('self-test', () => new Promise(() => undefined));
  await bench.engine.start();
  await bench.clock.advance('3m');
  expect(wordsOf(bench, job.id)).toEqual(['running', 'breaker-open', 'breaker-open']);
  await stopped(bench);
});

test('a start by hand passes an open one, and its success closes it', async () => {
  const bench = anEngine();
  const job = aJob(bench);
  Object.assign(job, { failureStreak: 5, breakerUntil: bench.clock.now() + 3_600_000 });
  await bench.engine.start();
  await bench.clock.advance('1m');
  bench.store.addExecution(job.id, anExecution({ readyAt: bench.clock.now() }));
  bench.engine.wake();
  await bench.clock.advance('1m');
  expect(wordsOf(bench, job.id)).toEqual(['breaker-open', 'succeeded', 'succeeded']);
  await stopped(bench);
});
