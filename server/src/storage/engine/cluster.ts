import { fromJson, toJson, toNumber, toNumberOrNull, toText, toTextOrNull } from './rows';
import { execute, forUpdate, query, type Client, type Row, type Session } from './session';

/** What is wanted of all nodes: the one row of its table. */

/** A pause of all nodes; `until` is `UNTIL_RESUMED` where somebody has to end it. Epoch milliseconds. */
interface Pause {
  at: number;
  until: number;
  note: string | null;
  by: string | null;
}

/** From `from` (inclusive) to `to` (exclusive) nothing ran. */
interface Span {
  from: number;
  to: number;
}

const NAME = 'scheduler';
/** Pauses that are remembered: those a job may have slept through. */
const MAX_PAUSES = 50;

const toPause = (row: Row | undefined): Pause | null => {
  const at = toNumberOrNull(row?.['paused_at']);
  if (row === undefined || at === null) return null;
  return {
    at,
    until: toNumber(row['paused_until']),
    note: toTextOrNull(row['pause_note']),
    by: toTextOrNull(row['paused_by']),
  };
};

const PAUSE_COLUMNS = 'paused_at, paused_until, pause_note, paused_by';

/** The pause of all, also one that is over and not yet cleared away; null where there is none. */
export const readPause = async (session: Session): Promise<Pause | null> => {
  const { cluster } = session.tables;
  const sql = `SELECT ${PAUSE_COLUMNS} FROM ${cluster} WHERE name = ?`;
  const [row] = await query(session, sql, [NAME]);
  return toPause(row);
};

const CONFLICT: Record<Client, string> = {
  postgres: 'ON CONFLICT (name) DO NOTHING',
  sqlite: 'ON CONFLICT (name) DO NOTHING',
  mysql: 'ON DUPLICATE KEY UPDATE id = id',
};

/** The same, locked until the end of the transaction; makes the row where there is none. */
export const lockPause = async (session: Session): Promise<Pause | null> => {
  const { cluster } = session.tables;
  const select = `SELECT ${PAUSE_COLUMNS} FROM ${cluster} WHERE name = ? ${forUpdate(session)}`;
  const [row] = await query(session, select, [NAME]);
  if (row !== undefined) return toPause(row);
  await execute(session, `INSERT INTO ${cluster} (name) VALUES (?) ${CONFLICT[session.client]}`, [
    NAME,
  ]);
  const [made] = await query(session, select, [NAME]);
  return toPause(made);
};

/** Begins a pause, or changes the present one. The row is locked. */
export const startPause = (session: Session, { at, until, note, by }: Pause): Promise<void> =>
  execute(
    session,
    `UPDATE ${session.tables.cluster}
     SET paused_at = ?, paused_until = ?, pause_note = ?, paused_by = ? WHERE name = ?`,
    [at, until, toText(note), toText(by?.slice(0, 255) ?? null), NAME]
  );

/** Ends the pause that began at `from`, and remembers it. The row is locked. */
export const endPause = async (session: Session, span: Span): Promise<void> => {
  const pauses = [...(await readPauses(session)), span].slice(-MAX_PAUSES);
  await execute(
    session,
    `UPDATE ${session.tables.cluster}
     SET paused_at = NULL, paused_until = NULL, pause_note = NULL, paused_by = NULL,
       pauses = ?, resumed_at = ?
     WHERE name = ? AND paused_at = ?`,
    [toJson(pauses), span.to, NAME, span.from]
  );
};

/** The pauses that are over, the newest last. */
export const readPauses = async (session: Session): Promise<Span[]> => {
  const sql = `SELECT pauses FROM ${session.tables.cluster} WHERE name = ?`;
  const [row] = await query(session, sql, [NAME]);
  const pauses = row?.['pauses'] ?? null;
  return pauses === null ? [] : (fromJson(pauses) as Span[]);
};
