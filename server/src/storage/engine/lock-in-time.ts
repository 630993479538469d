import { execute, query, type Database, type Session } from './session';
import { toNumber } from './rows';

/** Far below the time for which a database may be silent (`time-limit`): a statement waits for a few rows at most. */
const WAIT_SECONDS = 1;

/**
 * A transaction that queues for each row that somebody else holds, but not for long: whoever skips such rows never gets
 * one that others queue for, and whoever holds one may stand still. Answers null where it came to nothing.
 */
export const lockInTime = async <T>(
  database: Database,
  work: (session: Session) => Promise<T>
): Promise<T | null> => {
  try {
    return await database.transaction((session) => WITHIN[session.client](session, work));
  } catch (error) {
    if (isLockTimeout(error)) return null;
    throw error;
  }
};

type Within = <T>(session: Session, work: (session: Session) => Promise<T>) => Promise<T>;

const WITHIN: Record<Session['client'], Within> = {
  sqlite: (session, work) => work(session),
  postgres: async (session, work) => {
    await execute(session, `SET LOCAL lock_timeout = '${WAIT_SECONDS}s'`);
    return work(session);
  },
  // MySQL and MariaDB share no syntax for a single statement or transaction.
  mysql: async (session, work) => {
    const [row] = await query(session, 'SELECT @@SESSION.innodb_lock_wait_timeout AS seconds');
    const before = toNumber(row?.['seconds']);
    await waitFor(session, WAIT_SECONDS);
    try {
      return await work(session);
    } finally {
      // Where the connection is gone, its settings are too.
      await waitFor(session, before).catch(() => undefined);
    }
  },
};

const waitFor = (session: Session, seconds: number): Promise<void> =>
  execute(session, `SET SESSION innodb_lock_wait_timeout = ${seconds}`);

const LOCK_TIMEOUTS = new Set(['55P03', 'ER_LOCK_WAIT_TIMEOUT']);

const isLockTimeout = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && LOCK_TIMEOUTS.has(String(error.code));
