import { UNSUCCESSFUL_STATUSES, type FinalStatus } from '../../contract/execution';
import { afterEnds, type Streak } from '../../domain/breaker';
import type { BreakerChange } from '../../engine/ports';
import type { LockedJob } from './lock-jobs';
import type { Session } from './session';
import { auditedJob, writeSystemAudit } from './system-audit';
import { updateEach } from './update-each';

/** An execution that came to its end, or (`reopened`) was counted and goes on. */
export interface Counted {
  jobId: number;
  status: FinalStatus;
}

/** What a streak is counted on: the job's locked row, and the database clock. */
export interface Counting {
  jobs: LockedJob[];
  now: number;
}

/**
 * Adds what ended, in this order, to the counters of its job: all that ran, those without success, and the streak of
 * failures with the circuit breaker that it opens or closes. Answers the circuit breakers that changed. Without the rows
 * of the jobs the streak stays as it is: enough for what was cancelled.
 */
export const countInJobs = async (
  session: Session,
  ended: Counted[],
  counting: Counting | null = null
): Promise<BreakerChange[]> => {
  const jobIds = [...new Set(ended.map(({ jobId }) => jobId))];
  const streaks = new Map(
    (counting?.jobs ?? []).map((job) => [job.id, streakOf(job, ended, counting?.now ?? 0)])
  );
  await updateEach(session, {
    table: session.tables.jobs,
    columns: {
      id: 'integer',
      ran: 'integer',
      failed: 'integer',
      streak: 'integer',
      breaker: 'integer',
    },
    rows: jobIds.map((id) => ({
      id,
      ...tally(ended.filter(({ jobId }) => jobId === id)),
      streak: streaks.get(id)?.failures ?? null,
      breaker: streaks.get(id)?.until ?? null,
    })),
    set: {
      execution_count: 't.execution_count + v.ran',
      failure_count: 't.failure_count + v.failed',
      breaker_until: 'CASE WHEN v.streak IS NULL THEN t.breaker_until ELSE v.breaker END',
      failure_streak: 'COALESCE(v.streak, t.failure_streak)',
    },
  });
  return tellBreakers(session, counting?.jobs ?? [], streaks);
};

const streakOf = (job: LockedJob, ended: Counted[], now: number): Streak => {
  const before = { failures: job.failureStreak, until: job.breakerUntil };
  const statuses = ended.filter(({ jobId }) => jobId === job.id).map(({ status }) => status);
  return afterEnds(before, statuses, job.breaker, now);
};

/** Circuit breakers that opened, opened anew or closed, each with its entry in the audit log. */
const tellBreakers = async (
  session: Session,
  jobs: LockedJob[],
  streaks: Map<number, Streak>
): Promise<BreakerChange[]> => {
  const changed = jobs.flatMap((job) => {
    const until = streaks.get(job.id)?.until ?? null;
    return until === job.breakerUntil ? [] : [{ job, until }];
  });
  for (const { job, until } of changed) {
    const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
    await writeSystemAudit(session, {
      action: until === null ? 'job.breaker-close' : 'job.breaker-open',
      object: auditedJob(job),
      diff: { breakerUntil: { before: iso(job.breakerUntil), after: iso(until) } },
    });
  }
  return changed.map(({ job: { documentId, name }, until }) => ({
    job: { documentId, name },
    until,
  }));
};

/** Takes back the count of an execution that is about to have another attempt. */
export const uncountInJob = (session: Session, jobId: number): Promise<void> =>
  updateEach(session, {
    table: session.tables.jobs,
    columns: { id: 'integer' },
    rows: [{ id: jobId }],
    set: {
      execution_count: 'CASE WHEN t.execution_count > 0 THEN t.execution_count - 1 ELSE 0 END',
      failure_count: 'CASE WHEN t.failure_count > 0 THEN t.failure_count - 1 ELSE 0 END',
    },
  });

export const isUnsuccessful = (status: string): boolean =>
  (UNSUCCESSFUL_STATUSES as readonly string[]).includes(status);

const tally = (ended: Counted[]) => ({
  ran: ended.length,
  failed: ended.filter(({ status }) => isUnsuccessful(status)).length,
});
