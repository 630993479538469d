import { overlapKeyOf } from './insert-executions';
import { toNumber, toNumberOrNull } from './rows';
import { forUpdate, marks, query, type Row, type Session } from './session';
import { updateEach } from './update-each';

/**
 * Lets the next waiting execution of each job be claimed once none of the job is in progress any more, in the order
 * of their instants. The jobs' rows are locked.
 */
export const promoteNext = async (session: Session, jobIds: number[]): Promise<void> => {
  const waiting = await findWaiting(session, jobIds);
  if (waiting.length === 0) return;
  const busy = await findBusy(session, [...new Set(waiting.map(jobIdOf))]);
  const first = new Map(
    waiting
      .filter((row) => !busy.has(jobIdOf(row)))
      .sort(byTurn)
      .toReversed()
      .map((row) => [jobIdOf(row), row])
  );
  await updateEach(session, {
    table: session.tables.executions,
    columns: { id: 'integer', overlap_key: 'text' },
    rows: [...first].map(([jobId, row]) => ({ id: row['id'], overlap_key: overlapKeyOf(jobId) })),
    set: { claimable: '1', overlap_key: 'v.overlap_key' },
    where: 't.claimable = 0',
  });
};

const findWaiting = async (session: Session, jobIds: number[]): Promise<Row[]> => {
  if (jobIds.length === 0) return [];
  return query(
    session,
    `SELECT id, job_id, slot_at FROM ${session.tables.executions}
     WHERE claimable = 0 AND job_id IN (${marks(jobIds)}) ${forUpdate(session)}`,
    jobIds
  );
};

/** Jobs with an execution that may be claimed or is running. */
const findBusy = async (session: Session, jobIds: number[]): Promise<Set<number>> => {
  const rows = await query(
    session,
    `SELECT job_id FROM ${session.tables.executions}
     WHERE job_id IN (${marks(jobIds)}) AND finished_at IS NULL
       AND (claimable = 1 OR claimable IS NULL) ${forUpdate(session)}`,
    jobIds
  );
  return new Set(rows.map(jobIdOf));
};

const jobIdOf = (row: Row): number => toNumber(row['job_id']);

const byTurn = (a: Row, b: Row): number =>
  slotOf(a) - slotOf(b) || toNumber(a['id']) - toNumber(b['id']);

/** Starts by hand come after occurrences. */
const slotOf = (row: Row): number => toNumberOrNull(row['slot_at']) ?? Number.MAX_SAFE_INTEGER;
