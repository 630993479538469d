import type { ClaimedExecution, EngineStore } from '../../engine/ports';
import type { ClaimRequest } from './claim-request';
import { claimBySkippingLocked, claimByToken } from './claim-mysql';
import { claimOnPostgres } from './claim-postgres';
import { claimOnSqlite } from './claim-sqlite';
import { readNow } from './database-clock';
import { takeWriteLock } from './lock-jobs';
import { lockNames } from './lock-names';
import { refuseClaimed, type Taken } from './refuse-claimed';
import { toClaimed, toNumber, toNumberOrNull } from './rows';
import { query, type Database, type Row, type Session } from './session';

/**
 * Takes up to `limit` queued executions that are due for this node: running, one attempt more, under a lease that
 * the token proves. No two claims get the same one. In claim order; no more than `total` run on all nodes. Those whose
 * scripts nobody consents to are over: `skipped`.
 */
export const claim = async (
  database: Database,
  request: ClaimRequest
): ReturnType<EngineStore['claim']> => {
  const { rows, refused, over } = await claimRows(database, request);
  const now = rows[0]?.['now'];
  const claimed = (row: Row): ClaimedExecution => {
    const refusal = refused?.get(row);
    return refusal === undefined ? toClaimed(row) : { ...toClaimed(row), refusal };
  };
  return {
    now: now === undefined ? await readNow(database) : toNumber(now),
    executions: rows
      .filter((row) => row['id'] !== null && !over?.has(row))
      .sort(inClaimOrder)
      .map(claimed),
    ...(over === undefined ? {} : { skipped: [...over].map(claimed) }),
  };
};

const claimRows = async (database: Database, request: ClaimRequest): Promise<Taken> => {
  const claimFrom = await wayOf(database);
  const { total } = request;
  const take = (session: Session): Promise<Row[]> =>
    total === null
      ? claimFrom(session, request)
      : claimWithin(session, request, { total, claimFrom });
  // MySQL: in a transaction of ours, which locks no gaps between rows.
  const isOfOurs = total !== null || database.client === 'mysql';
  if (!isOfOurs && database.scriptsOf === undefined) return { rows: await take(database) };
  const skipsLocked = await database.skipsLocked();
  return database.transaction(async (session) =>
    refuseClaimed(session, await take(session), skipsLocked)
  );
};

type ClaimFrom = (session: Session, request: ClaimRequest) => Promise<Row[]>;

const wayOf = async ({ client, skipsLocked }: Database): Promise<ClaimFrom> => {
  if (client === 'postgres') return claimOnPostgres;
  if (client === 'sqlite') return claimOnSqlite;
  return (await skipsLocked()) ? claimBySkippingLocked : claimByToken;
};

/** One node after the other, so that what each counts is still true when it claims. */
const claimWithin = async (
  session: Session,
  request: ClaimRequest,
  { total, claimFrom }: { total: number; claimFrom: ClaimFrom }
): Promise<Row[]> => {
  await takeWriteLock(session);
  await lockNames(session, ['total']);
  const [row] = await query(
    session,
    `SELECT COUNT(*) AS running FROM ${session.tables.executions}
     WHERE status IN ('dispatched', 'running')`
  );
  const limit = Math.min(request.limit, total - toNumber(row?.['running']));
  return limit <= 0 ? [] : claimFrom(session, { ...request, limit });
};

const inClaimOrder = (a: Row, b: Row): number =>
  orderOf(a) - orderOf(b) || toNumber(a['id']) - toNumber(b['id']);

const orderOf = (row: Row): number => toNumberOrNull(row['claim_order']) ?? 0;
