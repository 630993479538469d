import type { JobDefinition } from '../../../server/src/contract/job';
import {
  anEngine,
  expectNothingLeft,
  intercept,
  stopped,
  type EngineBench,
} from '../../support/engine-bench';
import { aCron, aDefinition, aPlan, anExecution } from '../../support/factories';

afterEach(expectNothingLeft);

const never = () => new Promise<never>(() => undefined);

/** A job of this cron expression, due for the first time in a second or a minute. */
const aJob = (bench: EngineBench, expression: string, given: Partial<JobDefinition> = {}) => {
  const definition = aDefinition({ schedules: [aCron(expression)], ...given });
  const stepMs = expression.split(' ').length === 6 ? 1_000 : 60_000;
  return bench.store.addJob({ definition, nextAt: bench.clock.now() + stepMs });
};

const statuses = (bench: EngineBench, id: number) =>
  bench.store.executionsOf(id).map(({ status }) => status);

test('an occurrence takes along what its job says: plan, parameters, priority, owner', async () => {
  const bench = anEngine();
  const job = aJob(bench, '* * * * *', {
    parameters: { a: 1 },
    priority: 'high',
    timeoutMs: null,
    onLost: 'retry',
  });
  job.owner = { kind: 'user', id: '7' };
  await bench.engine.start();
  await bench.clock.advance('1m');
  expect(bench.store.executionsOf(job.id)).toMatchObject([
    {
      trigger: 'schedule',
      priority: 10,
      parameters: { a: 1 },
      scheduleKey: 'cron',
      plan: { timeoutMs: 300_000, onLost: 'retry', owner: { kind: 'user', id: '7' } },
    },
  ]);
  await stopped(bench);
});

test('while one is in progress the next ones are skipped, and a free place runs again', async () => {
  const bench = anEngine();
  const job = aJob(bench, '* * * * *');
  bench.template('self-test', never);
  await bench.engine.start();
  await bench.clock.advance('3m');
  expect(statuses(bench, job.id)).toEqual(['running', 'skipped', 'skipped']);
  expect(bench.events.of('occurrence.skipped')).toMatchObject([
    { reason: 'overlap' },
    { reason: 'overlap' },
  ]);
  bench.template('self-test', async () => null);
  bench.engine.cancelHint(bench.store.executionsOf(job.id)[0]!.documentId);
  await bench.clock.advance('1m');
  expect(statuses(bench, job.id)).toEqual(['cancelled', 'skipped', 'skipped', 'succeeded']);
  await stopped(bench);
});

test('a job that overlaps runs beside itself', async () => {
  const bench = anEngine();
  const job = aJob(bench, '* * * * *', { overlap: 'allow' });
  bench.template('self-test', never);
  await bench.engine.start();
  await bench.clock.advance('3m');
  expect(statuses(bench, job.id)).toEqual(['running', 'running', 'running']);
  await stopped(bench);
});

test('no node runs more than its hands can hold; the others follow as they come free', async () => {
  const bench = anEngine({ options: { maxConcurrent: 3 } });
  const job = bench.store.addJob({ definition: aDefinition() });
  const readyAt = bench.clock.now();
  const ends: ((value: null) => void)[] = [];
  bench.template('self-test', () => new Promise((resolve) => ends.push(resolve)));
  for (let order = 0; order < 8; order += 1) {
    const plan = aPlan({ overlap: 'allow' });
    bench.store.addExecution(job.id, anExecution({ readyAt, plan }));
  }
  await bench.engine.start();
  await bench.clock.advance('10s');
  expect(bench.engine.running()).toHaveLength(3);
  for (let round = 0; round < 8; round += 1) {
    ends.shift()?.(null);
    await bench.clock.settle();
    expect(bench.engine.running().length).toBeLessThanOrEqual(3);
  }
  expect(statuses(bench, job.id)).toEqual(Array(8).fill('succeeded'));
  await stopped(bench);
});

test('with all hands full, what becomes due is put on record in time all the same', async () => {
  const bench = anEngine({ options: { maxConcurrent: 1 } });
  const other = bench.store.addJob({ definition: aDefinition() });
  const job = aJob(bench, '* * * * * *', { overlap: 'allow' });
  bench.template('self-test', never);
  const readyAt = bench.clock.now() - 60_000;
  bench.store.addExecution(other.id, anExecution({ readyAt }));
  await bench.engine.start();
  await bench.clock.advance('30s');
  const delays = bench.store.executionsOf(job.id).map((row) => row.queuedAt - (row.slotAt ?? 0));
  expect(delays).toHaveLength(30);
  expect(Math.max(...delays)).toBeLessThanOrEqual(1_100);
  await stopped(bench);
});

test('a thousand jobs that are due at one instant are on record at that instant, hands or no hands', async () => {
  const bench = anEngine({ options: { maxConcurrent: 1 } });
  bench.template('self-test', never);
  for (let order = 0; order < 1_000; order += 1) aJob(bench, '* * * * *');
  await bench.engine.start();
  await bench.clock.advance('60s');
  const { executions } = bench.store.tables;
  expect(executions).toHaveLength(1_000);
  expect(executions.every(({ queuedAt, slotAt }) => queuedAt <= (slotAt ?? 0))).toBe(true);
  await stopped(bench);
});

