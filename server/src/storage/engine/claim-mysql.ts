import { CLAIM_ORDER, dueWhere, type ClaimRequest } from './claim-request';
import { claimedColumns } from './claimed-columns';
import { toNumber, toNumberOrNull } from './rows';
import { execute, marks, query, type Row, type Session } from './session';

/**
 * MySQL ≥ 8, MariaDB ≥ 10.6, in a short transaction. MySQL cannot answer what it updated, so the change is made once
 * in the rows and once, the same, in memory.
 */
export const claimBySkippingLocked = async (
  session: Session,
  request: ClaimRequest
): Promise<Row[]> => {
  const rows = await lockDue(session, request);
  if (rows.length === 0) return [];
  const claimed = rows.map((row) => take(row, request));
  await writeClaim(session, request, rows);
  return claimed;
};

/** Older servers: whoever comes second waits for the first; the token tells which rows are ours. */
export const claimByToken = async (session: Session, request: ClaimRequest): Promise<Row[]> => {
  const now = session.now();
  await execute(
    session,
    `UPDATE ${session.tables.executions} SET status = 'running', claimable = NULL,
       attempt = attempt + 1, claim_token = ?, node = ?, lease_until = ${now} + ?,
       started_at = GREATEST(${now}, ready_at),
       first_started_at = COALESCE(first_started_at, GREATEST(${now}, ready_at))
     WHERE ${dueWhere(now)} ${CLAIM_ORDER} LIMIT ?`,
    [request.token, request.node, request.leaseMs, request.aheadMs, request.limit]
  );
  return query(
    session,
    `SELECT ${claimedColumns('e.')}, ${now} AS now FROM ${session.tables.executions} e
     WHERE e.status = 'running' AND BINARY e.claim_token = ?`,
    [request.token]
  );
};

const lockDue = (session: Session, request: ClaimRequest): Promise<Row[]> =>
  query(
    session,
    `SELECT ${claimedColumns('e.')}, ${session.now()} AS now FROM ${session.tables.executions} e
     WHERE ${dueWhere(session.now())} ${CLAIM_ORDER} LIMIT ? FOR UPDATE SKIP LOCKED`,
    [request.aheadMs, request.limit]
  );

const take = (row: Row, request: ClaimRequest): Row => {
  const startedAt = Math.max(toNumber(row['now']), toNumber(row['ready_at']));
  return {
    ...row,
    attempt: toNumber(row['attempt']) + 1,
    claim_token: request.token,
    node: request.node,
    started_at: startedAt,
    first_started_at: toNumberOrNull(row['first_started_at']) ?? startedAt,
  };
};

const writeClaim = (session: Session, request: ClaimRequest, rows: Row[]): Promise<void> => {
  const now = toNumber(rows[0]?.['now']);
  const ids = rows.map((row) => row['id']);
  return execute(
    session,
    `UPDATE ${session.tables.executions} SET status = 'running', claimable = NULL,
       attempt = attempt + 1, claim_token = ?, node = ?, lease_until = ?,
       started_at = GREATEST(?, ready_at),
       first_started_at = COALESCE(first_started_at, GREATEST(?, ready_at))
     WHERE id IN (${marks(ids)}) AND claimable = 1`,
    [request.token, request.node, now + request.leaseMs, now, now, ...ids]
  );
};
