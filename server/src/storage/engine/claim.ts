import type { ClaimedExecution } from '../../engine/ports';
import type { ClaimRequest } from './claim-request';
import { claimBySkippingLocked, claimByToken } from './claim-mysql';
import { claimOnPostgres } from './claim-postgres';
import { claimOnSqlite } from './claim-sqlite';
import { readNow } from './database-clock';
import { toClaimed, toNumber } from './rows';
import type { Database, Row } from './session';

/**
 * Takes up to `limit` queued executions that are due for this node: running, one attempt more, under a lease that
 * the token proves. No two claims get the same one. In the order of (priority, ready_at, id).
 */
export const claim = async (
  database: Database,
  request: ClaimRequest
): Promise<{ now: number; executions: ClaimedExecution[] }> => {
  const rows = await claimRows(database, request);
  const now = rows[0]?.['now'];
  return {
    now: now === undefined ? await readNow(database) : toNumber(now),
    executions: rows
      .filter((row) => row['id'] !== null)
      .sort(inClaimOrder)
      .map(toClaimed),
  };
};

const claimRows = async (database: Database, request: ClaimRequest): Promise<Row[]> => {
  if (database.client === 'postgres') return claimOnPostgres(database, request);
  if (database.client === 'sqlite') return claimOnSqlite(database, request);
  return (await database.skipsLocked())
    ? claimBySkippingLocked(database, request)
    : claimByToken(database, request);
};

const inClaimOrder = (a: Row, b: Row): number =>
  toNumber(a['priority']) - toNumber(b['priority']) ||
  toNumber(a['ready_at']) - toNumber(b['ready_at']) ||
  toNumber(a['id']) - toNumber(b['id']);
