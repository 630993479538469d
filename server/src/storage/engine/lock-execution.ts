import { cancelColumns } from './cancel-queued';
import { lockJobs, takeWriteLock } from './lock-jobs';
import { lockLimits } from './lock-limits';
import { limitsOfTurns } from './promote-turns';
import { toNumberOrNull, toTextOrNull } from './rows';
import { forUpdate, query, type Row, type Session } from './session';

/** An execution whose row is locked, with all that its end may change. */
interface LockedExecution {
  jobId: number | null;
  row: Row;
  /** The jobs whose turn it may give on, and the limits whose seat. */
  turning: number[];
  limits: string[];
}

/** An execution with its job's row locked first, then its own; undefined where there is none of that documentId. */
export const lockExecution = async (
  session: Session,
  documentId: string
): Promise<LockedExecution | undefined> => {
  await takeWriteLock(session);
  const [found] = await read(session, documentId, '');
  if (!found) return undefined;
  const jobId = toNumberOrNull(found['job_id']);
  const jobs = await lockJobs(session, jobId === null ? [] : [jobId]);
  const turning = jobs.filter(({ hasTurns }) => hasTurns).map(({ id }) => id);
  const ofTurns = [...(await limitsOfTurns(session, turning)).values()].flat();
  await lockLimits(session, [...limitOf(found), ...ofTurns]);
  const [row] = await read(session, documentId, forUpdate(session));
  if (!row) return undefined;
  // MySQL: the plain read may be of before the lock, of an execution that is on its way again by now.
  await lockLimits(session, limitOf(row));
  return {
    jobId: toNumberOrNull(row['job_id']),
    row,
    turning,
    limits: [...limitOf(row), ...ofTurns],
  };
};

const limitOf = (row: Row): string[] => {
  const key = toTextOrNull(row['limit_key']);
  return key === null ? [] : [key];
};

const read = (session: Session, documentId: string, lock: string): Promise<Row[]> =>
  query(
    session,
    `SELECT ${cancelColumns(session)} FROM ${session.tables.executions} WHERE document_id = ? ${lock}`,
    [documentId]
  );
