import fc from 'fast-check';

import { DEPENDENCY_MODES } from '../../../server/src/contract/dependency';
import type { DependencyMode } from '../../../server/src/contract/dependency';
import { JobFailure } from '../../../server/src/domain/failure';
import { anEngine, expectNothingLeft, stopped, type EngineBench } from '../../support/engine-bench';
import { aDefinition, anExecution, aPlan, aRetry } from '../../support/factories';
import type { JobRow } from '../../support/memory-rows';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store';
import { createProcess, type Process } from '../../support/process';
import { createVirtualClock, type VirtualClock } from '../../support/virtual-clock';

afterEach(expectNothingLeft);

const aJob = (
  store: MemoryStore,
  name: string,
  on: JobRow[] = [],
  mode: DependencyMode = 'all_success'
): JobRow => {
  const jobs = on.map(({ documentId }) => documentId);
  const retry = aRetry({ strategy: 'fixed', delayMs: 500, maxAttempts: 50 });
  const dependencies = { mode, jobs };
  return store.addJob({
    definition: aDefinition({ name, dependencies, retry, overlap: 'allow', onLost: 'retry' }),
  });
};

const start = (store: MemoryStore, job: JobRow, clock: VirtualClock): void => {
  const { retry } = job.definition;
  const plan = aPlan({ overlap: 'allow', onLost: 'retry', retry });
  store.addExecution(job.id, anExecution({ readyAt: clock.now(), plan }));
};

const statuses = (store: MemoryStore, ...jobs: JobRow[]): string[][] =>
  jobs.map(({ id }) => store.executionsOf(id).map(({ status }) => status));

describe('jobs that depend on others', () => {
  test('start at the very instant at which the last upstream job ends, branches together', async () => {
    const bench = anEngine();
    const { store, clock } = bench;
    const root = aJob(store, 'root');
    const [left, right] = [aJob(store, 'left', [root]), aJob(store, 'right', [root])];
    const join = aJob(store, 'join', [left, right]);
    aJob(store, 'last', [join]);
    bench.template('self-test', async ({ job }) => {
      const ms = job.name === 'right' ? 700 : 300;
      await new Promise<void>((resolve) => clock.after(ms, resolve));
    });
    await bench.engine.start();
    await clock.advance('1s');
    const begin = clock.now();
    start(store, root, clock);
    bench.engine.wake();
    await clock.advance('3s');
    expect(bench.starts.map(({ at, context }) => [context.job.name, at - begin])).toEqual([
      ['root', 0],
      ['left', 300],
      ['right', 300],
      ['join', 1_000],
      ['last', 1_300],
    ]);
    expect(bench.events.of('occurrence.enqueued').map(({ job }) => job.name)).toEqual([
      'left',
      'right',
      'join',
      'last',
    ]);
    await stopped(bench);
  });

  test('are told of a failure down the chain at once', async () => {
    const bench = anEngine();
    const { store, clock } = bench;
    const root = aJob(store, 'root');
    root.definition.retry = aRetry({ maxAttempts: 1 });
    const next = aJob(store, 'next', [root]);
    const last = aJob(store, 'last', [next]);
    const anyway = aJob(store, 'anyway', [last], 'all_complete');
    bench.template('self-test', async ({ job }) => {
      if (job.name === 'root') throw new Error('it went wrong');
    });
    await bench.engine.start();
    start(store, root, clock);
    bench.engine.wake();
    await clock.settle();
    expect(statuses(store, root, next, last, anyway)).toEqual([
      ['failed'],
      ['skipped'],
      ['skipped'],
      ['succeeded'],
    ]);
    expect(
      bench.events.of('occurrence.skipped').map(({ job, reason }) => [job.name, reason])
    ).toEqual([
      ['next', 'dependency-failed'],
      ['last', 'dependency-failed'],
    ]);
    await stopped(bench);
  });

  test('are found by another node when the one that wrote the end is gone', async () => {
    const clock = createVirtualClock();
    const store = createMemoryStore(clock);
    const root = aJob(store, 'root');
    const next = aJob(store, 'next', [root]);
    const process = createProcess(clock);
    const gone = anEngine({ clock, store, process, node: { id: 'gone' } });
    gone.template('self-test', async () => {
      await new Promise<void>((resolve) => clock.after(100, resolve));
    });
    // It dies between the end and telling it.
    const record = store.record.bind(store);
    store.record = async (ends) => {
      const recorded = await record(ends);
      process.kill();
      return recorded;
    };
    await gone.engine.start();
    start(store, root, clock);
    gone.engine.wake();
    await clock.advance('1s');
    store.record = record;
    expect(statuses(store, root, next)).toEqual([['succeeded'], []]);
    const other = anEngine({ clock, store, node: { id: 'other' } });
    await other.engine.start();
    await clock.settle();
    expect(statuses(store, root, next)).toEqual([['succeeded'], ['succeeded']]);
    await stopped(other);
  });

  test('are told by schedulers what workers have done, by the next poll', async () => {
    const clock = createVirtualClock();
    const store = createMemoryStore(clock);
    const root = aJob(store, 'root');
    const next = aJob(store, 'next', [root]);
    const worker = anEngine({ clock, store, node: { id: 'w' }, options: { role: 'worker' } });
    const scheduler = anEngine({ clock, store, node: { id: 's' }, options: { role: 'scheduler' } });
    await worker.engine.start();
    await scheduler.engine.start();
    await clock.advance('1s');
    start(store, root, clock);
    await clock.advance('15s');
    expect(statuses(store, root, next)).toEqual([['succeeded'], ['succeeded']]);
    await stopped(worker);
    await stopped(scheduler);
  });

  test('wait while the scheduler is paused, and are told when it goes on', async () => {
    const bench = anEngine();
    const { store, clock } = bench;
    const root = aJob(store, 'root');
    const next = aJob(store, 'next', [root]);
    bench.template('self-test', async ({ job }) => {
      if (job.name !== 'root') return;
      await new Promise<void>((resolve) => clock.after(1_000, resolve));
    });
    await bench.engine.start();
    start(store, root, clock);
    bench.engine.wake();
    await clock.settle();
    store.tables.pause = { at: clock.now(), until: clock.now() + 60_000 };
    bench.engine.wake();
    await clock.advance('30s');
    expect(statuses(store, root, next)).toEqual([['succeeded'], []]);
    await clock.advance('40s');
    expect(statuses(store, root, next)).toEqual([['succeeded'], ['succeeded']]);
    await stopped(bench);
  });
});

