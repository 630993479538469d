import type { NewExecution } from '../../../server/src/engine/ports';
import {
  anEngine,
  expectNothingLeft,
  intercept,
  stopped,
  type BenchOptions,
  type EngineBench,
} from '../../support/engine-bench';
import { aDefinition, anExecution, aPlan, aRetry } from '../../support/factories';
import { createProcess } from '../../support/process';

afterEach(expectNothingLeft);

const never = () => new Promise<never>(() => undefined);

/** A second node on the same database and the same wall. */
const besides = (bench: EngineBench, given: BenchOptions = {}): EngineBench =>
  anEngine({ clock: bench.clock, store: bench.store, node: { id: 'b', pid: 2 }, ...given });

/** Node a, busy with one execution that does not end by itself. */
const busy = async (given: Partial<NewExecution> = {}, options: BenchOptions = {}) => {
  const bench = anEngine(options);
  const job = bench.store.addJob({ definition: aDefinition() });
  const execution = anExecution({ readyAt: bench.clock.now(), ...given });
  bench.store.addExecution(job.id, execution);
  bench.template('self-test', never);
  await bench.engine.start();
  await bench.clock.settle();
  return { bench, row: () => bench.store.execution(execution.documentId) };
};

test('a lease is renewed for as long as the attempt runs', async () => {
  const { bench, row } = await busy({ plan: aPlan({ timeoutMs: 3_600_000 }) });
  const other = besides(bench);
  await other.engine.start();
  await bench.clock.advance('10m');
  expect(row()).toMatchObject({ status: 'running', node: 'a', attempt: 1 });
  expect(row().leaseUntil).toBeGreaterThan(bench.clock.now() + 40_000);
  await stopped(other);
  bench.engine.cancelHint(row().documentId);
  await stopped(bench);
});

test('nothing that runs asks for no renewal', async () => {
  const bench = anEngine();
  await bench.engine.start();
  await bench.clock.advance('5m');
  expect(bench.calls['heartbeat']).toBeUndefined();
  expect(bench.calls['findCancelRequests']).toBeUndefined();
  await stopped(bench);
});

test('a node that cannot renew stops its own work before anybody else may take it over', async () => {
  const { bench, row } = await busy({ plan: aPlan({ onLost: 'retry' }) });
  const leaseEnds = row().leaseUntil ?? 0;
  let stoppedAt = Infinity;
  const { signal } = bench.starts[0]!.context;
  signal.addEventListener('abort', () => (stoppedAt = bench.clock.now()));
  bench.database.isAway = true;
  await bench.clock.advance('70s');
  expect(stoppedAt).toBeLessThan(leaseEnds - 5_000);
  expect((signal.reason as Error).name).toBe('LeaseLostError');
  bench.template('self-test', async () => 'second');
  bench.database.isAway = false;
  await bench.clock.advance('30s');
  expect(row()).toMatchObject({ status: 'succeeded', result: 'second', attempt: 2 });
  await stopped(bench);
});

test('a lease that ended is found lost by another node within a lease and a quarter', async () => {
  const { bench, row } = await busy({
    plan: aPlan({ onLost: 'retry', retry: aRetry({ delayMs: 1_000 }) }),
  });
  const other = besides(bench);
  other.template('self-test', async () => 'by b');
  await other.engine.start();
  bench.database.isAway = true;
  await bench.clock.advance('80s');
  expect(other.events.of('execution.lost')).toMatchObject([{ attempt: 1 }]);
  expect(row()).toMatchObject({ status: 'succeeded', result: 'by b', node: 'b', attempt: 2 });
  expect(row().attempts).toMatchObject([
    { attempt: 1, status: 'lost', node: 'a' },
    { attempt: 2, status: 'succeeded', node: 'b' },
  ]);
  bench.database.isAway = false;
  await bench.clock.advance('5s');
  expect(row()).toMatchObject({ result: 'by b', attempt: 2 });
  await stopped(other);
  await stopped(bench);
});

test('with onLost fail a lost attempt is the end', async () => {
  const { bench, row } = await busy();
  const other = besides(bench);
  await other.engine.start();
  bench.database.isAway = true;
  await bench.clock.advance('80s');
  expect(row()).toMatchObject({ status: 'lost', error: { code: 'LOST' }, attempt: 1 });
  bench.database.isAway = false;
  await stopped(other);
  await stopped(bench);
});

test('a process that stood still stops at once when it goes on, and its word no longer counts', async () => {
  let finish: (value: string) => void = () => undefined;
  const { bench, row } = await busy();
  bench.template('self-test', () => new Promise((resolve) => (finish = resolve)));
  const job = bench.store.job(row().jobId ?? 0);
  const second = anExecution({ readyAt: bench.clock.now(), plan: aPlan({ overlap: 'allow' }) });
  bench.store.tables.executions.length = 0;
  bench.store.addExecution(job.id, second);
  bench.engine.wake();
  await bench.clock.settle();
  const zombie = bench.store.execution(second.documentId);
  zombie.claimToken = 'taken-over';
  await bench.clock.freeze('5m');
  expect(bench.starts[1]?.context.signal.aborted).toBe(true);
  finish('too late');
  await bench.clock.advance('3s');
  expect(zombie).toMatchObject({ status: 'running', result: null, claimToken: 'taken-over' });
  expect(bench.events.of('execution.late-result')).not.toEqual([]);
  await stopped(bench);
});

