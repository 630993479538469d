import { afterItsTurn } from '../../domain/place';
import { CLAIMABLE } from './claimable';
import { readNow } from './database-clock';
import { heads } from './heads';
import { latest } from './latest';
import { toNumber, toTextOrNull } from './rows';
import { execute, marks, query, type Row, type Session } from './session';
import { updateEach } from './update-each';

/** The key of the one execution of a job that is not to overlap others. */
export const overlapKeyOf = (jobId: number): string => `job:${jobId}`;

/** Notes that executions of these jobs wait for their turn: from now on the end of one looks for the next. */
export const noteTurns = async (session: Session, jobIds: number[]): Promise<void> => {
  if (jobIds.length > 0) await setTurns(session, jobIds, '1');
};

/** The limits of those whose turn comes next, to be locked before one of them gets it, even if the first is cancelled. */
export const limitsOfTurns = async (
  session: Session,
  jobIds: number[]
): Promise<Map<number, string[]>> => {
  const next = await findNext(session, jobIds, 2);
  const limitsOf = (id: number): string[] =>
    next.flatMap((row) => (jobIdOf(row) === id ? (toTextOrNull(row['limit_key']) ?? []) : []));
  return new Map(jobIds.map((id) => [id, limitsOf(id)]));
};

/**
 * Gives the turn of each job to the first that waits for it, once no other execution of the job is on its way. The jobs'
 * rows are locked. Answers the limits of which they want a seat now.
 */
export const promoteTurns = async (session: Session, jobIds: number[]): Promise<string[]> => {
  if (jobIds.length === 0) return [];
  const busy = await findBusy(session, jobIds);
  const free = jobIds.filter((id) => !busy.has(id));
  const next = await findNext(session, free, 1);
  const left = new Set(next.map(jobIdOf));
  const done = free.filter((id) => !left.has(id));
  if (done.length > 0) await setTurns(session, done, 'NULL');
  if (next.length === 0) return [];
  const now = await readNow(session);
  await updateEach(session, {
    table: session.tables.executions,
    columns: { id: 'integer', claimable: 'integer', overlap_key: 'text' },
    rows: next.map((row) => ({
      id: row['id'],
      claimable: CLAIMABLE[afterItsTurn(toQueued(row), now)],
      overlap_key: overlapKeyOf(jobIdOf(row)),
    })),
    set: { claimable: 'v.claimable', overlap_key: 'v.overlap_key' },
    where: `t.claimable = ${CLAIMABLE.turn}`,
  });
  return next.flatMap((row) => toTextOrNull(row['limit_key']) ?? []);
};

/** In the order of their instants, of one instant in the order in which they came. */
const findNext = (session: Session, jobIds: number[], limit: number): Promise<Row[]> =>
  heads(session, jobIds, {
    columns: 'id, job_id, ready_at, limit_key',
    where: `job_id = ? AND finished_at IS NULL AND claimable = ${CLAIMABLE.turn}`,
    order: 'ready_at, id',
    limit,
  });

/** Jobs with an execution that runs, or will without waiting for its turn. */
const findBusy = async (session: Session, jobIds: number[]): Promise<Set<number>> => {
  const rows = await query(
    session,
    `SELECT job_id FROM ${session.tables.executions}
     WHERE job_id IN (${marks(jobIds)}) AND finished_at IS NULL
       AND (claimable IS NULL OR claimable > ${CLAIMABLE.turn}) AND status <> 'waiting'
     ${latest(session)}`,
    jobIds
  );
  return new Set(rows.map(jobIdOf));
};

const setTurns = (session: Session, jobIds: number[], value: '1' | 'NULL'): Promise<void> =>
  execute(
    session,
    `UPDATE ${session.tables.jobs} SET waiting_turns = ${value} WHERE id IN (${marks(jobIds)})`,
    jobIds
  );

const jobIdOf = (row: Row): number => toNumber(row['job_id']);

const toQueued = (row: Row) => ({
  readyAt: toNumber(row['ready_at']),
  isLimited: toTextOrNull(row['limit_key']) !== null,
});
