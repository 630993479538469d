import { isVersion } from './artifacts';
import { toNumber } from './rows';
import { execute, marks, query, type Session } from './session';

export interface PruneRequest {
  executionsBefore: number;
  logsBefore: number;
  auditBefore: number;
  limit: number;
}

/** Deletes what is older, at most `limit` rows of each kind, oldest first; answers how many went. */
export const prune = async (session: Session, request: PruneRequest): Promise<number> => {
  const { tables } = session;
  const { executionsBefore, logsBefore, auditBefore, limit } = request;
  const executions = await findOldExecutions(session, executionsBefore, limit);
  const logs = await findOlder(session, tables.logChunks, 'at', logsBefore, limit);
  const entries = await findOlder(session, tables.audit, 'at', auditBefore, limit);
  // A node that left without a word stays visible for as long as the logs that name it.
  const nodes = await findOlder(session, tables.nodes, 'last_seen_at', logsBefore, limit);
  await removeFinished(session, executions, executionsBefore);
  await remove(session, tables.logChunks, 'id', logs);
  await remove(session, tables.audit, 'id', entries);
  await remove(session, tables.nodes, 'id', nodes);
  return executions.length + logs.length + entries.length;
};

/** One that was retried meanwhile stays, with its log. */
const removeFinished = async (session: Session, ids: number[], before: number): Promise<void> => {
  if (ids.length === 0) return;
  const { executions, logChunks } = session.tables;
  await execute(
    session,
    `DELETE FROM ${executions} WHERE id IN (${marks(ids)}) AND finished_at < ?`,
    [...ids, before]
  );
  await execute(
    session,
    `DELETE FROM ${logChunks} WHERE execution_id IN (${marks(ids)})
       AND execution_id NOT IN (SELECT id FROM ${executions} WHERE id IN (${marks(ids)}))`,
    [...ids, ...ids]
  );
};

/** One whose backup is still kept stays with it: nobody could list or download that otherwise. */
const findOldExecutions = async (
  session: Session,
  before: number,
  limit: number
): Promise<number[]> => {
  const { executions, artifacts } = session.tables;
  const rows = await query(
    session,
    `SELECT e.id FROM ${executions} e
     WHERE e.finished_at < ? AND NOT EXISTS
       (SELECT 1 FROM ${artifacts} a WHERE a.execution_id = e.id AND ${isVersion(session)})
     ORDER BY e.finished_at LIMIT ?`,
    [before, limit]
  );
  return rows.map((row) => toNumber(row['id']));
};

/** MySQL takes no LIMIT in a subquery: the ids are read first. */
const findOlder = async (
  session: Session,
  table: string,
  column: string,
  before: number,
  limit: number
): Promise<number[]> => {
  const rows = await query(
    session,
    `SELECT id FROM ${table} WHERE ${column} < ? ORDER BY ${column} LIMIT ?`,
    [before, limit]
  );
  return rows.map((row) => toNumber(row['id']));
};

const remove = async (
  session: Session,
  table: string,
  column: string,
  ids: number[]
): Promise<void> => {
  if (ids.length === 0) return;
  await execute(session, `DELETE FROM ${table} WHERE ${column} IN (${marks(ids)})`, ids);
};
