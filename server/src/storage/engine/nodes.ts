import type { NodeRecord } from '../../engine/ports';
import { toNumber, toTextOrNull } from './rows';
import { execute, marks, query, type Session } from './session';

export interface NodeState {
  state: string;
  running: number;
  skewMs: number;
  lastTickAt: number | null;
}

/** Inserts or updates this node's row, seen now. */
export const touchNode = (session: Session, node: NodeRecord, state: NodeState): Promise<void> => {
  const fixed = {
    node_id: node.id,
    host: node.host,
    pid: node.pid,
    process_key: node.processKey,
    role: node.role,
    version: node.version,
    zone_data: node.zoneData,
    max_concurrent: node.maxConcurrent,
  };
  const changing = {
    state: state.state,
    running: state.running,
    skew_ms: Math.round(state.skewMs),
    last_tick_at: state.lastTickAt === null ? null : Math.trunc(state.lastTickAt),
  };
  const now = session.now();
  const columns = [...Object.keys(fixed), ...Object.keys(changing)];
  const values = [...Object.values(fixed), ...Object.values(changing)];
  return execute(
    session,
    `INSERT INTO ${session.tables.nodes} (${columns.join(', ')}, started_at, last_seen_at)
     VALUES (${marks(values)}, ${now}, ${now})
     ${session.client === 'mysql' ? 'ON DUPLICATE KEY UPDATE' : 'ON CONFLICT (node_id) DO UPDATE SET'}
     ${Object.keys(changing)
       .map((column) => `${column} = ?`)
       .join(', ')}, last_seen_at = ${now}`,
    [...values, ...Object.values(changing)]
  );
};

/** The nodes on this host that did not say goodbye. */
export const findNodesOf = async (
  session: Session,
  host: string
): Promise<{ id: string; pid: number; processKey: string | null }[]> => {
  const rows = await query(
    session,
    `SELECT node_id, pid, process_key FROM ${session.tables.nodes}
     WHERE host = ? AND state <> 'stopped' ORDER BY id`,
    [host]
  );
  return rows.map((row) => ({
    id: String(row['node_id']),
    pid: toNumber(row['pid']),
    processKey: toTextOrNull(row['process_key']),
  }));
};

export const removeNodes = async (session: Session, ids: string[]): Promise<void> => {
  if (ids.length === 0) return;
  await execute(
    session,
    `DELETE FROM ${session.tables.nodes} WHERE node_id IN (${marks(ids)})`,
    ids
  );
};
