import type { JobDefinition } from '../../../server/src/contract/job';
import { aCron, aDefinition, aRetry } from '../../support/factories';

/** A job that runs every so many seconds, at seconds that are multiples of it. */
export interface SimulatedJob {
  name: string;
  periodMs: number;
  /** At most so many of its attempts at once, or of all jobs with its key; null where there is no limit. */
  limit: number | null;
  key?: string;
  definition: (periodMs: number) => JobDefinition;
}

const everySeconds = (periodMs: number) => [aCron(`*/${periodMs / 1_000} * * * * *`)];

const again = aRetry({ strategy: 'fixed', delayMs: 500, maxAttempts: 50 });
const all = { policy: 'all', windowMs: 3_600_000 } as const;

export const SIMULATED_JOBS: SimulatedJob[] = [
  {
    name: 'quick',
    periodMs: 1_000,
    limit: null,
    definition: (periodMs) =>
      aDefinition({
        name: 'quick',
        template: 'quick',
        schedules: everySeconds(periodMs),
        overlap: 'allow',
        missed: all,
        onLost: 'retry',
        retry: again,
      }),
  },
  {
    name: 'slow',
    periodMs: 2_000,
    limit: 1,
    definition: (periodMs) =>
      aDefinition({
        name: 'slow',
        template: 'slow',
        schedules: everySeconds(periodMs),
        overlap: 'skip',
        missed: all,
        onLost: 'retry',
        retry: again,
      }),
  },
  {
    name: 'once',
    periodMs: 3_000,
    limit: null,
    definition: (periodMs) =>
      aDefinition({
        name: 'once',
        template: 'long',
        schedules: everySeconds(periodMs),
        overlap: 'allow',
        missed: { policy: 'last', windowMs: 60_000 },
        onLost: 'fail',
      }),
  },
  {
    name: 'flaky',
    periodMs: 4_000,
    limit: 1,
    definition: (periodMs) =>
      aDefinition({
        name: 'flaky',
        template: 'flaky',
        schedules: everySeconds(periodMs),
        overlap: 'skip',
        missed: { policy: 'skip', windowMs: 60_000 },
        onLost: 'retry',
        retry: again,
      }),
  },
  {
    name: 'hanging',
    periodMs: 10_000,
    limit: null,
    definition: (periodMs) =>
      aDefinition({
        name: 'hanging',
        timeoutMs: 12_000,
        template: 'hanging',
        schedules: everySeconds(periodMs),
        overlap: 'allow',
        missed: all,
        onLost: 'retry',
        retry: aRetry({ strategy: 'fixed', delayMs: 500, maxAttempts: 2 }),
      }),
  },
  ...(['queue-one', 'queue-all', 'cancel-previous'] as const).map((overlap): SimulatedJob => ({
    name: overlap,
    periodMs: 3_000,
    limit: 1,
    definition: (periodMs) =>
      aDefinition({
        name: overlap,
        template: 'long',
        schedules: everySeconds(periodMs),
        overlap,
        missed: all,
        onLost: 'retry',
        retry: again,
      }),
  })),
  ...['crm-a', 'crm-b'].map((name): SimulatedJob => ({
    name,
    periodMs: 2_000,
    limit: 2,
    key: 'crm',
    definition: (periodMs) =>
      aDefinition({
        name,
        template: 'long',
        schedules: everySeconds(periodMs),
        overlap: 'allow',
        concurrency: { limit: 2, key: 'crm' },
        missed: { policy: 'last', windowMs: 60_000 },
        onLost: 'retry',
        retry: again,
      }),
  })),
];

/** Periods that an edit may choose: each divides a minute, so that a cron can say it. */
export const PERIODS_MS = [1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 10_000];
