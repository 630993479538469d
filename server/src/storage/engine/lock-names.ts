import { execute, forUpdate, marks, query, type Client, type Session } from './session';

const CONFLICT: Record<Client, string> = {
  postgres: 'ON CONFLICT (name) DO NOTHING',
  sqlite: 'ON CONFLICT (name) DO NOTHING',
  mysql: 'ON DUPLICATE KEY UPDATE id = id',
};

/**
 * Locks by name until the end of the transaction, always in the order of the names and after the rows of jobs. SQLite
 * has one writer, who holds every lock already.
 */
export const lockNames = async (session: Session, names: readonly string[]): Promise<void> => {
  const wanted = [...new Set(names)].sort();
  if (session.client === 'sqlite' || wanted.length === 0) return;
  if ((await lock(session, wanted)) === wanted.length) return;
  await execute(
    session,
    `INSERT INTO ${session.tables.locks} (name) VALUES ${wanted.map(() => '(?)').join(', ')}
     ${CONFLICT[session.client]}`,
    wanted
  );
  await lock(session, wanted);
};

const lock = async (session: Session, names: string[]): Promise<number> => {
  const rows = await query(
    session,
    `SELECT id FROM ${session.tables.locks} WHERE name IN (${marks(names)})
     ORDER BY name ${forUpdate(session)}`,
    names
  );
  return rows.length;
};
