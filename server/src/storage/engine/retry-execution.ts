import { FINAL_STATUSES } from '../../contract/execution';
import type { JobDefinition, Overlap } from '../../contract/job';
import { isUnsuccessful, uncountInJob } from './count-in-jobs';
import { countInProgress, overlapKeyOf } from './insert-executions';
import { lockExecution } from './lock-execution';
import { fromJson, toNumber } from './rows';
import { execute, query, type Session } from './session';

/**
 * `queued`: it gets one more attempt; `not-finished`: it is still on its way; `not-unsuccessful`: it succeeded or
 * never ran; `overlap`: another one of the job is in progress; `unknown`: it, or its job, is gone.
 */
export type Retried = 'queued' | 'not-finished' | 'not-unsuccessful' | 'overlap' | 'unknown';

/** One more attempt of an execution that ended without success: same record, same occurrence. */
export const retryExecution = async (
  session: Session,
  executionDocumentId: string
): Promise<Retried> => {
  const locked = await lockExecution(session, executionDocumentId);
  if (!locked || locked.jobId === null) return 'unknown';
  const { jobId, row } = locked;
  const status = String(row['status']);
  if (!(FINAL_STATUSES as readonly string[]).includes(status)) return 'not-finished';
  if (!isUnsuccessful(status)) return 'not-unsuccessful';
  const overlaps = (await overlapOf(session, jobId)) === 'allow';
  if (!overlaps && (await countInProgress(session, [jobId])).has(jobId)) return 'overlap';
  await reopen(session, toNumber(row['id']), overlaps ? null : overlapKeyOf(jobId));
  // A waiting one that was cancelled had not been counted.
  if (toNumber(row['attempt']) > 0) await uncountInJob(session, jobId);
  return 'queued';
};

/** The job's rule of today: the execution may be of a time when it was another one. */
const overlapOf = async (session: Session, jobId: number): Promise<Overlap> => {
  const [job] = await query(session, `SELECT definition FROM ${session.tables.jobs} WHERE id = ?`, [
    jobId,
  ]);
  return (fromJson(job?.['definition']) as JobDefinition).overlap;
};

// One more attempt means one: what the policy had left over is not taken up again.
const reopen = (session: Session, id: number, overlapKey: string | null): Promise<void> =>
  execute(
    session,
    `UPDATE ${session.tables.executions} SET status = 'queued', reason = NULL, claimable = 1,
       overlap_key = ?, ready_at = ${session.now()}, finished_at = NULL, cancel_requested_at = NULL,
       result = NULL, exit_code = NULL, max_attempts = attempt + 1
     WHERE id = ?`,
    [overlapKey, id]
  );
