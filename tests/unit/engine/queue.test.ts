import { AHEAD_MS } from '../../../server/src/engine/loop';
import type { RunContext } from '../../../server/src/engine/ports';
import { anEngine, expectNothingLeft, stopped } from '../../support/engine-bench';
import type { EngineBench } from '../../support/engine-bench';
import { aCron, admit, aDefinition, anExecution, aPlan, aRetry } from '../../support/factories';
import { createMemoryStore } from '../../support/memory-store';
import { createVirtualClock } from '../../support/virtual-clock';

afterEach(expectNothingLeft);

const allow = aPlan({ overlap: 'allow' });

/** A job that is due every ten seconds, and cancels what is before it. */
const everyTenSeconds = ({ store, clock }: EngineBench) =>
  store.addJob({
    definition: aDefinition({
      overlap: 'cancel-previous',
      schedules: [aCron('*/10 * * * * *')],
    }),
    nextAt: clock.now() + 10_000,
  });

/** A handler that takes one second of simulated time. */
const oneSecond =
  ({ clock }: EngineBench) =>
  (): Promise<null> =>
    new Promise((resolve) => {
      clock.after(1_000, () => resolve(null));
    });

/** A handler that goes on until it is told to stop. */
const untilAborted = ({ signal }: RunContext): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });

describe('a job with 5,000 queued executions', () => {
  test('delays another job’s single one by no more than 2 s, keeps its own order, and leaves no hand idle', async () => {
    const bench = anEngine({ options: { maxConcurrent: 20 } });
    const { store, clock, engine } = bench;
    bench.template('self-test', oneSecond(bench));
    const now = clock.now();
    const many = store.addJob({ definition: aDefinition({ overlap: 'allow' }), nextAt: now });
    const single = store.addJob({ definition: aDefinition({ overlap: 'allow' }) });
    const job = { ...many, name: 'Many', overlap: 'allow' as const };
    const executions = Array.from({ length: 5_000 }, (_, index) =>
      anExecution({ readyAt: now, plan: allow, parameters: { index } })
    );
    await store.enqueueDue(
      [{ job, fromNextAt: now, nextAt: null, cursorAt: now, executions }],
      admit
    );

    await engine.start();
    const waits: number[] = [];
    for (const priority of [20, 10, 20, 20]) {
      await clock.advance('3350ms');
      const { documentId } = store.addExecution(
        single.id,
        anExecution({ readyAt: clock.now(), plan: allow, priority })
      );
      engine.wake();
      await clock.advance('2s');
      const row = store.execution(documentId);
      waits.push((row.firstStartedAt ?? Infinity) - row.queuedAt);
    }

    expect(waits).toHaveLength(4);
    expect(Math.max(...waits)).toBeLessThanOrEqual(2_000);
    const seconds = (clock.now() - now) / 1_000;
    expect(bench.starts.length).toBeGreaterThanOrEqual(20 * Math.floor(seconds));
    const order = bench.starts.flatMap(({ context }) => context.parameters['index'] ?? []);
    expect(order).toEqual(order.map((_, index) => index));
    await stopped(bench);
  }, 60_000);
});

describe('a job with 5,000 executions that failed together', () => {
  test('delays another job’s single one by no more than 2 s as they come back', async () => {
    const bench = anEngine({ options: { maxConcurrent: 20 } });
    const { store, clock, engine } = bench;
    const second = oneSecond(bench);
    bench.template('self-test', ({ attempt, parameters }) => {
      if ('single' in parameters || attempt > 1) return second();
      throw new Error('down');
    });
    const now = clock.now();
    const definition = aDefinition({ overlap: 'allow' });
    const many = store.addJob({ definition, nextAt: now });
    const single = store.addJob({ definition });
    const job = { ...many, name: 'Many', overlap: 'allow' as const };
    const plan = {
      ...allow,
      retry: aRetry({ strategy: 'fixed', delayMs: 20_000, maxAttempts: 2 }),
    };
    const executions = Array.from({ length: 5_000 }, () => anExecution({ readyAt: now, plan }));
    await store.enqueueDue(
      [{ job, fromNextAt: now, nextAt: null, cursorAt: now, executions }],
      admit
    );
    await engine.start();
    await clock.advance('30s');
    const attempts = store.executionsOf(many.id).map(({ attempt }) => attempt);
    expect(Math.min(...attempts)).toBe(1);

    const { documentId } = store.addExecution(
      single.id,
      anExecution({ readyAt: clock.now(), plan: allow, parameters: { single: true } })
    );
    engine.wake();
    await clock.advance('2s');
    const row = store.execution(documentId);
    expect((row.firstStartedAt ?? Infinity) - row.queuedAt).toBeLessThanOrEqual(2_000);
    await stopped(bench);
  }, 60_000);
});

