import type { Admit, InProgress, NewExecution, Owed } from '../../engine/ports';
import { readNow } from './database-clock';
import { toJson, toNumber, toNumberOrNull, toText } from './rows';
import { execute, marks, query, type Client, type Row, type Session } from './session';

/**
 * Inserts new records of jobs whose rows are locked. An occurrence that has its record already is left alone. Of a
 * job that does not overlap only one queued execution may be claimed and holds the job's key; the others wait for
 * their turn. Answers what was inserted.
 */
export const insertExecutions = async <T extends Owed>(
  session: Session,
  owed: T[],
  decide: Admit<T>
): Promise<NewExecution[]> => {
  const all = owed.filter(({ executions }) => executions.length > 0);
  if (all.length === 0) return [];
  const inProgress = await countInProgress(session, all.filter(mustCount).map(jobIdOf));
  const known = await findKnownSlots(session, all);
  const now = await readNow(session);
  const admitted = all.map((one) => {
    const { job } = one;
    const executions = one.executions.filter(({ slotAt }) => !known.has(`${job.id}:${slotAt}`));
    const running = inProgress.get(job.id) ?? 0;
    const counted: InProgress = { running, queued: 0, waiting: 0 };
    return { job, executions: decide({ ...one, executions }, counted).executions, running };
  });
  await insertRows(
    session,
    admitted.flatMap(({ job, executions, running }) =>
      placed(job, executions, running).map((place) => toRow(job, place, now))
    )
  );
  return admitted.flatMap(({ executions }) => executions);
};

/** The key of the one execution in progress of a job that does not overlap. */
export const overlapKeyOf = (jobId: number): string => `job:${jobId}`;

/** How many executions of each job are queued, running or waiting for a retry. */
export const countInProgress = async (
  session: Session,
  jobIds: number[]
): Promise<Map<number, number>> => {
  if (jobIds.length === 0) return new Map();
  const rows = await query(
    session,
    `SELECT job_id, COUNT(*) AS total FROM ${session.tables.executions}
     WHERE job_id IN (${marks(jobIds)}) AND finished_at IS NULL GROUP BY job_id ${latest(session)}`,
    jobIds
  );
  return new Map(rows.map((row) => [toNumber(row['job_id']), toNumber(row['total'])]));
};

/** MySQL: a plain read in a caller's REPEATABLE READ transaction would answer what was there before the lock. */
const latest = (session: Session): string => (session.client === 'mysql' ? 'FOR UPDATE' : '');

const jobIdOf = ({ job }: Owed): number => job.id;

const mustCount = ({ job, executions }: Owed): boolean =>
  job.overlap !== 'allow' && executions.some(({ status }) => status === 'queued');

const findKnownSlots = async (session: Session, owed: Owed[]): Promise<Set<string>> => {
  const slots = owed.flatMap(({ executions }) => executions.flatMap(({ slotAt }) => slotAt ?? []));
  if (slots.length === 0) return new Set();
  const jobIds = owed.map(jobIdOf);
  const rows = await query(
    session,
    `SELECT job_id, slot_at FROM ${session.tables.executions}
     WHERE job_id IN (${marks(jobIds)}) AND slot_at IN (${marks(slots)}) ${latest(session)}`,
    [...jobIds, ...slots]
  );
  return new Set(
    rows.map((row) => `${toNumber(row['job_id'])}:${String(toNumberOrNull(row['slot_at']))}`)
  );
};

interface Placed {
  execution: NewExecution;
  claimable: 0 | 1 | null;
  overlapKey: string | null;
}

const placed = (job: Owed['job'], executions: NewExecution[], running: number): Placed[] => {
  let isFree = running === 0;
  return executions.map((execution): Placed => {
    if (execution.status !== 'queued') return { execution, claimable: null, overlapKey: null };
    if (job.overlap === 'allow') return { execution, claimable: 1, overlapKey: null };
    if (!isFree) return { execution, claimable: 0, overlapKey: null };
    isFree = false;
    return { execution, claimable: 1, overlapKey: overlapKeyOf(job.id) };
  });
};

const toRow = (
  job: Owed['job'],
  { execution, claimable, overlapKey }: Placed,
  now: number
): Row => {
  // Strapi fills these on every insert of its own.
  const at = new Date(now);
  return {
    document_id: execution.documentId,
    created_at: at,
    updated_at: at,
    published_at: at,
    job_id: job.id,
    job_document_id: job.documentId,
    job_name: toText(job.name),
    trigger: execution.trigger,
    slot_at: execution.slotAt,
    ready_at: execution.readyAt,
    status: execution.status,
    reason: execution.reason,
    priority: execution.priority,
    claimable,
    overlap_key: overlapKey,
    attempt: 0,
    max_attempts: execution.plan.retry.maxAttempts,
    queued_at: now,
    finished_at: execution.status === 'queued' ? null : now,
    plan: toJson(execution.plan),
    parameters: toJson(execution.parameters),
    schedule_key: toText(execution.scheduleKey),
    merged_keys: toJson(execution.mergedKeys),
    missed_count: execution.missedCount,
    started_by: toJson(execution.startedBy),
    note: toText(execution.note),
  };
};

const ROWS_PER_STATEMENT = 100;

/** The unique index on (job_id, slot_at) has the last word. MySQL: not `INSERT IGNORE`, which hides other errors. */
const CONFLICT: Record<Client, string> = {
  postgres: 'ON CONFLICT (job_id, slot_at) DO NOTHING',
  sqlite: 'ON CONFLICT (job_id, slot_at) DO NOTHING',
  mysql: 'ON DUPLICATE KEY UPDATE id = id',
};

const insertRows = async (session: Session, rows: Row[]): Promise<void> => {
  const columns = Object.keys(rows[0] ?? {});
  const names = columns.map(() => '??').join(', ');
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) {
    const chunk = rows.slice(from, from + ROWS_PER_STATEMENT);
    await execute(
      session,
      `INSERT INTO ${session.tables.executions} (${names})
       VALUES ${chunk.map(() => `(${marks(columns)})`).join(', ')} ${CONFLICT[session.client]}`,
      [...columns, ...chunk.flatMap((row) => columns.map((column) => row[column]))]
    );
  }
};