test('a claim whose answer took so long that its lease is no longer to be trusted is given back unstarted', async () => {
  const bench = anEngine();
  const job = bench.store.addJob({ definition: aDefinition() });
  const execution = anExecution({ readyAt: bench.clock.now() });
  bench.store.addExecution(job.id, execution);
  let answer = (): void => undefined;
  const stepAside = intercept(bench.store, 'claim', async (claim, request) => {
    const claimed = await claim(request);
    if (claimed.executions.length > 0) await new Promise<void>((resolve) => (answer = resolve));
    return claimed;
  });
  await bench.engine.start();
  await bench.clock.freeze('55s');
  expect(bench.starts).toEqual([]);
  stepAside();
  answer();
  await bench.clock.settle();
  expect(bench.events.of('execution.released')).toHaveLength(1);
  await bench.clock.advance('10s');
  expect(bench.store.execution(execution.documentId)).toMatchObject({
    status: 'succeeded',
    attempt: 1,
  });
  await stopped(bench);
});

test("a process that stood still between claim and start does not start what may be another one's by now", async () => {
  const bench = anEngine();
  const job = bench.store.addJob({ definition: aDefinition() });
  const execution = anExecution({ readyAt: bench.clock.now() + 15 });
  bench.store.addExecution(job.id, execution);
  await bench.engine.start();
  await bench.clock.settle();
  expect(bench.store.execution(execution.documentId).status).toBe('running');
  await bench.clock.freeze('55s');
  expect(bench.events.of('execution.released')).toHaveLength(1);
  await bench.clock.advance('10s');
  expect(bench.starts).toHaveLength(1);
  expect(bench.store.execution(execution.documentId)).toMatchObject({ attempt: 1 });
  await stopped(bench);
});

test('an attempt that another node took over is stopped with the next renewal', async () => {
  const { bench, row } = await busy();
  row().claimToken = 'taken-over';
  await bench.clock.advance('15s');
  const { signal } = bench.starts[0]!.context;
  expect((signal.reason as Error).name).toBe('LeaseLostError');
  expect(bench.starts[0]!.context.trustedForMs()).toBe(0);
  await stopped(bench);
});

describe('after a crash of this machine', () => {
  const crashed = async (isAlive: boolean) => {
    const { bench, row } = await busy();
    bench.database.isAway = true;
    const successor = besides(bench, { isAlive: () => isAlive });
    await successor.engine.start();
    await bench.clock.settle();
    return { bench, successor, row };
  };

  test('a process whose own clock is ten minutes ahead takes the time of what it finds lost from the database', async () => {
    const { bench, row } = await busy({
      plan: aPlan({ onLost: 'retry', retry: aRetry({ strategy: 'fixed', delayMs: 5_000 }) }),
    });
    const { clock, store } = bench;
    const process = createProcess(clock);
    let aheadMs = 600_000;
    const wrong = {
      ...process.clock,
      now: () => clock.now() + aheadMs,
      sample: (now: number) => (aheadMs = now - clock.now()),
    };
    const node = { id: 'c', pid: 3 };
    const isAlive = (): boolean => false;
    const newcomer = anEngine({
      clock,
      store,
      node,
      isAlive,
      process: { ...process, clock: wrong },
    });
    // What it asks first is answered late.
    let answer: () => void = () => undefined;
    const isAnswered = new Promise<void>((resolve) => (answer = resolve));
    intercept(store, 'findDueJobs', async (find, request) => {
      await isAnswered;
      return find(request);
    });
    await newcomer.engine.start();
    await clock.settle();
    answer();
    expect(row()).toMatchObject({ status: 'queued', readyAt: clock.now() + 5_000 });
    await stopped(newcomer);
    await stopped(bench);
  });

  test('what its dead process ran is lost at once, and its node is forgotten', async () => {
    const { bench, successor, row } = await crashed(false);
    expect(row().status).toBe('lost');
    expect(bench.store.tables.nodes.map(({ id }) => id)).toEqual(['b']);
    bench.database.isAway = false;
    await stopped(successor);
    await stopped(bench);
  });

  test('what it ran of a job that somebody holds is lost as soon as the job is free', async () => {
    const { bench, row } = await busy();
    bench.database.isAway = true;
    const successor = besides(bench, { isAlive: () => false });
    let isHeld = true;
    intercept(bench.store, 'record', async (record, ends) =>
      isHeld
        ? { stale: [], busy: ends.map(({ ref }) => ref), tells: false, gives: false }
        : record(ends)
    );
    await successor.engine.start();
    await bench.clock.advance('200ms');
    expect(row().status).toBe('running');
    isHeld = false;
    await bench.clock.advance('100ms');
    expect(row().status).toBe('lost');
    bench.database.isAway = false;
    await stopped(successor);
    await stopped(bench);
  });

  test('what a living process runs is left to it', async () => {
    const { bench, successor, row } = await crashed(true);
    expect(row().status).toBe('running');
    bench.database.isAway = false;
    await stopped(successor);
    await stopped(bench);
  });
});
