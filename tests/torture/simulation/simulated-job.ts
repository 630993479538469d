import type { CalendarDefinition } from '../../../server/src/contract/calendar';
import type { DependencyMode } from '../../../server/src/contract/dependency';
import type { JobDefinition, MissedPolicy } from '../../../server/src/contract/job';
import { aCron, aDefinition, aRetry } from '../../support/factories';

/** A job of a simulated world, with what it owes as arithmetic that knows nothing of the scheduler. */
export interface SimulatedJob {
  name: string;
  /** An edit chooses another one, where `isFixed` does not forbid it. */
  periodMs: number;
  definition: (periodMs: number) => JobDefinition;
  /** Whether it has an occurrence at this whole second. */
  isDue: (at: number, periodMs: number) => boolean;
  /** Whether calendars keep the occurrence at this second back; never where left out. */
  isKeptBack?: (at: number, periodMs: number) => boolean;
  /** At most so many of its attempts at once, or of all jobs with its key; null where there is no limit. */
  limit: number | null;
  key?: string;
  isFixed?: true;
  /** It runs when these jobs ended, and by no schedule. */
  after?: { mode: DependencyMode; jobs: string[] };
}

/** Jobs that make sense only together, and what they need. Times are milliseconds since the epoch. */
export interface Family {
  name: string;
  jobs: SimulatedJob[];
  calendars?: { documentId: string; definition: CalendarDefinition }[];
}

export const documentIdOf = (name: string): string => name.padEnd(24, '0');

/** Periods that an edit may choose: each divides a minute, so that a cron can say it. */
export const PERIODS_MS = [1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 10_000];

export const everySeconds = (periodMs: number): string => `*/${periodMs / 1_000} * * * * *`;

const MINUTE_MS = 60_000;

/** Every minute begins anew, as cron's steps do. */
export const isMultiple = (at: number, periodMs: number): boolean =>
  (at % MINUTE_MS) % periodMs === 0;

/** Another attempt soon, as often as it takes. */
export const AGAIN = aRetry({ strategy: 'fixed', delayMs: 500, maxAttempts: 50 });

export const missed = (policy: MissedPolicy): JobDefinition['missed'] => ({
  policy,
  windowMs: 3_600_000,
});

/** A job that runs every so many seconds; what it is about is said in `given`. */
export const aPeriodicJob = (
  name: string,
  periodMs: number,
  given: Partial<JobDefinition>,
  own: Partial<SimulatedJob> = {}
): SimulatedJob => ({
  name,
  periodMs,
  limit: null,
  isDue: isMultiple,
  definition: (present) =>
    aDefinition({
      name,
      schedules: [aCron(everySeconds(present))],
      overlap: 'allow',
      missed: missed('all'),
      onLost: 'retry',
      retry: AGAIN,
      ...given,
    }),
  ...own,
});
