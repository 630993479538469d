import { FINAL_STATUSES } from '../../contract/execution';
import { limitsOnTheWay } from './cancel-previous';
import { askToCancel, cancelQueued, cancelColumns, isWaiting } from './cancel-queued';
import { grantSeats } from './grant-seats';
import { lockExecution } from './lock-execution';
import { lockJobs } from './lock-jobs';
import { lockLimits } from './lock-limits';
import { promoteTurns } from './promote-turns';
import { toTextOrNull } from './rows';
import { forUpdate, query, type Session } from './session';

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
  const { row, turning, limits } = locked;
  if ((FINAL_STATUSES as readonly string[]).includes(String(row['status']))) return 'finished';
  if (!isWaiting(row)) {
    await askToCancel(session, [row], null);
    return 'signalled';
  }
  await cancelQueued(session, [row], null);
  await promoteTurns(session, turning);
  await grantSeats(session, limits);
  return 'cancelled';
};

/** Before a job is deleted: what waits is cancelled, what runs is asked to cancel. */
export const cancelQueuedOf = async (session: Session, jobId: number): Promise<void> => {
  await lockJobs(session, [jobId]);
  const limits = await limitsOnTheWay(session, [jobId]);
  await lockLimits(session, limits);
  const rows = await query(
    session,
    `SELECT ${cancelColumns(session)} FROM ${session.tables.executions}
     WHERE job_id = ? AND finished_at IS NULL ORDER BY id ${forUpdate(session)}`,
    [jobId]
  );
  await cancelQueued(session, rows.filter(isWaiting), null);
  await askToCancel(
    session,
    rows.filter((row) => !isWaiting(row)),
    null
  );
  // MySQL: the plain read above may be of before the lock.
  const freed = rows.flatMap((row) => toTextOrNull(row['limit_key']) ?? []);
  await lockLimits(session, freed);
  await grantSeats(session, [...limits, ...freed]);
};
