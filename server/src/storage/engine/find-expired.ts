import type { ClaimedExecution } from '../../engine/ports';
import { toClaimed } from './rows';
import { marks, query, type Session } from './session';

/** Running executions whose lease ended, oldest first, without `except`. Changes nothing. */
export const findExpired = async (
  session: Session,
  { limit, except }: { limit: number; except: number[] }
): Promise<ClaimedExecution[]> => {
  const others = except.length === 0 ? '' : `AND id NOT IN (${marks(except)})`;
  const rows = await query(
    session,
    `SELECT * FROM ${session.tables.executions}
     WHERE lease_until < ${session.now()} AND status = 'running' ${others}
     ORDER BY lease_until LIMIT ?`,
    [...except, limit]
  );
  return rows.map(toClaimed);
};

/** Running executions of these nodes, without `except`. Changes nothing. */
export const findRunningOf = async (
  session: Session,
  nodes: string[],
  { limit, except }: { limit: number; except: number[] }
): Promise<ClaimedExecution[]> => {
  if (nodes.length === 0) return [];
  const others = except.length === 0 ? '' : `AND id NOT IN (${marks(except)})`;
  const rows = await query(
    session,
    `SELECT * FROM ${session.tables.executions}
     WHERE status = 'running' AND node IN (${marks(nodes)}) ${others} ORDER BY id LIMIT ?`,
    [...nodes, ...except, limit]
  );
  return rows.map(toClaimed);
};