test('priority decides who goes first, whoever came first', async () => {
  const bench = anEngine({ options: { maxConcurrent: 1 } });
  const job = bench.store.addJob({ definition: aDefinition() });
  const readyAt = bench.clock.now();
  const plan = aPlan({ overlap: 'allow' });
  for (const priority of [30, 20, 10]) {
    bench.store.addExecution(
      job.id,
      anExecution({ readyAt, plan, priority, parameters: { priority } })
    );
  }
  await bench.engine.start();
  await bench.clock.advance('1s');
  expect(bench.starts.map(({ context }) => context.parameters['priority'])).toEqual([10, 20, 30]);
  await stopped(bench);
});

describe('after three days away', () => {
  const away = async (given: Partial<JobDefinition>) => {
    const bench = anEngine();
    const job = aJob(bench, '* * * * *', given);
    await bench.clock.advance('3d');
    await bench.clock.advance('30s');
    await bench.engine.start();
    await bench.clock.advance('5s');
    const records = bench.store.executionsOf(job.id);
    await stopped(bench);
    return { bench, records };
  };

  test('a minutely job with `last` runs once, and one record counts what was missed', async () => {
    const { bench, records } = await away({});
    expect(records.map(({ status, missedCount }) => [status, missedCount])).toEqual([
      ['missed', 4_319],
      ['succeeded', null],
    ]);
    expect(bench.events.of('occurrence.missed')).toMatchObject([
      { reason: 'catch-up-exceeded', count: 4_319 },
    ]);
  });

  test('with `all` the newest run one after the other, oldest first', async () => {
    const { bench, records } = await away({ missed: { policy: 'all', windowMs: 600_000 } });
    expect(records.map(({ status }) => status)).toEqual(['missed', ...Array(10).fill('succeeded')]);
    const starts = bench.starts.map(({ context }) => context.scheduledFor ?? '');
    expect(starts).toEqual([...starts].sort());
  });

  test('those of a job that does not overlap wait for each other', async () => {
    const bench = anEngine();
    aJob(bench, '* * * * *', { missed: { policy: 'all', windowMs: 600_000 } });
    let running = 0;
    let most = 0;
    bench.template('self-test', async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((resolve) => bench.clock.after(1_000, resolve));
      running -= 1;
    });
    await bench.clock.advance('3d');
    await bench.clock.advance('30s');
    await bench.engine.start();
    await bench.clock.advance('20s');
    expect([bench.starts.length, most]).toEqual([10, 1]);
    await stopped(bench);
  });
});

test('two nodes on one database make one record of each occurrence, and one start', async () => {
  const bench = anEngine();
  const other = anEngine({ clock: bench.clock, store: bench.store, node: { id: 'b' } });
  const job = aJob(bench, '* * * * * *', { overlap: 'allow' });
  await Promise.all([bench.engine.start(), other.engine.start()]);
  await bench.clock.advance('60s');
  const records = bench.store.executionsOf(job.id);
  expect(records).toHaveLength(60);
  expect(records.every(({ attempt, status }) => attempt === 1 && status === 'succeeded')).toBe(
    true
  );
  expect(bench.starts.length + other.starts.length).toBe(60);
  await stopped(bench);
  await stopped(other);
});

test('a scheduler puts on record and a worker runs', async () => {
  const scheduler = anEngine({ options: { role: 'scheduler' } });
  const worker = anEngine({
    clock: scheduler.clock,
    store: scheduler.store,
    node: { id: 'w' },
    options: { role: 'worker' },
  });
  const job = aJob(scheduler, '* * * * *');
  await Promise.all([scheduler.engine.start(), worker.engine.start()]);
  await scheduler.clock.advance('2m');
  await scheduler.clock.advance('10s');
  expect(statuses(scheduler, job.id)).toEqual(['succeeded', 'succeeded']);
  expect([scheduler.starts.length, worker.starts.length]).toEqual([0, 2]);
  await stopped(scheduler);
  await stopped(worker);
});

test('a scheduler without a worker does not ask again and again for what it cannot move on', async () => {
  const bench = anEngine({ options: { role: 'scheduler' } });
  const job = bench.store.addJob({ definition: aDefinition() });
  bench.store.addExecution(job.id, anExecution({ readyAt: bench.clock.now() }));
  await bench.engine.start();
  await bench.clock.advance('60s');
  expect(bench.calls['nextDueAt']).toBeLessThan(40);
  await stopped(bench);
});

test('an edit at the very instant never runs both the old and the new', async () => {
  const bench = anEngine();
  const job = aJob(bench, '* * * * *');
  const stepAside = intercept(bench.store, 'enqueueDue', (enqueueDue, ...given) => {
    stepAside();
    job.revision += 1;
    job.definition = aDefinition({ schedules: [aCron('30 * * * * *')] });
    job.nextAt = bench.clock.now() + 30_000;
    return enqueueDue(...given);
  });
  await bench.engine.start();
  await bench.clock.advance('2m');
  const seconds = bench.store
    .executionsOf(job.id)
    .map(({ slotAt }) => ((slotAt ?? 0) / 1_000) % 60);
  expect(new Set(seconds)).toEqual(new Set([30]));
  await stopped(bench);
});
