import type { EngineStore } from '../../engine/ports';
import { CLAIMABLE } from './claimable';
import { toNumber, toNumberOrNull } from './rows';
import { query, type Session } from './session';

/**
 * The database's clock, the earliest instant after which something can be due (null when nothing is to come), the end of
 * the pause of all nodes, and whether some node could not understand a job.
 */
export const nextDueAt = async (session: Session): ReturnType<EngineStore['nextDueAt']> => {
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
       (SELECT paused_until FROM ${cluster} WHERE name = 'scheduler') AS paused_until,
       (SELECT MIN(id) FROM ${jobs} WHERE held_reason = 'unreadable') AS unreadable
     FROM (${instants.join(' UNION ALL ')}) due`
  );
  const [row] = rows;
  return {
    now: toNumber(row?.['now']),
    at: toNumberOrNull(row?.['at']),
    pausedUntil: toNumberOrNull(row?.['paused_until']),
    unreadable: toNumberOrNull(row?.['unreadable']) !== null,
  };
};
