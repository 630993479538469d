import { NEW_JOB, placeOf } from '../../../server/src/domain/job-times';
import type { Calendars } from '../../../server/src/domain/timetable';
import type {
  EngineOptions,
  EngineStore,
  Ports,
  RunContext,
} from '../../../server/src/engine/ports';
import { createVirtualClock, type VirtualClock } from '../../support/virtual-clock';
import type { Bug } from '../bugs';
import type { History, WitnessEvent } from '../history';
import { createRandom, type Random } from './random';
import { startNode, type SimNode } from './sim-node';
import { documentIdOf, type SimulatedJob } from './simulated-job';
import type { OpenTables, SimulatedTables } from './tables';
import { worldOf } from './world';

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
  seen: Seen;
  storeOf(node: { id: string; index: number }): EngineStore;
  witness(event: WitnessEvent['event'], context: RunContext, node: string): void;
  /** What an onlooker sees right after a call of the store. */
  afterCall(name: keyof EngineStore): Promise<void>;
  onEvent: Ports['emit'];
  /** Time stands still until the work is done. */
  settling<T>(work: Promise<T>): Promise<T>;
}

type Seen = {
  /** Calls of the store at one instant, and what was asked too often. */
  calls: { at: number; count: number; spinning: string[] };
} & Required<
  Pick<History, 'witness' | 'cancels' | 'stops' | 'cursors' | 'finals' | 'breakers' | 'pauses'>
>;

const FAULTS = [
  'kills',
  'pauses',
  'outages',
  'lostAnswers',
  'edits',
  'cancels',
  'drains',
  'jobPauses',
  'allPauses',
  'wrongClocks',
  'clockChanges',
] as const;
export type Faults = Record<(typeof FAULTS)[number], number>;

/** A job with what it owes, as computed by arithmetic alone. */
export interface JobState {
  documentId: string;
  job: SimulatedJob;
  /** Occurrences that the schedules of the past had: `keptBack` by a calendar, or owed. */
  past: { at: number; isKeptBack: boolean }[];
  /** What its schedule is made from; null while it is disabled. */
  periodMs: number | null;
  /** Occurrences of the present schedule lie after it. */
  after: number;
}

export interface SimulationRequest {
  open: OpenTables;
  seed: number;
  bug?: Bug | undefined;
}

export const openSimulation = async (request: SimulationRequest): Promise<Simulation> => {
  const { open, seed, bug } = request;
  const inProgress = new Set<Promise<unknown>>();
  const random = createRandom(seed);
  const { start, families } = worldOf(random);
  const clock = createVirtualClock(start, () => settle(inProgress));
  const seen: Seen = {
    witness: [],
    cancels: [],
    stops: [],
    cursors: [],
    finals: [],
    breakers: [],
    pauses: [],
    calls: { at: 0, count: 0, spinning: [] },
  };
  const documentId = (): string => `made-${(simulation.made += 1)}`.padStart(24, '0');
  const tables = await open(() => clock.now(), documentId, seed);
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
    faults: Object.fromEntries(FAULTS.map((name) => [name, 0])) as Faults,
    seen,
    storeOf: ({ index }) => tables.store(bug?.skewMs?.(index) ?? 0),
    witness: (event, { occurrenceId, attempt, job }, node) =>
      seen.witness.push({
        event,
        occurrenceId,
        attempt,
        job: job.documentId,
        node,
        at: clock.now(),
      }),
    afterCall: async (name) => {
      if (name === 'record' && hasBreakers) await watchBreakers(simulation);
    },
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
  if (start % 60_000 !== 0) simulation.faults.clockChanges += 1;
  const calendars = new Map(
    families.flatMap((family) =>
      (family.calendars ?? []).map((one) => [one.documentId, one.definition] as const)
    )
  );
  for (const [id, definition] of calendars) await tables.addCalendar(id, definition);
  for (const job of families.flatMap((family) => family.jobs)) {
    simulation.jobs.push(await insert(simulation, job, calendars));
  }
  const hasBreakers = simulation.jobs.some(({ job }) => job.definition(job.periodMs).breaker);
  for (const index of [0, 1, 2]) await startNode(simulation, index).engine.start();
  return simulation;
};

const insert = async (
  { tables, clock }: Simulation,
  job: SimulatedJob,
  calendars: Calendars
): Promise<JobState> => {
  const documentId = documentIdOf(job.name);
  const definition = job.definition(job.periodMs);
  const now = clock.now();
  const { nextAt } = placeOf(definition, NEW_JOB, { now, calendars });
  await tables.addJob(documentId, definition, nextAt);
  return { documentId, job, past: [], periodMs: job.periodMs, after: now };
};

/** Time stands still while a call is answered: what changed, changed now. */
const watchBreakers = async ({ tables, clock, seen }: Simulation): Promise<void> => {
  for (const { job, until } of await tables.breakers()) {
    const before = seen.breakers.findLast((one) => one.job === job)?.until ?? null;
    if (until !== before) seen.breakers.push({ job, at: clock.now(), until });
  }
};

/** Waits until no statement is on its way and nobody sends another one. */
const settle = async (inProgress: Set<Promise<unknown>>): Promise<void> => {
  for (let quiet = 0; quiet < 2;) {
    await new Promise((resolve) => setImmediate(resolve));
    quiet = inProgress.size === 0 ? quiet + 1 : 0;
    if (inProgress.size > 0) await Promise.allSettled(inProgress);
  }
};
