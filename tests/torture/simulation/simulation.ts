import type { JobDefinition } from '../../../server/src/contract/job';
import type {
  EngineOptions,
  EngineStore,
  Ports,
  RunContext,
} from '../../../server/src/engine/ports';
import { createVirtualClock, type VirtualClock } from '../../support/virtual-clock';
import type { Bug } from '../bugs';
import type { History, WitnessEvent } from '../history';
import { SIMULATED_JOBS, type SimulatedJob } from './jobs';
import { createRandom, type Random } from './random';
import { startNode, type SimNode } from './sim-node';
import type { OpenTables, SimulatedTables } from './tables';

/** A cluster on a virtual clock over real tables, in which a seed decides all that happens. */
export interface Simulation {
  seed: number;
  bug: Bug | undefined;
  random: Random;
  clock: VirtualClock;
  tables: SimulatedTables;
  /** All nodes that ever were; the living ones of each place are the last of it. */
  nodes: SimNode[];
  jobs: JobState[];
  /** Counts ids. */
  made: number;
  options: Partial<EngineOptions>;
  faults: Faults;
  seen: Pick<History, 'witness' | 'cancels' | 'stops' | 'cursors' | 'finals'>;
  storeOf(node: { id: string; index: number }): EngineStore;
  witness(event: WitnessEvent['event'], context: RunContext, node: string): void;
  onEvent: Ports['emit'];
  /** Time stands still until the work is done. */
  settling<T>(work: Promise<T>): Promise<T>;
}

export interface Faults {
  kills: number;
  pauses: number;
  outages: number;
  lostAnswers: number;
  edits: number;
  cancels: number;
  drains: number;
}

/** A job with what it owes, as computed by arithmetic alone. */
export interface JobState {
  documentId: string;
  job: SimulatedJob;
  definition: JobDefinition;
  /** Occurrences that the schedules of the past owe. */
  owed: number[];
  /** Milliseconds between occurrences; null while it is disabled. */
  periodMs: number | null;
  /** Occurrences of the present schedule lie after it. */
  after: number;
}

export interface SimulationRequest {
  open: OpenTables;
  seed: number;
  bug?: Bug | undefined;
}

/** 2026-01-01T00:00:00Z */
const START = 1_767_225_600_000;

export const openSimulation = async (request: SimulationRequest): Promise<Simulation> => {
  const { open, seed, bug } = request;
  const inProgress = new Set<Promise<unknown>>();
  const random = createRandom(seed);
  const clock = createVirtualClock(START, () => settle(inProgress));
  const seen: Simulation['seen'] = { witness: [], cancels: [], stops: [], cursors: [], finals: [] };
  const trueNow = (): number => clock.now();
  const tables = await open(trueNow);
  const simulation: Simulation = {
    seed,
    bug,
    random,
    clock,
    tables,
    nodes: [],
    jobs: [],
    made: 0,
    options: {},
    faults: { kills: 0, pauses: 0, outages: 0, lostAnswers: 0, edits: 0, cancels: 0, drains: 0 },
    seen,
    storeOf: ({ index }) => {
      const skewMs = bug?.skewMs?.(index) ?? 0;
      return tables.store(() => trueNow() + skewMs);
    },
    witness: (event, { occurrenceId, attempt, job }, node) =>
      seen.witness.push({
        event,
        occurrenceId,
        attempt,
        job: job.documentId,
        node,
        at: clock.now(),
      }),
    onEvent: () => undefined,
    settling: async (work) => {
      inProgress.add(work);
      try {
        return await work;
      } finally {
        inProgress.delete(work);
      }
    },
  };
  for (const job of SIMULATED_JOBS) simulation.jobs.push(await insert(simulation, job));
  for (const index of [0, 1, 2]) await startNode(simulation, index).engine.start();
  return simulation;
};

const insert = async ({ tables }: Simulation, job: SimulatedJob): Promise<JobState> => {
  const documentId = job.name.padEnd(24, '0');
  const definition = job.definition(job.periodMs);
  await tables.addJob(documentId, definition, START + job.periodMs);
  return { documentId, job, definition, owed: [], periodMs: job.periodMs, after: START };
};

/** Waits until no statement is on its way and nobody sends another one. */
const settle = async (inProgress: Set<Promise<unknown>>): Promise<void> => {
  for (let quiet = 0; quiet < 2;) {
    await new Promise((resolve) => setImmediate(resolve));
    quiet = inProgress.size === 0 ? quiet + 1 : 0;
    if (inProgress.size > 0) await Promise.allSettled(inProgress);
  }
};
