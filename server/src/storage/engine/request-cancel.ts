import { FINAL_STATUSES } from '../../contract/execution';
import { countInJobs } from './count-in-jobs';
import { lockExecution } from './lock-execution';
import { lockJobs } from './lock-jobs';
import { promoteNext } from './promote-next';
import { toNumber } from './rows';
import { execute, type Session } from './session';

/**
 * `cancelled`: it waited and is over; `signalled`: it runs and its node will be told; `finished`: it was over
 * already; `unknown`: there is none.
 */
export type Cancelled = 'cancelled' | 'signalled' | 'finished' | 'unknown';

export const requestCancel = async (
  session: Session,
  executionDocumentId: string
): Promise<Cancelled> => {
  const locked = await lockExecution(session, executionDocumentId);
  if (!locked) return 'unknown';
  const { jobId, row } = locked;
  const status = String(row['status']);
  if ((FINAL_STATUSES as readonly string[]).includes(status)) return 'finished';
  if (!WAITING.includes(status)) {
    await askToCancel(session, 'id = ?', toNumber(row['id']));
    return 'signalled';
  }
  await cancelWaiting(session, 'id = ?', toNumber(row['id']));
  if (jobId !== null) {
    await promoteNext(session, [jobId]);
    // What waits for a retry did run.
    if (toNumber(row['attempt']) > 0) await countInJobs(session, [{ jobId, status: 'cancelled' }]);
  }
  return 'cancelled';
};

/** Before a job is deleted: what waits is cancelled, what runs is asked to cancel. */
export const cancelQueuedOf = async (session: Session, jobId: number): Promise<void> => {
  await lockJobs(session, [jobId]);
  await cancelWaiting(session, 'job_id = ?', jobId);
  await askToCancel(session, 'job_id = ?', jobId);
};

const WAITING = ['waiting', 'queued'];

const cancelWaiting = (session: Session, where: string, id: number): Promise<void> =>
  execute(
    session,
    `UPDATE ${session.tables.executions} SET status = 'cancelled', claimable = NULL,
       overlap_key = NULL, finished_at = ${session.now()}
     WHERE ${where} AND finished_at IS NULL AND status IN ('waiting', 'queued')`,
    [id]
  );

const askToCancel = (session: Session, where: string, id: number): Promise<void> =>
  execute(
    session,
    `UPDATE ${session.tables.executions}
     SET cancel_requested_at = COALESCE(cancel_requested_at, ${session.now()})
     WHERE ${where} AND finished_at IS NULL AND status IN ('dispatched', 'running')`,
    [id]
  );
