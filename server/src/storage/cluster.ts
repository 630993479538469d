import type { Pause } from '../services/ports';
import { toNumber, toNumberOrNull, toTextOrNull } from './engine/rows';
import { query, type Session } from './engine/session';

/** The pause of all nodes, also one that is over and not yet cleared away; null where there is none. */
export const readPause = async (session: Session): Promise<Pause | null> => {
  const [row] = await query(
    session,
    `SELECT paused_at, paused_until, pause_note, paused_by FROM ${session.tables.cluster}
     WHERE name = 'scheduler'`
  );
  const at = toNumberOrNull(row?.['paused_at']);
  if (row === undefined || at === null) return null;
  return {
    at,
    until: toNumber(row['paused_until']),
    note: toTextOrNull(row['pause_note']),
    by: toTextOrNull(row['paused_by']),
  };
};