interface Node {
  bench: EngineBench;
  process: Process;
}

/** Which jobs before it each job depends on, what they come to, and what happens to whom. */
const story = fc.record({
  edges: fc.array(fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), {
    minLength: 3,
    maxLength: 6,
  }),
  modes: fc.array(fc.constantFrom(...DEPENDENCY_MODES), { minLength: 7, maxLength: 7 }),
  starts: fc.integer({ min: 1, max: 4 }),
  failures: fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }),
  mishaps: fc.array(
    fc.record({
      node: fc.nat({ max: 2 }),
      what: fc.constantFrom('nothing', 'kill', 'halt', 'go on'),
      forMs: fc.integer({ min: 0, max: 3_000 }),
    }),
    { maxLength: 10 }
  ),
});

test('whatever happens to three nodes, every job behind a root has one record for each start of it', async () => {
  const runs = Number(process.env['SIMULATIONS'] ?? 25);
  await fc.assert(
    fc.asyncProperty(story, async ({ edges, modes, starts, failures, mishaps }) => {
      const clock = createVirtualClock();
      const store = createMemoryStore(clock);
      const jobs: JobRow[] = [aJob(store, 'root')];
      edges.forEach((row, at) => {
        const on = jobs.filter((_, index) => row[index]);
        jobs.push(aJob(store, `job ${at}`, on.length > 0 ? on : jobs.slice(0, 1), modes[at]));
      });
      const nodes: Node[] = [];
      let spawned = 0;
      const spawn = async (index: number): Promise<void> => {
        const id = `n${index}-${(spawned += 1)}`;
        const process = createProcess(clock);
        const options = { leaseMs: 4_000, pollIntervalMs: 1_000, drainMs: 2_000 };
        const node = { id, pid: spawned, host: `host-${index}` };
        const bench = anEngine({ clock, store, process, options, node, isAlive: () => false });
        bench.template('self-test', async ({ occurrenceId }) => {
          await new Promise<void>((resolve) => process.clock.after(400, resolve));
          const number = Number(occurrenceId.replace(/\D/g, ''));
          if (failures[number % failures.length])
            throw new JobFailure('it went wrong', { retryable: false });
        });
        nodes[index] = { bench, process };
        await bench.engine.start();
      };
      for (const index of [0, 1, 2]) await spawn(index);
      for (let at = 0; at < starts; at += 1) start(store, jobs[0]!, clock);
      for (const { node, what, forMs } of mishaps) {
        const { process } = nodes[node]!;
        if (what === 'halt') process.halt();
        if (what === 'go on') process.goOn();
        if (what === 'kill') {
          process.kill();
          await spawn(node);
        }
        await clock.advance(`${forMs}ms`);
      }
      for (const { process } of nodes) process.goOn();
      await clock.advance('2m');
      for (const job of jobs) {
        const records = store.executionsOf(job.id);
        expect([job.name, records.length]).toEqual([job.name, starts]);
        const open = records.filter(({ finishedAt }) => finishedAt === null);
        expect(open.map(({ status }) => [job.name, status])).toEqual([]);
      }
      expect(store.tables.upstreamEnds).toEqual([]);
      for (const { bench } of nodes) await stopped(bench);
      await expectNothingLeft();
    }),
    { numRuns: runs, endOnFailure: true }
  );
}, 120_000);
