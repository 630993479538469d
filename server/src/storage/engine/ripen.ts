import { CLAIMABLE } from './claimable';
import { toNumber } from './rows';
import { execute, marks, query, type Database } from './session';

const BATCH = 200;

export const ripen = async (
  database: Database,
  { aheadMs }: { aheadMs: number }
): Promise<number> => {
  const rows = await query(
    database,
    `SELECT id FROM ${database.tables.executions}
     WHERE claimable = ${CLAIMABLE.atItsTime} AND ready_at <= ${database.now()} + ?
     ORDER BY ready_at LIMIT ${BATCH}`,
    [aheadMs]
  );
  const ids = rows.map((row) => toNumber(row['id']));
  if (ids.length === 0) return 0;
  await execute(
    database,
    `UPDATE ${database.tables.executions} SET claimable = ${CLAIMABLE.now}
     WHERE id IN (${marks(ids)}) AND claimable = ${CLAIMABLE.atItsTime}`,
    ids
  );
  return ids.length;
};
