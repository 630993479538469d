import { toNumber, toNumberOrNull } from './rows';
import { execute, forUpdate, marks, query, type Session } from './session';

export interface LockedJob {
  id: number;
  revision: number;
  nextAt: number | null;
  heldAt: number | null;
}

/**
 * Locks job rows until the end of the transaction, always in the order of their ids; everything that adds, ends or
 * promotes an execution of a job holds its row. Jobs that are gone are left out of the answer.
 */
export const lockJobs = async (session: Session, ids: number[]): Promise<LockedJob[]> => {
  await takeWriteLock(session);
  if (ids.length === 0) return [];
  const rows = await query(
    session,
    `SELECT id, revision, next_at, held_at FROM ${session.tables.jobs}
     WHERE id IN (${marks(ids)}) ORDER BY id ${forUpdate(session)}`,
    ids
  );
  return rows.map((row) => ({
    id: toNumber(row['id']),
    revision: toNumber(row['revision']),
    nextAt: toNumberOrNull(row['next_at']),
    heldAt: toNumberOrNull(row['held_at']),
  }));
};

/**
 * SQLite: knex begins transactions as readers, and a reader cannot always become the writer. A write that changes
 * nothing makes it the writer before it reads.
 */
export const takeWriteLock = async (session: Session): Promise<void> => {
  if (session.client !== 'sqlite') return;
  await execute(session, `UPDATE ${session.tables.jobs} SET revision = revision WHERE id = 0`);
};
