import type { JobDefinition } from '../../../server/src/contract/job';
import { aCron, aDefinition, aRetry } from '../../support/factories';
import type { StageRequest } from '../stage';

/** A job of the run, with its occurrences as arithmetic has them. */
export interface ClusterJob {
  documentId: string;
  definition: JobDefinition;
  expected: number[];
  limit: { name: string; most: number } | null;
}

interface Shape {
  count: number;
  everySeconds: number;
  limit?: number;
  key?: string;
  definition: Partial<JobDefinition>;
}

const again = aRetry({ strategy: 'fixed', delayMs: 100, maxAttempts: 100 });
const lasting = (durationMs: number) => ({ parameters: { durationMs } });

const SHAPES: Record<string, Shape> = {
  quick: { count: 16, everySeconds: 1, definition: { overlap: 'allow', ...lasting(50) } },
  slow: { count: 4, everySeconds: 2, definition: { overlap: 'allow', ...lasting(1_500) } },
  turns: { count: 4, everySeconds: 1, limit: 1, definition: { overlap: 'skip', ...lasting(400) } },
  queue: {
    count: 2,
    everySeconds: 2,
    limit: 1,
    definition: { overlap: 'queue-all', ...lasting(300) },
  },
  crm: {
    count: 3,
    everySeconds: 2,
    limit: 2,
    key: 'crm',
    definition: {
      overlap: 'allow',
      concurrency: { limit: 2, key: 'crm' },
      ...lasting(300),
    },
  },
};

/** Jobs that do harm: they throw, leave faults behind, answer what cannot be stored, and let nothing else happen. */
const POISON: Record<string, Shape> = {
  flaky: {
    count: 1,
    everySeconds: 2,
    definition: { template: 'torture-flaky', overlap: 'allow', ...lasting(20) },
  },
  throw: {
    count: 1,
    everySeconds: 2,
    definition: {
      template: 'torture-throw',
      overlap: 'allow',
      retry: aRetry({ strategy: 'fixed', delayMs: 100, maxAttempts: 2 }),
    },
  },
  stray: {
    count: 1,
    everySeconds: 3,
    definition: {
      template: 'torture-stray',
      overlap: 'allow',
      retry: aRetry({ strategy: 'fixed', delayMs: 100, maxAttempts: 2 }),
    },
  },
  exhaust: {
    count: 1,
    everySeconds: 5,
    definition: { template: 'torture-exhaust', overlap: 'allow' },
  },
};

/** How many kinds of jobs do harm: the poison, and the one that blocks its process. */
export const HARMFUL = Object.keys(POISON).length + 1;

/** Jobs that run from `from` to before `to`, both whole seconds. */
export const steadyJobs = (from: number, to: number): ClusterJob[] =>
  Object.entries(SHAPES).flatMap(([name, shape]) => jobsOf(name, shape, from, to));

export const poisonJobs = (from: number, to: number): ClusterJob[] =>
  Object.entries(POISON).flatMap(([name, shape]) => jobsOf(name, shape, from, to));

/** How many jobs with a hundred occurrences each. */
const FLOODS = { minute: 5, short: 100, long: 100 } as const;
/** One process alone does them one after the other. */
const floodsOf = ({ database, size }: StageRequest): number =>
  database === 'sqlite' && size === 'short' ? 30 : FLOODS[size];

/** Ten thousand occurrences due at once, in a long run: all of them are in the past. */
export const floodOf = (request: StageRequest): ClusterJob[] => {
  const to = Math.floor(Date.now() / 1_000) * 1_000 - 20_000;
  const flood = {
    count: floodsOf(request),
    everySeconds: 1,
    definition: { overlap: 'allow' },
  } as const;
  return jobsOf('flood', flood, to - 100_000, to);
};

/** Blocks the event loop of whichever node it runs on, once, for longer than a lease. */
export const blockingJob = (at: number, durationMs: number): ClusterJob[] =>
  jobsOf(
    'block',
    {
      count: 1,
      everySeconds: 1,
      definition: {
        template: 'torture-block',
        overlap: 'allow',
        onLost: 'fail',
        // Whatever else is due: nobody is harmed before it has begun.
        priority: 'high',
        ...lasting(durationMs),
      },
    },
    at,
    at + 1_000
  );

const jobsOf = (name: string, shape: Shape, from: number, to: number): ClusterJob[] =>
  Array.from({ length: shape.count }, (_, number) => {
    const documentId = `${name}-${number}-`.padEnd(24, 'x');
    const { everySeconds, limit, key } = shape;
    const expression = everySeconds === 1 ? '* * * * * *' : `*/${everySeconds} * * * * *`;
    const bounds = { startAt: new Date(from).toISOString(), endAt: new Date(to).toISOString() };
    const definition = aDefinition({
      name: `${name} ${number}`,
      template: 'torture-work',
      schedules: [aCron(expression, bounds)],
      missed: { policy: 'all', windowMs: 3_600_000 },
      onLost: 'retry',
      retry: again,
      ...shape.definition,
    });
    const expected: number[] = [];
    for (let at = from; at < to; at += 1_000) {
      if (new Date(at).getUTCSeconds() % everySeconds === 0) expected.push(at);
    }
    return {
      documentId,
      definition,
      expected,
      limit: limit === undefined ? null : { name: key ?? documentId, most: limit },
    };
  });
