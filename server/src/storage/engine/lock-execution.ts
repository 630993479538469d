import { lockJobs, takeWriteLock } from './lock-jobs';
import { toNumberOrNull } from './rows';
import { forUpdate, query, type Row, type Session } from './session';

/** An execution with its job's row locked first, then its own; undefined where there is none of that documentId. */
export const lockExecution = async (
  session: Session,
  documentId: string
): Promise<{ jobId: number | null; row: Row } | undefined> => {
  await takeWriteLock(session);
  const [found] = await read(session, documentId, '');
  if (!found) return undefined;
  const jobId = toNumberOrNull(found['job_id']);
  await lockJobs(session, jobId === null ? [] : [jobId]);
  const [row] = await read(session, documentId, forUpdate(session));
  return row && { jobId: toNumberOrNull(row['job_id']), row };
};

const read = (session: Session, documentId: string, lock: string): Promise<Row[]> =>
  query(
    session,
    `SELECT id, job_id, status, attempt, plan FROM ${session.tables.executions}
     WHERE document_id = ? ${lock}`,
    [documentId]
  );
