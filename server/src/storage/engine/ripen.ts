import { CLAIMABLE } from './claimable';
import { grantSeats } from './grant-seats';
import { lockFreeJobs } from './lock-jobs';
import { lockFreeLimits } from './lock-limits';
import { toNumber, toNumberOrNull, toTextOrNull } from './rows';
import { execute, marks, query, type Database, type Row, type Session } from './session';

const BATCH = 200;
/** Executions of jobs held by others that one pass steps over. */
const MOST_BUSY = 1_000;

/**
 * Lets executions be claimed that waited for their time and are ready by `now + aheadMs`; those with a limit wait for a
 * seat from now on. Answers how many. One read where none is ready.
 */
export const ripen = async (
  database: Database,
  { aheadMs }: { aheadMs: number },
  except: number[] = []
): Promise<number> => {
  const ripe = await findRipe(database, aheadMs, except);
  if (ripe.length === 0) return 0;
  const skipsLocked = await database.skipsLocked();
  const { ripened, busy } = await database.transaction((session) =>
    ripenFree(session, ripe, skipsLocked)
  );
  // A page of what others hold must not hide what is behind it.
  if (busy.length === 0 || ripe.length < BATCH || except.length >= MOST_BUSY) return ripened;
  return ripened + (await ripen(database, { aheadMs }, [...except, ...busy]));
};

/** Those whose job or limit somebody else holds, who may be gone or stand still, are left for later. */
const ripenFree = async (
  session: Session,
  ripe: Row[],
  skipsLocked: boolean
): Promise<{ ripened: number; busy: number[] }> => {
  const jobIds = new Set(ripe.flatMap((row) => toNumberOrNull(row['job_id']) ?? []));
  const held = await lockFreeJobs(session, [...jobIds], skipsLocked);
  const heldJobs = new Set(held.busy);
  const ofFreeJobs = ripe.filter((row) => !heldJobs.has(toNumber(row['job_id'] ?? 0)));
  const heldLimits = await lockFreeLimits(session, ofFreeJobs.flatMap(limitOf), skipsLocked);
  const free = ofFreeJobs.filter((row) => !limitOf(row).some((key) => heldLimits.has(key)));
  await letGo(
    session,
    free.map((row) => toNumber(row['id']))
  );
  await grantSeats(session, new Set(free.flatMap(limitOf)));
  const left = ripe.filter((row) => !free.includes(row));
  return { ripened: free.length, busy: left.map((row) => toNumber(row['id'])) };
};

const limitOf = (row: Row): string[] => {
  const key = toTextOrNull(row['limit_key']);
  return key === null ? [] : [key];
};

const findRipe = (session: Session, aheadMs: number, except: number[]): Promise<Row[]> =>
  query(
    session,
    `SELECT id, job_id, limit_key FROM ${session.tables.executions}
     WHERE claimable = ${CLAIMABLE.time} AND ready_at <= ${session.now()} + ?
     ${except.length === 0 ? '' : `AND id NOT IN (${marks(except)})`}
     ORDER BY ready_at LIMIT ${BATCH}`,
    [aheadMs, ...except]
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
