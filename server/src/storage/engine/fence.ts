import type { Ref } from '../../engine/ports';
import { isOwnedBy, toNumber } from './rows';
import { forUpdate, marks, query, type Client, type Row, type Session } from './session';

/** The columns of a ref for `updateEach`. */
export const REF_COLUMNS = { id: 'integer', attempt: 'integer', token: 'text' } as const;

export const refRow = (ref: Ref): Row => ({ id: ref.id, attempt: ref.attempt, token: ref.token });

/**
 * Whether row `t` is still the attempt of the values `v`: every write of an owner carries this. Only what runs has a
 * token. Its status is not asked for: PostgreSQL would read the index of all that ran since its last vacuum. Tokens
 * are compared by their bytes, because MySQL neither compares two collations nor minds the case.
 */
export const ownedSql = (client: Client): string =>
  client === 'mysql'
    ? 't.attempt = v.attempt AND BINARY t.claim_token = BINARY v.token'
    : 't.attempt = v.attempt AND t.claim_token = v.token';

/** The rows of those refs that still own their attempt, by id; in a transaction locked until its end. */
export const lockOwned = async (session: Session, refs: Ref[]): Promise<Map<number, Row>> =>
  owned(refs, await readRows(session, refs, forUpdate(session)));

/** The same without a lock. */
export const findOwned = async (session: Session, refs: Ref[]): Promise<Map<number, Row>> =>
  owned(refs, await readRows(session, refs, ''));

const READ_COLUMNS =
  'id, attempt, claim_token, job_id, attempts, started_at, node, cancel_requested_at, reason, priority, claim_order, limit_key, document_id';

const readRows = async (session: Session, refs: Ref[], lock: string): Promise<Row[]> => {
  if (refs.length === 0) return [];
  const ids = refs.map((ref) => ref.id);
  // Qualified, because MySQL reserves the word.
  const { executions } = session.tables;
  return query(
    session,
    `SELECT ${READ_COLUMNS}, ${executions}.trigger, ${session.now()} AS now FROM ${executions}
     WHERE id IN (${marks(ids)}) ORDER BY id ${lock}`,
    ids
  );
};

const owned = (refs: Ref[], rows: Row[]): Map<number, Row> => {
  const known = new Map(rows.map((row) => [toNumber(row['id']), row]));
  return new Map(
    refs.flatMap((ref): [number, Row][] => {
      const row = known.get(ref.id);
      return row && isOwnedBy(row, ref) ? [[ref.id, row]] : [];
    })
  );
};
