import { anEngine, expectNothingLeft, intercept, stopped } from '../../support/engine-bench';
import { aCron, aDefinition, anExecution } from '../../support/factories';

afterEach(expectNothingLeft);

const everySecond = aDefinition({ schedules: [aCron('* * * * * *')], overlap: 'allow' });

test('it starts while the database is away, and works within 5 s of its coming', async () => {
  const bench = anEngine();
  bench.store.addJob({ definition: everySecond, nextAt: bench.clock.now() + 1_000 });
  bench.database.isAway = true;
  await bench.engine.start();
  await bench.clock.advance('5m');
  expect(bench.starts).toEqual([]);
  bench.database.isAway = false;
  await bench.clock.advance('5s');
  expect(bench.starts.length).toBeGreaterThan(0);
  expect(bench.store.tables.nodes).toHaveLength(1);
  await stopped(bench);
});

test('while the database is away nothing new starts, nothing is thrown, and every failure is told', async () => {
  const bench = anEngine();
  const job = bench.store.addJob({ definition: everySecond, nextAt: bench.clock.now() + 1_000 });
  const unhandled = jest.fn();
  process.on('unhandledRejection', unhandled);
  await bench.engine.start();
  await bench.clock.advance('10s');
  const before = bench.starts.length;
  bench.database.isAway = true;
  await bench.clock.advance('60s');
  expect(bench.starts).toHaveLength(before);
  expect(bench.events.of('engine.error')[0]).toMatchObject({ failures: 1, step: 'tick' });
  expect(bench.events.of('engine.error').every(({ retryInMs }) => retryInMs <= 5_000)).toBe(true);
  bench.database.isAway = false;
  await bench.clock.advance('5s');
  expect(bench.starts.length).toBeGreaterThan(before);
  expect(bench.events.of('engine.recovered')).not.toEqual([]);
  const records = bench.store.executionsOf(job.id);
  const seconds = records.reduce((sum, row) => sum + (row.missedCount ?? 1), 0);
  expect(seconds).toBe(75);
  process.off('unhandledRejection', unhandled);
  expect(unhandled).not.toHaveBeenCalled();
  await stopped(bench);
});

test('it does not hammer a database that is away, however often it is woken', async () => {
  const bench = anEngine();
  await bench.engine.start();
  await bench.clock.settle();
  bench.database.isAway = true;
  const before = bench.calls['findDueJobs'] ?? 0;
  for (let second = 0; second < 60; second += 1) {
    bench.engine.wake();
    await bench.clock.advance('1s');
  }
  expect((bench.calls['findDueJobs'] ?? 0) - before).toBeLessThan(40);
  bench.database.isAway = false;
  await stopped(bench);
});

test('a check of the owner waits for the database instead of failing the job', async () => {
  const bench = anEngine({
    checkOwner: async () => {
      if (bench.database.isAway) throw new Error('connect ECONNREFUSED');
      return null;
    },
  });
  const job = bench.store.addJob({ definition: aDefinition() });
  const execution = anExecution({ readyAt: bench.clock.now() });
  bench.store.addExecution(job.id, execution);
  intercept(bench.store, 'claim', async (claim, request) => {
    const claimed = await claim(request);
    if (claimed.executions.length > 0) bench.database.isAway = true;
    return claimed;
  });
  await bench.engine.start();
  await bench.clock.advance('10s');
  expect(bench.starts).toEqual([]);
  bench.database.isAway = false;
  await bench.clock.advance('5s');
  expect(bench.store.execution(execution.documentId)).toMatchObject({
    status: 'succeeded',
    attempt: 1,
  });
  await stopped(bench);
});

test('a job whose definition cannot be understood does not hold up the others', async () => {
  const bench = anEngine();
  const nextAt = bench.clock.now() + 1_000;
  const broken = aDefinition({ schedules: [aCron('not a cron')] });
  const bad = bench.store.addJob({ definition: broken, nextAt });
  bench.store.addJob({ definition: everySecond, nextAt });
  await bench.engine.start();
  await bench.clock.advance('3s');
  expect(bench.starts).toHaveLength(3);
  expect(bench.events.of('job.unreadable')).toMatchObject([
    { job: { documentId: bad.documentId } },
  ]);
  expect(bench.store.job(bad.id).nextAt).toBeNull();
  await stopped(bench);
});

test('a job that cannot be told of the jobs that it depends on does not hold up the others', async () => {
  const bench = anEngine();
  const nextAt = bench.clock.now() + 1_000;
  const first = bench.store.addJob({ definition: everySecond, nextAt });
  const dependencies = { mode: 'all_success' as const, jobs: [first.documentId] };
  const broken = aDefinition({ name: 'broken', dependencies });
  const bad = bench.store.addJob({ definition: { ...broken, schedules: null as never } });
  const good = bench.store.addJob({ definition: aDefinition({ name: 'good', dependencies }) });
  await bench.engine.start();
  await bench.clock.advance('3s');
  expect(bench.store.executionsOf(first.id).map(({ status }) => status)).toEqual(
    Array(3).fill('succeeded')
  );
  expect(bench.store.executionsOf(good.id)).toHaveLength(3);
  expect(bench.events.of('job.unreadable')[0]).toMatchObject({
    job: { documentId: bad.documentId },
  });
  await stopped(bench);
});

test('a listener that throws spoils nothing', async () => {
  const bench = anEngine();
  bench.ports.emit = () => {
    throw new Error('listener');
  };
  bench.store.addJob({ definition: everySecond, nextAt: bench.clock.now() + 1_000 });
  await bench.engine.start();
  await bench.clock.advance('2s');
  expect(bench.starts).toHaveLength(2);
  await stopped(bench);
});
