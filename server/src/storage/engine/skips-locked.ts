import { toTextOrNull } from './rows';
import { query, type Session } from './session';

/** Asks the server once whether it knows `SKIP LOCKED`: MySQL since 8.0.1, MariaDB since 10.6. */
export const askOnce = (): ((session: Session) => Promise<boolean>) => {
  let answer: Promise<boolean> | undefined;
  return (session) => {
    answer ??= ask(session).catch((error: unknown) => {
      answer = undefined;
      throw error;
    });
    return answer;
  };
};

/** `version` as `SELECT VERSION()` writes it: `8.0.36`, `10.11.6-MariaDB-1`. */
export const knowsSkipLocked = (version: string): boolean => {
  const [major = 0, minor = 0, patch = 0] = version.split(/[.-]/).map(Number);
  const oldest = /mariadb/i.test(version) ? [10, 6, 0] : [8, 0, 1];
  const [oldMajor = 0, oldMinor = 0, oldPatch = 0] = oldest;
  return (
    major > oldMajor ||
    (major === oldMajor && (minor > oldMinor || (minor === oldMinor && patch >= oldPatch)))
  );
};

const ask = async (session: Session): Promise<boolean> => {
  if (session.client !== 'mysql') return session.client === 'postgres';
  const [row] = await query(session, 'SELECT VERSION() AS version');
  return knowsSkipLocked(toTextOrNull(row?.['version']) ?? '');
};
