import { grantSeats as decide } from '../../domain/limits';
import { CLAIMABLE } from './claimable';
import { heads } from './heads';
import { latest } from './latest';
import { toNumber } from './rows';
import { marks, query, type Row, type Session } from './session';
import { updateEach } from './update-each';

/** More seats than this are seldom free at once; where they are, there is a next round. */
const AT_ONCE = 50;

/**
 * Gives the free seats of these limits to those that wait for one, in claim order. The limits are locked, as are the
 * rows of the jobs whose own limits they are.
 */
export const grantSeats = async (session: Session, keys: Iterable<string>): Promise<void> => {
  const waiting = await findWaiting(session, [...new Set(keys)]);
  if (waiting.length === 0) return;
  const wanted = [...new Set(waiting.map(keyOf))];
  const taken = await findTaken(session, wanted);
  const granted = wanted.flatMap((key) =>
    decide(
      key,
      waiting.filter((row) => keyOf(row) === key).map(toWaiting),
      taken.filter((row) => keyOf(row) === key).map((row) => String(row['limit_slot']))
    )
  );
  await updateEach(session, {
    table: session.tables.executions,
    columns: { id: 'integer', seat: 'text' },
    rows: granted,
    set: { claimable: `${CLAIMABLE.nothing}`, limit_slot: 'v.seat' },
    where: `t.claimable = ${CLAIMABLE.seat}`,
  });
  if (granted.length >= AT_ONCE) await grantSeats(session, wanted);
};

const findWaiting = (session: Session, keys: string[]): Promise<Row[]> =>
  heads(session, keys, {
    columns: 'id, limit_key, limit_count',
    where: `limit_key = ? AND claimable = ${CLAIMABLE.seat}`,
    order: 'claim_order, id',
    limit: AT_ONCE,
  });

/** Who waits has no seat: they are stepped over by the index. */
const findTaken = (session: Session, keys: string[]): Promise<Row[]> =>
  query(
    session,
    `SELECT limit_key, limit_slot FROM ${session.tables.executions}
     WHERE limit_key IN (${marks(keys)}) AND (claimable IS NULL OR claimable = ${CLAIMABLE.nothing})
       AND limit_slot IS NOT NULL ${latest(session)}`,
    keys
  );

const keyOf = (row: Row): string => String(row['limit_key']);

const toWaiting = (row: Row) => ({
  id: toNumber(row['id']),
  count: toNumber(row['limit_count']),
});
