import { toNumber } from './engine/rows';
import { execute, query } from './engine/session';
import type { Client, Session } from './engine/session';

/** Row ids of the admins who ever chose the script for something that runs. */
export const findScriptAuthors = async (session: Session, scriptId: string): Promise<number[]> => {
  const rows = await query(
    session,
    `SELECT user_id FROM ${session.tables.scriptAuthors} WHERE script_id = ?`,
    [scriptId]
  );
  return rows.map((row) => toNumber(row['user_id']));
};

const WHERE_KNOWN: Record<Client, string> = {
  postgres: 'ON CONFLICT (script_id, user_id) DO NOTHING',
  sqlite: 'ON CONFLICT (script_id, user_id) DO NOTHING',
  mysql: 'ON DUPLICATE KEY UPDATE user_id = user_id',
};

/** Remembers the admin as an author of these scripts, for good. Sorted: two that overlap must not wait for each other. */
export const writeScriptAuthor = async (
  session: Session,
  userId: number,
  scriptIds: readonly string[]
): Promise<void> => {
  if (scriptIds.length === 0) return;
  const sorted = scriptIds.toSorted();
  await execute(
    session,
    `INSERT INTO ${session.tables.scriptAuthors} (script_id, user_id)
     VALUES ${sorted.map(() => '(?, ?)').join(', ')} ${WHERE_KNOWN[session.client]}`,
    sorted.flatMap((scriptId) => [scriptId, userId])
  );
};