describe('an occurrence of a job that cancels the previous one', () => {
  test('stops the attempt that runs on this node at once, and starts as soon as it has ended', async () => {
    const bench = anEngine({ options: { pollIntervalMs: 60_000 } });
    bench.template('self-test', untilAborted);
    const job = everyTenSeconds(bench);
    await bench.engine.start();
    await bench.clock.advance('25s');
    const rows = bench.store.executionsOf(job.id);
    expect(rows.map(({ status }) => status)).toEqual(['cancelled', 'running']);
    const [first, second] = rows;
    expect(second!.firstStartedAt! - first!.finishedAt!).toBeLessThanOrEqual(AHEAD_MS);
    expect(second!.firstStartedAt).toBe(second!.slotAt);
    await stopped(bench);
  });

  test('stops the attempt that runs on another node when that one asks next', async () => {
    const clock = createVirtualClock();
    const store = createMemoryStore(clock);
    const node = (id: string, role: 'worker' | 'scheduler') =>
      anEngine({ clock, store, node: { id, role }, options: { role, pollIntervalMs: 2_000 } });
    const worker = node('worker', 'worker');
    const scheduler = node('scheduler', 'scheduler');
    worker.template('self-test', untilAborted);
    const job = everyTenSeconds(worker);
    await scheduler.engine.start();
    await worker.engine.start();
    await clock.advance('28s');
    const rows = store.executionsOf(job.id);
    expect(rows.map(({ status }) => status)).toEqual(['cancelled', 'running']);
    expect(rows[0]!.finishedAt! - rows[1]!.queuedAt).toBeLessThanOrEqual(3_000);
    await stopped(worker);
    await stopped(scheduler);
  });
});

test('so many run at once on all nodes together, and every hand is used up to that', async () => {
  const clock = createVirtualClock();
  const store = createMemoryStore(clock);
  const nodes = ['a', 'b', 'c'].map((id) =>
    anEngine({ clock, store, node: { id }, options: { maxConcurrent: 4, maxConcurrentTotal: 6 } })
  );
  let running = 0;
  let most = 0;
  for (const bench of nodes) {
    bench.template('self-test', async () => {
      most = Math.max(most, (running += 1));
      await oneSecond(bench)();
      running -= 1;
    });
  }
  const job = store.addJob({ definition: aDefinition() });
  for (let made = 0; made < 60; made += 1) {
    store.addExecution(job.id, anExecution({ readyAt: clock.now(), plan: allow }));
  }
  for (const { engine } of nodes) await engine.start();
  await clock.advance('20s');
  expect(most).toBe(6);
  expect(store.executionsOf(job.id).filter(({ status }) => status === 'succeeded')).toHaveLength(
    60
  );
  for (const bench of nodes) await stopped(bench);
});

test('what waits for its time takes no hand and no seat, and starts at its instant', async () => {
  const bench = anEngine({ options: { pollIntervalMs: 60_000 } });
  bench.template('self-test', oneSecond(bench));
  const { store, clock, engine } = bench;
  const job = store.addJob({ definition: aDefinition() });
  const limit = { key: 'key:crm', count: 1 };
  const readyAt = clock.now() + 30_000;
  const later = store.addExecution(job.id, anExecution({ readyAt, plan: allow, limit }));
  await engine.start();
  await clock.advance('10s');
  const soon = store.addExecution(
    job.id,
    anExecution({ readyAt: clock.now(), plan: allow, limit })
  );
  engine.wake();
  await clock.advance('5s');
  expect(store.execution(soon.documentId).status).toBe('succeeded');
  await clock.advance('20s');
  expect(store.execution(later.documentId)).toMatchObject({
    status: 'succeeded',
    firstStartedAt: readyAt,
  });
  await stopped(bench);
});

test('a seat that is given on is taken at once by the node that freed it', async () => {
  const bench = anEngine({ options: { pollIntervalMs: 60_000 } });
  bench.template('self-test', oneSecond(bench));
  const { store, clock, engine } = bench;
  const job = store.addJob({ definition: aDefinition() });
  const limit = { key: 'key:crm', count: 2 };
  for (let made = 0; made < 6; made += 1) {
    store.addExecution(job.id, anExecution({ readyAt: clock.now(), plan: allow, limit }));
  }
  await engine.start();
  await clock.advance('3100ms');
  const ends = store.executionsOf(job.id).map(({ finishedAt }) => finishedAt);
  const start = clock.now() - 3_100;
  expect(ends).toEqual([1, 1, 2, 2, 3, 3].map((second) => start + second * 1_000));
  await stopped(bench);
});

describe('the end of an execution behind which nothing is known to wait', () => {
  const anIdleBench = (ms: number) => {
    const bench = anEngine({ options: { pollIntervalMs: 60_000, maxConcurrent: 20 } });
    bench.template(
      'self-test',
      () => new Promise((resolve) => bench.clock.after(ms, () => resolve(null)))
    );
    const job = bench.store.addJob({ definition: aDefinition({ overlap: 'allow' }) });
    const add = () =>
      bench.store.addExecution(job.id, anExecution({ readyAt: bench.clock.now(), plan: allow }));
    const rows = () => bench.store.executionsOf(job.id);
    return { bench, add, rows };
  };

  test('lets ten that end within 50 ms share one claim', async () => {
    const { bench, add, rows } = anIdleBench(1_000);
    for (let made = 0; made < 10; made += 1) {
      add();
      await bench.clock.advance('4ms');
      if (made === 0) await bench.engine.start();
      else bench.engine.wake();
    }
    await bench.clock.advance('900ms');
    const before = bench.calls['claim'] ?? 0;
    await bench.clock.advance('1s');
    expect(rows().every(({ status }) => status === 'succeeded')).toBe(true);
    expect((bench.calls['claim'] ?? 0) - before).toBe(1);
    await stopped(bench);
  });

  test('still has what another node put on record started within 50 ms', async () => {
    const { bench, add, rows } = anIdleBench(1_000);
    add();
    await bench.engine.start();
    await bench.clock.advance('500ms');
    const { documentId } = add();
    await bench.clock.advance('550ms');
    const found = rows().find((row) => row.documentId === documentId);
    expect(found).toMatchObject({ status: 'running' });
    await bench.clock.advance('2s');
    await stopped(bench);
  });
});
