import { CLAIM_ORDER, dueWhere, type ClaimRequest } from './claim-request';
import { claimedColumns } from './claimed-columns';
import { query, type Row, type Session } from './session';

/** One statement. The rows that another claim holds are stepped over; with none due it answers the clock alone. */
export const claimOnPostgres = (session: Session, request: ClaimRequest): Promise<Row[]> => {
  const now = session.now();
  const { executions } = session.tables;
  return query(
    session,
    `WITH due AS MATERIALIZED (
       SELECT id FROM ${executions} WHERE ${dueWhere(now)} ${CLAIM_ORDER} LIMIT ? FOR UPDATE SKIP LOCKED
     ), taken AS (
       UPDATE ${executions} AS t SET status = 'running', claimable = NULL, attempt = t.attempt + 1,
         claim_token = ?, node = ?, lease_until = ${now} + ?,
         started_at = GREATEST(${now}, t.ready_at),
         first_started_at = COALESCE(t.first_started_at, GREATEST(${now}, t.ready_at))
       FROM due WHERE t.id = due.id RETURNING ${claimedColumns('t.')}
     )
     SELECT clock.now, taken.* FROM (SELECT ${now} AS now) clock LEFT JOIN taken ON TRUE`,
    [request.aheadMs, request.limit, request.token, request.node, request.leaseMs]
  );
};
