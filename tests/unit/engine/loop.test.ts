import { anEngine, expectNothingLeft, intercept, stopped } from '../../support/engine-bench';
import type { EngineBench } from '../../support/engine-bench';
import { aCron, aDefinition, anExecution } from '../../support/factories';

afterEach(expectNothingLeft);

/** A job of this schedule, as the services store it. */
const aScheduledJob = (bench: EngineBench, expression: string, given = {}) => {
  const schedules = [aCron(expression)];
  const definition = aDefinition({ schedules, ...given });
  const nextAt = Date.parse('2026-01-01T00:01:00.000Z');
  return bench.store.addJob({ definition, nextAt });
};

describe('an occurrence', () => {
  test('starts exactly at its instant, never before', async () => {
    const bench = anEngine();
    aScheduledJob(bench, '* * * * *');
    await bench.engine.start();
    await bench.clock.advance('3m');
    expect(bench.starts.map(({ at }) => new Date(at).toISOString())).toEqual([
      '2026-01-01T00:01:00.000Z',
      '2026-01-01T00:02:00.000Z',
      '2026-01-01T00:03:00.000Z',
    ]);
    await stopped(bench);
  });

  test('that another node put on record is picked up by the next poll', async () => {
    const bench = anEngine();
    const job = bench.store.addJob({ definition: aDefinition() });
    await bench.engine.start();
    await bench.clock.advance('2s');
    bench.store.addExecution(job.id, anExecution({ readyAt: bench.clock.now() }));
    await bench.clock.advance('7s');
    expect(bench.starts).toHaveLength(1);
    await stopped(bench);
  });

  test('that somebody waits for is claimed before anything else is looked for, and alone where that is all', async () => {
    const bench = anEngine();
    const job = bench.store.addJob({ definition: aDefinition() });
    await bench.engine.start();
    await bench.clock.advance('2s');
    const callsOf = (name: string): number => bench.calls[name] ?? 0;
    const before = { claim: callsOf('claim'), ripen: callsOf('ripen') };
    const claims: number[] = [];
    intercept(bench.store, 'nextDueAt', (nextDueAt) => {
      claims.push(callsOf('claim') - before.claim);
      return nextDueAt();
    });
    bench.store.addExecution(job.id, anExecution({ readyAt: bench.clock.now() }));
    bench.engine.wake();
    await bench.clock.settle();
    expect(claims[0]).toBe(1);
    expect(bench.starts).toHaveLength(1);
    expect(callsOf('ripen')).toBe(before.ripen);
    await stopped(bench);
  });

  test('that was put on record here starts at once when the engine is woken', async () => {
    const bench = anEngine();
    const job = bench.store.addJob({ definition: aDefinition() });
    await bench.engine.start();
    await bench.clock.settle();
    bench.store.addExecution(job.id, anExecution({ readyAt: bench.clock.now() }));
    bench.engine.wake();
    await bench.clock.settle();
    expect(bench.starts).toHaveLength(1);
    await stopped(bench);
  });
});

test('an idle node asks the database no more than 15 times a minute', async () => {
  const bench = anEngine();
  await bench.engine.start();
  await bench.clock.advance('1m');
  for (const name of Object.keys(bench.calls)) delete bench.calls[name];
  await bench.clock.advance('10m');
  const asked = Object.values(bench.calls).reduce((sum, count) => sum + count, 0);
  expect(asked).toBeLessThanOrEqual(150);
  await stopped(bench);
});
