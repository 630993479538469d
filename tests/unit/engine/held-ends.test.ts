import { anEngine, expectNothingLeft, intercept, stopped } from '../../support/engine-bench';
import { aDefinition, anExecution, aPlan } from '../../support/factories';

afterEach(expectNothingLeft);

type Bench = ReturnType<typeof anEngine>;

/** Executions of as many jobs, all running, and a hand on the end of each. */
const running = async (count: number) => {
  const bench = anEngine();
  const executions = Array.from({ length: count }, (_, order) => {
    const job = bench.store.addJob({ definition: aDefinition({ name: `Job ${order}` }) });
    const execution = anExecution({ readyAt: bench.clock.now() - count + order, plan: aPlan() });
    bench.store.addExecution(job.id, execution);
    return execution;
  });
  const ends: (() => void)[] = [];
  bench.template('self-test', () => new Promise((resolve) => ends.push(() => resolve('ok'))));
  await bench.engine.start();
  await bench.clock.settle();
  const rows = () => executions.map(({ documentId }) => bench.store.execution(documentId));
  return { ...bench, ends, rows };
};

/** The rows of these jobs are held from those that skip them; `free` is told what came waiting for one. */
const holding = (bench: Bench, isHeld: (jobId: number) => boolean) => {
  const tries: { at: number; waits: boolean; jobs: number[] }[] = [];
  const waiting: (() => void)[] = [];
  intercept(bench.store, 'record', async (record, ends, how) => {
    const waits = how?.waits ?? false;
    tries.push({ at: bench.clock.now(), waits, jobs: ends.map(({ job }) => job.id) });
    if (waits) {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return record(ends);
    }
    const answer = await record(ends.filter(({ job }) => !isHeld(job.id)));
    return { ...answer, busy: ends.filter(({ job }) => isHeld(job.id)).map(({ ref }) => ref) };
  });
  return { tries, waiting };
};

test('an end that others always outrun queues for its job after four tries', async () => {
  const bench = await running(1);
  const { tries, waiting } = holding(bench, () => true);
  bench.ends[0]?.();
  await bench.clock.advance('1s');
  expect(tries.map(({ waits }) => waits)).toEqual([false, false, false, false, true]);
  waiting[0]?.();
  await bench.clock.settle();
  expect(bench.rows()[0]?.status).toBe('succeeded');
  await stopped(bench);
});

test('while one end queues for its job those of others are recorded', async () => {
  const bench = await running(2);
  const [held] = bench.rows();
  const { waiting } = holding(bench, (jobId) => jobId === held!.jobId);
  bench.ends[0]?.();
  await bench.clock.advance('1s');
  expect(waiting).toHaveLength(1);
  bench.ends[1]?.();
  await bench.clock.settle();
  expect(bench.rows().map(({ status }) => status)).toEqual(['running', 'succeeded']);
  waiting[0]?.();
  await bench.clock.settle();
  expect(bench.rows()[0]?.status).toBe('succeeded');
  await stopped(bench);
});

test('ends queue for one job after the other, on one connection', async () => {
  const bench = await running(3);
  const { tries, waiting } = holding(bench, () => true);
  for (const end of bench.ends) end();
  await bench.clock.advance('1s');
  expect(waiting).toHaveLength(1);
  for (let at = 0; at < 3; at += 1) {
    waiting[at]?.();
    await bench.clock.settle();
  }
  expect(bench.rows().every(({ status }) => status === 'succeeded')).toBe(true);
  const waits = tries.filter((one) => one.waits).map(({ jobs }) => jobs);
  expect(waits).toEqual(bench.rows().map(({ jobId }) => [jobId]));
  await stopped(bench);
});

test('an end that queued in vain is tried in turn with and without', async () => {
  const bench = await running(1);
  const ways: boolean[] = [];
  intercept(bench.store, 'record', async (_record, ends, how) => {
    ways.push(how?.waits ?? false);
    return { stale: [], busy: ends.map(({ ref }) => ref), tells: false, gives: false };
  });
  bench.ends[0]?.();
  await bench.clock.advance('5s');
  expect(ways.slice(0, 9)).toEqual([false, false, false, false, true, false, true, false, true]);
  const stop = bench.engine.stop();
  await bench.clock.advance('1m');
  await stop;
});

test('an end that is held for the first time is not put off as long as one with which it was written', async () => {
  const bench = await running(3);
  const [old, young, other] = bench.rows().map(({ id }) => id);
  const writes: { at: number; ids: number[] }[] = [];
  let goOn = (): void => undefined;
  intercept(bench.store, 'record', async (_record, ends) => {
    const ids = ends.map(({ ref }) => ref.id);
    writes.push({ at: bench.clock.now(), ids });
    if (ids.includes(other!)) {
      await new Promise<void>((resolve) => (goOn = resolve));
      return { stale: [], busy: [], tells: false, gives: false };
    }
    return { stale: [], busy: ends.map(({ ref }) => ref), tells: false, gives: false };
  });
  bench.ends[0]?.();
  await bench.clock.advance('10s');
  // The old end, and then the young one, wait for the end of a write that takes long.
  bench.ends[2]?.();
  await bench.clock.advance('3s');
  bench.ends[1]?.();
  await bench.clock.settle();
  goOn();
  await bench.clock.advance('100ms');
  const [together, next] = writes.filter(({ ids }) => ids.includes(young!));
  expect(together?.ids).toEqual([old, young]);
  expect(next).toEqual({ at: together!.at + 15, ids: [young] });
  const stop = bench.engine.stop();
  await bench.clock.advance('1m');
  await stop;
});
