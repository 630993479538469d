import { anEngine, expectNothingLeft, stopped } from '../../support/engine-bench';
import { aCron, aDefinition, anExecution } from '../../support/factories';

afterEach(expectNothingLeft);

describe('a job whose template is gone', () => {
  test('is held at the next start, and owes nothing', async () => {
    const bench = anEngine();
    const definition = aDefinition({ template: 'gone', schedules: [aCron('* * * * *')] });
    const job = bench.store.addJob({ definition, nextAt: bench.clock.now() + 60_000 });
    await bench.engine.start();
    await bench.clock.advance('5m');
    expect(bench.store.job(job.id)).toMatchObject({ heldReason: 'template-missing', nextAt: null });
    expect(bench.store.executionsOf(job.id)).toEqual([]);
    expect(bench.events.of('jobs.held')).toMatchObject([{ count: 1 }]);
    await stopped(bench);
  });

  test('goes on from now when it is back, and one record says what it missed', async () => {
    const bench = anEngine();
    const definition = aDefinition({ template: 'gone', schedules: [aCron('* * * * *')] });
    const job = bench.store.addJob({ definition, nextAt: bench.clock.now() + 60_000 });
    await bench.engine.start();
    await bench.clock.advance('5m');
    await stopped(bench);
    bench.template('gone', async () => null);
    await bench.engine.start();
    await bench.clock.advance('30s');
    expect(bench.store.job(job.id)).toMatchObject({ heldReason: null, nextAt: expect.any(Number) });
    const records = () => bench.store.executionsOf(job.id);
    expect(records()).toMatchObject([
      { status: 'missed', reason: 'template-missing', missedCount: 5 },
    ]);
    await bench.clock.advance('2m');
    expect(records().map(({ status }) => status)).toEqual(['missed', 'succeeded', 'succeeded']);
    await stopped(bench);
  });
});

test('old records go in the background, those that are kept stay', async () => {
  const bench = anEngine();
  const job = bench.store.addJob({ definition: aDefinition() });
  const days = (count: number): number => bench.clock.now() - count * 86_400_000;
  for (const age of [91, 89]) {
    const row = bench.store.addExecution(job.id, anExecution());
    Object.assign(row, {
      status: 'failed',
      claimable: null,
      finishedAt: days(age),
      overlapKey: null,
    });
  }
  await bench.engine.start();
  await bench.clock.advance('10m');
  expect(bench.store.executionsOf(job.id)).toHaveLength(1);
  expect(bench.events.of('records.pruned')).toMatchObject([{ count: 1 }]);
  await stopped(bench);
});

test('a node says that it is there, what it does, and goodbye', async () => {
  const bench = anEngine();
  await bench.engine.start();
  await bench.clock.advance('3m');
  const [node] = bench.store.tables.nodes;
  expect(node).toMatchObject({ id: 'a', state: 'running', running: 0 });
  expect(bench.clock.now() - (node?.lastSeenAt ?? 0)).toBeLessThanOrEqual(60_000);
  expect(node?.lastTickAt).not.toBeNull();
  await stopped(bench);
  expect(bench.store.tables.nodes).toEqual([]);
});
