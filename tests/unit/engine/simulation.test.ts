import * as fc from 'fast-check';

import { FINAL_STATUSES } from '../../../server/src/contract/execution';
import { countOccurrences } from '../../../server/src/domain/schedule/occurrences';
import type { RunContext } from '../../../server/src/engine/ports';
import { anEngine, expectNothingLeft, stopped, type EngineBench } from '../../support/engine-bench';
import { aCron, aDefinition, aRetry } from '../../support/factories';
import { createMemoryStore, type MemoryStore } from '../../support/memory-store';
import { createProcess, type Process } from '../../support/process';
import { createVirtualClock, type VirtualClock } from '../../support/virtual-clock';

afterEach(expectNothingLeft);

/** What happens to a node of the cluster, and how long it goes on like that. */
const mishap = fc.record({
  node: fc.nat({ max: 2 }),
  what: fc.constantFrom(
    'nothing',
    'halt',
    'go on',
    'kill',
    'database away',
    'database back',
    'stop'
  ),
  forMs: fc.integer({ min: 0, max: 9_000 }),
});

interface Node {
  bench: EngineBench;
  process: Process;
}

/** One start of one attempt, as an onlooker who trusts no record writes it down. */
interface Witnessed {
  key: string;
  job: string;
}

interface Cluster {
  clock: VirtualClock;
  store: MemoryStore;
  nodes: Node[];
  starts: Witnessed[];
  spawn(index: number): Promise<void>;
}

const definitions = [
  aDefinition({
    name: 'quick',
    template: 'quick',
    schedules: [aCron('* * * * * *')],
    overlap: 'allow',
    onLost: 'retry',
    retry: aRetry({ strategy: 'fixed', delayMs: 500, maxAttempts: 50 }),
  }),
  aDefinition({
    name: 'slow',
    template: 'slow',
    schedules: [aCron('*/2 * * * * *')],
    missed: { policy: 'all', windowMs: 60_000 },
    onLost: 'retry',
    retry: aRetry({ strategy: 'fixed', delayMs: 500, maxAttempts: 50 }),
  }),
  aDefinition({
    name: 'once',
    template: 'slow',
    schedules: [aCron('*/3 * * * * *')],
    overlap: 'allow',
    missed: { policy: 'last', windowMs: 60_000 },
    onLost: 'fail',
  }),
];

const createCluster = (): Cluster => {
  const clock = createVirtualClock();
  const store = createMemoryStore(clock);
  const cluster: Cluster = {
    clock,
    store,
    nodes: [],
    starts: [],
    spawn: async (index) => {
      const id = `n${index}-${clock.monotonic()}`;
      const process = createProcess(clock);
      const options = {
        leaseMs: 4_000,
        pollIntervalMs: 1_000,
        drainMs: 2_000,
        missedAfterMs: 2_000,
      };
      const node = { id, pid: clock.monotonic() + index, host: `host-${index}` };
      const isAlive = (): boolean => false;
      const bench = anEngine({ clock, store, process, options, node, isAlive });
      bench.template('quick', async (context) => witness(cluster, context));
      bench.template('slow', async (context) => {
        witness(cluster, context);
        await new Promise<void>((resolve) => process.clock.after(700, resolve));
      });
      cluster.nodes[index] = { bench, process };
      await bench.engine.start();
    },
  };
  for (const definition of definitions) {
    store.addJob({ definition, nextAt: clock.now() + 1_000 });
  }
  return cluster;
};

const witness = ({ starts }: Cluster, { occurrenceId, attempt, job }: RunContext): void => {
  starts.push({ key: `${occurrenceId}/${attempt}`, job: job.name });
};

const happen = async (cluster: Cluster, index: number, what: string): Promise<void> => {
  const node = cluster.nodes[index];
  if (!node) return;
  const { bench, process } = node;
  switch (what) {
    case 'halt':
      return process.halt();
    case 'go on':
      return process.goOn();
    case 'kill':
      process.kill();
      return cluster.spawn(index);
    case 'database away':
      bench.database.isAway = true;
      return;
    case 'database back':
      bench.database.isAway = false;
      return;
    case 'stop':
      if (process.state() === 'running') void bench.engine.stop().then(() => bench.engine.start());
  }
};

/** After whatever happened: everybody goes on, and there is time to put things right. */
const recover = async ({ clock, nodes }: Cluster): Promise<void> => {
  for (const { bench, process } of nodes) {
    process.goOn();
    bench.database.isAway = false;
  }
  await clock.advance('40s');
};

const checkWhileItHappens = ({ store }: Cluster): void => {
  for (const job of store.tables.jobs.filter(({ definition }) => definition.overlap === 'skip')) {
    const running = store.executionsOf(job.id).filter(({ status }) => status === 'running');
    expect(running.length).toBeLessThanOrEqual(1);
  }
};

const checkAfterwards = ({ store, starts, clock }: Cluster, begin: number): void => {
  expect(starts.map(({ key }) => key)).toEqual([...new Set(starts.map(({ key }) => key))]);
  for (const job of store.tables.jobs) {
    const { schedules } = job.definition;
    const cursorAt = job.cursorAt ?? 0;
    expect(clock.now() - cursorAt).toBeLessThan(7_000);
    const times = { schedules, startAt: null, endAt: null };
    const records = store.executionsOf(job.id);
    const counted = records.reduce((sum, { missedCount }) => sum + (missedCount ?? 1), 0);
    expect([job.name, counted]).toEqual([
      job.name,
      countOccurrences(times, begin, cursorAt, Infinity),
    ]);
    const slots = records.map(({ slotAt }) => slotAt);
    expect(new Set(slots).size).toBe(slots.length);
    const stuck = records.filter(
      ({ status, slotAt }) =>
        !(FINAL_STATUSES as readonly string[]).includes(status) &&
        (slotAt ?? 0) < clock.now() - 30_000
    );
    expect(stuck).toEqual([]);
  }
};

const shutDown = async ({ nodes }: Cluster): Promise<void> => {
  for (const { bench } of nodes) await stopped(bench);
};

test('whatever happens to three nodes, every occurrence has one record and every attempt one start', async () => {
  const runs = Number(process.env['SIMULATIONS'] ?? 20);
  await fc.assert(
    fc.asyncProperty(fc.array(mishap, { minLength: 5, maxLength: 25 }), async (mishaps) => {
      const cluster = createCluster();
      const begin = cluster.clock.now();
      for (const index of [0, 1, 2]) await cluster.spawn(index);
      for (const { node, what, forMs } of mishaps) {
        await happen(cluster, node, what);
        await cluster.clock.advance(`${forMs}ms`);
        checkWhileItHappens(cluster);
      }
      await recover(cluster);
      expect(cluster.starts).not.toEqual([]);
      checkAfterwards(cluster, begin);
      await shutDown(cluster);
      await expectNothingLeft();
    }),
    { numRuns: runs, endOnFailure: true }
  );
}, 600_000);
