import {
  execute,
  forUpdate,
  forUpdateOfFree,
  marks,
  query,
  type Client,
  type Session,
} from './session';

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
  if ((await lock(session, wanted, forUpdate(session))).length === wanted.length) return;
  await insert(session, wanted);
  await lock(session, wanted, forUpdate(session));
};

/** Locks those that nobody else holds, and answers which. SQLite has one writer, who holds every lock already. */
export const lockFreeNames = async (
  session: Session,
  names: readonly string[]
): Promise<Set<string>> => {
  const wanted = [...new Set(names)].sort();
  if (session.client === 'sqlite' || wanted.length === 0) return new Set(wanted);
  const free = new Set(await lock(session, wanted, forUpdateOfFree(session)));
  const left = wanted.filter((name) => !free.has(name));
  if (left.length === 0) return free;
  const known = new Set(await lock(session, left, ''));
  const unknown = left.filter((name) => !known.has(name));
  if (unknown.length === 0) return free;
  await insert(session, unknown);
  return new Set([...free, ...(await lock(session, unknown, forUpdateOfFree(session)))]);
};

const insert = (session: Session, names: string[]): Promise<void> =>
  execute(
    session,
    `INSERT INTO ${session.tables.locks} (name) VALUES ${names.map(() => '(?)').join(', ')}
     ${CONFLICT[session.client]}`,
    names
  );

const lock = async (session: Session, names: string[], how: string): Promise<string[]> => {
  const rows = await query(
    session,
    `SELECT name FROM ${session.tables.locks} WHERE name IN (${marks(names)}) ORDER BY name ${how}`,
    names
  );
  return rows.map((row) => String(row['name']));
};
