import type { Trigger } from '../../contract/execution';
import { countInJobs } from './count-in-jobs';
import { toNumber, toNumberOrNull } from './rows';
import { execute, marks, type Row, type Session } from './session';
import { writeUpstreamEnds } from './upstream-ends';

/** What is read of an execution before it is cancelled; its row is locked, as is its job's. */
export const cancelColumns = ({ tables }: Session): string =>
  // Qualified, because MySQL reserves the word.
  `id, document_id, job_id, status, attempt, priority, limit_key, ${tables.executions}.trigger`;

/** Ends executions that wait, whatever for, tells it to who waits for them and counts those that ran before. Turns and seats are to be given on. */
export const cancelQueued = async (
  session: Session,
  rows: Row[],
  reason: 'overlap' | null
): Promise<void> => {
  if (rows.length === 0) return;
  const ids = rows.map((row) => toNumber(row['id']));
  await execute(
    session,
    `UPDATE ${session.tables.executions} SET status = 'cancelled', reason = ?,
       finished_at = ${session.now()}, claimable = NULL, overlap_key = NULL, limit_key = NULL,
       limit_slot = NULL
     WHERE id IN (${marks(ids)})`,
    [reason, ...ids]
  );
  await writeUpstreamEnds(
    session,
    rows.flatMap((row) => {
      const jobId = toNumberOrNull(row['job_id']);
      if (jobId === null) return [];
      const execution = String(row['document_id']);
      const trigger = String(row['trigger']) as Trigger;
      return [{ jobId, execution, status: 'cancelled' as const, reason, trigger }];
    })
  );
  // What waits for a retry did run.
  const ran = rows.filter((row) => toNumber(row['attempt']) > 0);
  const jobIds = ran.flatMap((row) => toNumberOrNull(row['job_id']) ?? []);
  await countInJobs(
    session,
    jobIds.map((jobId) => ({ jobId, status: 'cancelled' }))
  );
};

/** Asks executions that run to end. Who asks first says why; the record of it tells once it has ended so. */
export const askToCancel = async (
  session: Session,
  rows: Row[],
  reason: 'overlap' | null
): Promise<void> => {
  if (rows.length === 0) return;
  const ids = rows.map((row) => toNumber(row['id']));
  await execute(
    session,
    // MySQL sets from left to right: the reason looks at what comes after it.
    `UPDATE ${session.tables.executions}
     SET reason = CASE WHEN cancel_requested_at IS NULL THEN ? ELSE reason END,
       cancel_requested_at = COALESCE(cancel_requested_at, ${session.now()})
     WHERE id IN (${marks(ids)})`,
    [reason, ...ids]
  );
};

/** Whether it is to be cancelled on the spot. */
export const isWaiting = (row: Row): boolean =>
  row['status'] === 'queued' || row['status'] === 'waiting';
