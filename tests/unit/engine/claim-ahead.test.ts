import type { OnLost } from '../../../server/src/contract/job';
import { anEngine, expectNothingLeft, stopped, type EngineBench } from '../../support/engine-bench';
import { aDefinition, anExecution, aPlan } from '../../support/factories';

afterEach(expectNothingLeft);

/** A node with two hands and a backlog; `slow`: those from this one on take as long as nobody lets them go. */
const aBacklog = (count: number, slow = Infinity, onLost: OnLost = 'retry') => {
  const bench = anEngine({ options: { maxConcurrent: 2 } });
  const job = bench.store.addJob({ definition: aDefinition({ overlap: 'allow' }) });
  const readyAt = bench.clock.now();
  const plan = aPlan({ overlap: 'allow', onLost });
  for (let one = 0; one < count; one += 1) {
    bench.store.addExecution(job.id, anExecution({ readyAt, plan }));
  }
  let working = 0;
  let most = 0;
  let begun = 0;
  bench.template('self-test', async ({ signal }) => {
    begun += 1;
    working += 1;
    most = Math.max(most, working);
    await (begun > slow ? untilAborted(signal) : Promise.resolve());
    working -= 1;
    return null;
  });
  const statuses = () => {
    const rows = bench.store.executionsOf(job.id).map(({ status }) => status);
    return { of: (status: string) => rows.filter((one) => one === status).length };
  };
  return { bench, statuses, most: () => most, begun: () => begun };
};

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve()));

const started = async (bench: EngineBench): Promise<void> => {
  await bench.engine.start();
  await bench.clock.settle();
};

test('short work is claimed in batches, and never more of it runs at once than there are hands', async () => {
  const { bench, statuses, most } = aBacklog(1_000);
  await started(bench);
  await bench.clock.advance('1s');
  expect(statuses().of('succeeded')).toBe(1_000);
  expect(most()).toBe(2);
  expect(bench.calls['claim']).toBeLessThan(250);
  await stopped(bench);
});

test('what waits for a hand while others take their time is given back to be claimed by any node', async () => {
  const { bench, statuses, begun } = aBacklog(400, 100);
  await started(bench);
  await bench.clock.advance('100ms');
  expect(statuses().of('running')).toBeGreaterThan(2);
  await bench.clock.advance('2s');
  expect(begun()).toBe(102);
  expect(statuses().of('running')).toBe(2);
  expect(statuses().of('queued')).toBe(400 - 102);
  await stopped(bench);
});

test('what waits for a hand when the node stops is given back and has lost no attempt', async () => {
  const { bench, statuses, begun } = aBacklog(400, 100);
  await started(bench);
  await bench.clock.advance('100ms');
  expect(statuses().of('running')).toBeGreaterThan(2);
  await stopped(bench);
  expect(begun()).toBe(102);
  // Those that had begun are tried again.
  expect(statuses().of('queued')).toBe(400 - 100);
});

test('what waits for a hand is cancelled at once', async () => {
  const { bench, statuses } = aBacklog(400, 100);
  await started(bench);
  await bench.clock.advance('100ms');
  const last = bench.engine.running().at(-1)!;
  bench.store.requestCancel(last.execution);
  bench.engine.cancelHint(last.execution);
  await bench.clock.settle();
  expect(bench.store.execution(last.execution).status).toBe('cancelled');
  expect(statuses().of('cancelled')).toBe(1);
  await stopped(bench);
});

test('nothing is claimed ahead where all nodes share a number of places', async () => {
  const { bench, statuses } = aBacklog(400, 100);
  bench.ports.options.maxConcurrentTotal = 10;
  await started(bench);
  await bench.clock.advance('100ms');
  expect(statuses().of('running')).toBe(2);
  await stopped(bench);
});

test('a free hand takes short work however many others are held by long work', async () => {
  const bench = anEngine({ options: { maxConcurrent: 10 } });
  const { clock, store } = bench;
  const job = store.addJob({ definition: aDefinition({ overlap: 'allow' }) });
  const plan = aPlan({ overlap: 'allow', onLost: 'retry' });
  const add = (count: number): void => {
    for (let one = 0; one < count; one += 1)
      store.addExecution(job.id, anExecution({ readyAt: clock.now(), plan }));
    bench.engine.wake();
  };
  let isLong = false;
  bench.template('self-test', ({ signal }) =>
    isLong ? untilAborted(signal) : new Promise<void>((resolve) => clock.after(8, resolve))
  );
  await started(bench);
  add(60);
  await clock.advance('1s');
  isLong = true;
  add(9);
  await clock.advance('1s');
  isLong = false;
  add(20);
  await clock.advance('2s');
  const statuses = store.executionsOf(job.id).map(({ status }) => status);
  expect(statuses.filter((status) => status === 'running')).toHaveLength(9);
  expect(statuses.filter((status) => status === 'succeeded')).toHaveLength(80);
  await stopped(bench);
});

test('what may not be repeated after a crash is never claimed before there is a hand for it', async () => {
  const { bench, statuses } = aBacklog(400, 100, 'fail');
  let claimed = 0;
  bench.template('self-test', async () => {
    claimed = Math.max(claimed, statuses().of('running'));
    return null;
  });
  await started(bench);
  await bench.clock.advance('5s');
  expect(statuses().of('succeeded')).toBe(400);
  expect(claimed).toBe(2);
  await stopped(bench);
});
