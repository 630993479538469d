import type { NewLogLine } from '../../engine/ports';
import { toJson, toNumberOrNull } from './rows';
import { execute, query, type Client, type Session } from './session';

const CONFLICT: Record<Client, string> = {
  postgres: 'ON CONFLICT (execution_id, first_seq) DO NOTHING',
  sqlite: 'ON CONFLICT (execution_id, first_seq) DO NOTHING',
  mysql: 'ON DUPLICATE KEY UPDATE id = id',
};

/** Quoted, because MySQL reserves `lines`. */
const COLUMNS = ['execution_id', 'first_seq', 'last_seq', 'at', 'lines'];

/** Adds lines as one chunk. The same chunk once more, after an answer that got lost, changes nothing. */
export const appendLog = async (
  session: Session,
  executionId: number,
  lines: NewLogLine[]
): Promise<void> => {
  const first = lines[0];
  const last = lines.at(-1);
  if (!first || !last) return;
  const newest = Math.max(...lines.map(({ at }) => at));
  await execute(
    session,
    `INSERT INTO ${session.tables.logChunks} (??, ??, ??, ??, ??)
     VALUES (?, ?, ?, ?, ?) ${CONFLICT[session.client]}`,
    [...COLUMNS, executionId, first.seq, last.seq, newest, toJson(lines)]
  );
};

/** 0 where there is no line yet. */
export const lastLogSeq = async (session: Session, executionId: number): Promise<number> => {
  const rows = await query(
    session,
    `SELECT last_seq FROM ${session.tables.logChunks} WHERE execution_id = ?
     ORDER BY first_seq DESC LIMIT 1`,
    [executionId]
  );
  return toNumberOrNull(rows[0]?.['last_seq']) ?? 0;
};
