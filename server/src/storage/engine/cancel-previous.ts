import { askToCancel, cancelQueued, cancelColumns, isWaiting } from './cancel-queued';
import { toTextOrNull } from './rows';
import { forUpdate, marks, query, type Session } from './session';

/** The limits of all that these jobs have on their way, to be locked before any of it ends. */
export const limitsOnTheWay = async (session: Session, jobIds: number[]): Promise<string[]> => {
  if (jobIds.length === 0) return [];
  const rows = await query(
    session,
    `SELECT DISTINCT limit_key FROM ${session.tables.executions}
     WHERE job_id IN (${marks(jobIds)}) AND finished_at IS NULL AND limit_key IS NOT NULL`,
    jobIds
  );
  return rows.map((row) => String(row['limit_key']));
};

/**
 * Cancels what these jobs have on their way, to make room for something newer: what waits is over, what runs is asked to
 * end. What waits for upstreams is in nobody's way. Answers the documentIds of what runs, and the limits of what waited.
 */
export const cancelPrevious = async (
  session: Session,
  jobIds: number[]
): Promise<{ cancelling: string[]; freed: string[] }> => {
  if (jobIds.length === 0) return { cancelling: [], freed: [] };
  const rows = await query(
    session,
    `SELECT ${cancelColumns(session)} FROM ${session.tables.executions}
     WHERE job_id IN (${marks(jobIds)}) AND finished_at IS NULL AND status <> 'waiting'
     ORDER BY id ${forUpdate(session)}`,
    jobIds
  );
  const queued = rows.filter(isWaiting);
  const running = rows.filter((row) => !isWaiting(row));
  await cancelQueued(session, queued, 'overlap');
  await askToCancel(session, running, 'overlap');
  return {
    cancelling: running.map((row) => String(row['document_id'])),
    freed: [...new Set(queued.flatMap((row) => toTextOrNull(row['limit_key']) ?? []))],
  };
};
