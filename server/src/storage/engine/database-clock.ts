import { query, type Client, type Session } from './session';
import { toNumber } from './rows';

/**
 * The database's clock in epoch milliseconds, as SQL. PostgreSQL: `now()`, because `clock_timestamp()` would keep a
 * comparison from using an index. MySQL: UTC, because a local time is ambiguous when clocks are set back.
 */
const NOW: Record<Client, string> = {
  postgres: 'floor(extract(epoch from now()) * 1000)::bigint',
  mysql: "(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000)",
  sqlite: "CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)",
};

/** SQL of the current instant: the database's own, or the one that a test decides. */
export const nowSql = (client: Client, now?: () => number): (() => string) =>
  now ? () => String(Math.trunc(now())) : () => NOW[client];

/** Asked once in a transaction, whose writes are of one instant on every database, as PostgreSQL has it. */
export const readNow = async (session: Session): Promise<number> => {
  const known = session.instant?.at ?? null;
  if (known !== null) return known;
  const [row] = await query(session, `SELECT ${session.now()} AS now`);
  return noteNow(session, row?.['now']);
};

/** A statement that had something else to ask told the time as well. */
export const noteNow = (session: Session, value: unknown): number => {
  const now = toNumber(value);
  if (session.instant !== undefined) session.instant.at ??= now;
  return session.instant?.at ?? now;
};
