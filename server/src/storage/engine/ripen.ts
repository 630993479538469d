import { CLAIMABLE } from './claimable';
import { grantSeats } from './grant-seats';
import { lockJobs } from './lock-jobs';
import { lockLimits } from './lock-limits';
import { toNumber, toNumberOrNull, toTextOrNull } from './rows';
import { execute, marks, query, type Database, type Row, type Session } from './session';

const BATCH = 200;

/**
 * Lets executions be claimed that waited for their time and are ready by `now + aheadMs`; those with a limit wait for a
 * seat from now on. Answers how many. One read where none is ready.
 */
export const ripen = async (
  database: Database,
  { aheadMs }: { aheadMs: number }
): Promise<number> => {
  const ripe = await findRipe(database, aheadMs);
  if (ripe.length === 0) return 0;
  const limits = new Set(ripe.flatMap((row) => toTextOrNull(row['limit_key']) ?? []));
  await database.transaction(async (session) => {
    const jobIds = ripe.flatMap((row) => toNumberOrNull(row['job_id']) ?? []);
    await lockJobs(session, [...new Set(jobIds)]);
    await lockLimits(session, limits);
    await letGo(
      session,
      ripe.map((row) => toNumber(row['id']))
    );
    await grantSeats(session, limits);
  });
  return ripe.length;
};

const findRipe = (session: Session, aheadMs: number): Promise<Row[]> =>
  query(
    session,
    `SELECT id, job_id, limit_key FROM ${session.tables.executions}
     WHERE claimable = ${CLAIMABLE.time} AND ready_at <= ${session.now()} + ?
     ORDER BY ready_at LIMIT ${BATCH}`,
    [aheadMs]
  );

/** Of those that another node let go meanwhile, or somebody cancelled, none. */
const letGo = (session: Session, ids: number[]): Promise<void> =>
  execute(
    session,
    `UPDATE ${session.tables.executions}
     SET claimable = CASE WHEN limit_key IS NULL THEN ${CLAIMABLE.nothing} ELSE ${CLAIMABLE.seat} END
     WHERE id IN (${marks(ids)}) AND claimable = ${CLAIMABLE.time}`,
    ids
  );
