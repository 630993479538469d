import { CLAIM_ORDER, dueWhere, type ClaimRequest } from './claim-request';
import { claimedColumns } from './claimed-columns';
import { query, type Row, type Session } from './session';

/** One statement: SQLite has one writer, so there is nothing to step over. */
export const claimOnSqlite = (session: Session, request: ClaimRequest): Promise<Row[]> => {
  const now = session.now();
  const { executions } = session.tables;
  return query(
    session,
    `UPDATE ${executions} SET status = 'running', claimable = NULL, attempt = attempt + 1,
       claim_token = ?, node = ?, lease_until = ${now} + ?,
       started_at = MAX(${now}, ready_at),
       first_started_at = COALESCE(first_started_at, MAX(${now}, ready_at))
     WHERE id IN (
       SELECT id FROM ${executions} WHERE ${dueWhere(now)} ${CLAIM_ORDER} LIMIT ?
     )
     RETURNING ${claimedColumns()}, ${now} AS now`,
    [request.token, request.node, request.leaseMs, request.aheadMs, request.limit]
  );
};
