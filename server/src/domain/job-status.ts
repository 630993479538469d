import type { JobDefinition, JobStatus } from '../contract/job';
import { instantOf } from './instant';

/** The engine's state of a job, as far as its status depends on it. Instants are epoch milliseconds. */
export interface JobFacts {
  definition: Pick<JobDefinition, 'enabled' | 'schedules' | 'endAt'>;
  heldReason: string | null;
  pausedUntil: number | null;
  nextAt: number | null;
  nextRunAt: number | null;
}

/** The job's status, and its next occurrence where it will run by itself. */
export const jobStatus = (
  facts: JobFacts,
  now: number
): { status: JobStatus; nextRunAt: number | null } => {
  const status = statusOf(facts, now);
  // Paused until an instant, it goes on by itself: its next run is known.
  const runs = status === 'active' || status === 'paused';
  return { status, nextRunAt: runs ? facts.nextRunAt : null };
};

const statusOf = ({ definition, ...facts }: JobFacts, now: number): JobStatus => {
  if (!definition.enabled) return 'disabled';
  if (facts.heldReason !== null) return 'held';
  if (facts.pausedUntil !== null && facts.pausedUntil > now) return 'paused';
  return facts.nextAt === null && hadSchedules(definition, now) ? 'ended' : 'active';
};

// A job without schedules is started by hand or by API: it ends only when its end date says so.
const hadSchedules = (definition: JobFacts['definition'], now: number): boolean =>
  definition.schedules.some((schedule) => schedule.enabled) ||
  (definition.endAt !== null && instantOf(definition.endAt) <= now);
