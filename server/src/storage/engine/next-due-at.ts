import { toNumber, toNumberOrNull } from './rows';
import { query, type Session } from './session';

/** 10 high, 20 normal, 30 low: asked one by one, each is the first entry of its stretch of the claim index. */
const PRIORITIES = [10, 20, 30];

/** The database's clock, and the earliest instant after which something can be due; null when nothing is to come. */
export const nextDueAt = async (session: Session): Promise<{ now: number; at: number | null }> => {
  const { jobs, executions } = session.tables;
  const instants = [
    `SELECT MIN(next_at) AS at FROM ${jobs}`,
    ...PRIORITIES.map(
      (priority) =>
        `SELECT MIN(ready_at) AS at FROM ${executions} WHERE claimable = 1 AND priority = ${priority}`
    ),
  ];
  const rows = await query(
    session,
    `SELECT ${session.now()} AS now, MIN(due.at) AS at FROM (${instants.join(' UNION ALL ')}) due`
  );
  const [row] = rows;
  return { now: toNumber(row?.['now']), at: toNumberOrNull(row?.['at']) };
};
