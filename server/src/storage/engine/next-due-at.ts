import { CLAIMABLE } from './claimable';
import { toNumber, toNumberOrNull } from './rows';
import { query, type Session } from './session';

/**
 * The database's clock, the earliest instant after which something can be due (null when nothing is to come), and the end
 * of the pause of all nodes.
 */
export const nextDueAt = async (
  session: Session
): Promise<{ now: number; at: number | null; pausedUntil: number | null }> => {
  const { jobs, executions, upstreamEnds, cluster } = session.tables;
  const firstReady = (claimable: number): string =>
    `SELECT MIN(ready_at) AS at FROM ${executions} WHERE claimable = ${claimable}`;
  const instants = [
    `SELECT MIN(next_at) AS at FROM ${jobs}`,
    firstReady(CLAIMABLE.nothing),
    firstReady(CLAIMABLE.time),
    // What jobs are still to be told of those that they depend on.
    `SELECT at FROM (SELECT at FROM ${upstreamEnds} ORDER BY id LIMIT 1) told`,
  ];
  const rows = await query(
    session,
    `SELECT ${session.now()} AS now, MIN(due.at) AS at,
       (SELECT paused_until FROM ${cluster} WHERE name = 'scheduler') AS paused_until
     FROM (${instants.join(' UNION ALL ')}) due`
  );
  const [row] = rows;
  return {
    now: toNumber(row?.['now']),
    at: toNumberOrNull(row?.['at']),
    pausedUntil: toNumberOrNull(row?.['paused_until']),
  };
};
