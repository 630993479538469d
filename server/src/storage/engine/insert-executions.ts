import { placeNew } from '../../domain/place';
import type { Admit, NewExecution, Owed } from '../../engine/ports';
import { cancelPrevious, limitsOnTheWay } from './cancel-previous';
import { CLAIMABLE } from './claimable';
import { countQueues, NO_QUEUE, type JobQueue } from './count-queues';
import { readNow } from './database-clock';
import { grantSeats } from './grant-seats';
import { latest } from './latest';
import { lockLimits } from './lock-limits';
import { noteTurns, overlapKeyOf } from './promote-turns';
import { refuseUnapproved } from './refuse-unapproved';
import { toJson, toNumber, toNumberOrNull, toText } from './rows';
import { execute, marks, query, type Client, type Row, type Session } from './session';
import { writeUpstreamEnds, type Ended } from './upstream-ends';

interface Inserted {
  executions: NewExecution[];
  /** documentIds of running executions that were asked to cancel, to make room. */
  cancelling: string[];
}

/**
 * Inserts new records of jobs whose rows are locked, with all that they need to wait for, and cancels those before them
 * where the job wants that. An occurrence that has its record already is left alone. Answers what was inserted.
 */
export const insertExecutions = async <T extends Owed>(
  session: Session,
  owed: T[],
  admit: Admit<T>
): Promise<Inserted> => {
  const given = owed.filter(({ executions }) => executions.length > 0);
  const all = await refuseUnapproved(session, given);
  if (all.length === 0) return { executions: [], cancelling: [] };
  const replacing = all.filter(({ job }) => job.overlap === 'cancel-previous').map(jobIdOf);
  const limits = [...limitsOf(all), ...(await limitsOnTheWay(session, replacing))];
  await lockLimits(session, limits);
  const queues = await countQueues(session, all.filter(isToQueue).map(jobIdOf));
  const known = await findKnownSlots(session, all);
  const now = await readNow(session);

  const admitted = all.map((one) => {
    const { job } = one;
    const executions = one.executions.filter(({ slotAt }) => !known.has(`${job.id}:${slotAt}`));
    const queue = queues.get(job.id) ?? NO_QUEUE;
    return { job, queue, ...admit({ ...one, executions }, queue) };
  });
  const { cancelling, freed } = await cancelPrevious(
    session,
    admitted.filter(({ cancelsPrevious }) => cancelsPrevious).map(jobIdOf)
  );
  const rows = admitted.flatMap(({ job, queue, cancelsPrevious, executions }) =>
    placed(job, cancelsPrevious ? withoutQueued(queue) : queue, executions, now)
  );
  await insertRows(session, rows);
  await writeUpstreamEnds(session, admitted.flatMap(endedOf));
  await noteTurns(session, jobsWaitingForTurn(rows));
  const wanted = rows.filter((row) => row['claimable'] === CLAIMABLE.seat);
  await grantSeats(session, [...freed, ...wanted.map((row) => String(row['limit_key']))]);
  return { executions: admitted.flatMap(({ executions }) => executions), cancelling };
};

/** Records that are over as they are made. */
const endedOf = ({ job, executions }: Owed): Ended[] =>
  executions.flatMap(({ id, documentId, status, reason, trigger }) => {
    if (status !== 'skipped' && status !== 'missed') return [];
    const ended = { jobId: job.id, execution: documentId, status, reason, trigger };
    return [id === undefined ? ended : { ...ended, waited: true }];
  });

const jobIdOf = ({ job }: Owed): number => job.id;

const isToQueue = ({ executions }: Owed): boolean =>
  executions.some(({ status }) => status === 'queued' || status === 'waiting');

const limitsOf = (owed: Owed[]): string[] =>
  owed.flatMap(({ executions }) => executions.flatMap(({ limit }) => limit?.key ?? []));

const withoutQueued = (queue: JobQueue): JobQueue => ({ ...queue, queued: 0, lastOrder: null });

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

/** The queue's columns of a row that is queued, and of one that is not. */
interface QueueColumns {
  claimable: number | null;
  claim_order: number | null;
  overlap_key: string | null;
}

const NOT_QUEUED: QueueColumns = { claimable: null, claim_order: null, overlap_key: null };

const placed = (
  job: Owed['job'],
  queue: JobQueue,
  executions: NewExecution[],
  now: number
): Row[] => {
  const queued = executions.filter(({ status }) => status === 'queued');
  const places = new Map<NewExecution, QueueColumns>(
    placeNew(job.overlap, queue, queued, now).map((place) => [
      place.execution,
      {
        claimable: CLAIMABLE[place.waitsFor],
        claim_order: place.claimOrder,
        overlap_key: place.hasTurn ? overlapKeyOf(job.id) : null,
      },
    ])
  );
  return executions.map((one) => toRow(job, one, places.get(one) ?? NOT_QUEUED, now));
};

const jobsWaitingForTurn = (rows: Row[]): number[] => [
  ...new Set(
    rows.flatMap((row) => (row['claimable'] === CLAIMABLE.turn ? toNumber(row['job_id']) : []))
  ),
];

const toRow = (
  job: Owed['job'],
  execution: NewExecution,
  queue: QueueColumns,
  now: number
): Row => {
  // Strapi fills these on every insert of its own.
  const at = new Date(now);
  const isOver = execution.status === 'skipped' || execution.status === 'missed';
  const limit = isOver ? null : execution.limit;
  return {
    ...(execution.id === undefined ? {} : { id: execution.id }),
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
    error: toJson(execution.error ?? null),
    priority: execution.priority,
    ...queue,
    limit_key: limit?.key ?? null,
    limit_count: limit?.count ?? null,
    open_upstreams: execution.openUpstreams,
    upstreams: execution.upstreams.length === 0 ? null : toJson(execution.upstreams),
    attempt: 0,
    max_attempts: execution.plan.retry.maxAttempts,
    queued_at: now,
    finished_at: isOver ? now : null,
    plan: toJson(execution.plan),
    parameters: toJson(execution.parameters),
    schedule_key: toText(execution.scheduleKey),
    merged_keys: toJson(execution.mergedKeys),
    kept_back_by: toJson(execution.keptBackBy ?? null),
    missed_from: execution.missedFrom,
    missed_count: execution.missedCount,
    started_by: toJson(execution.startedBy),
    note: toText(execution.note),
  };
};

const ROWS_PER_STATEMENT = 100;

/** The unique index on (job_id, slot_at) has the last word. MySQL: not `INSERT IGNORE`, which hides other errors. */
const CONFLICT: Record<Client, string> = {
  postgres: 'ON CONFLICT (job_id, slot_at) WHERE slot_at IS NOT NULL DO NOTHING',
  sqlite: 'ON CONFLICT (job_id, slot_at) WHERE slot_at IS NOT NULL DO NOTHING',
  mysql: 'ON DUPLICATE KEY UPDATE id = id',
};

/** Those that had a row already, while they waited, get it back. */
const insertRows = async (session: Session, rows: Row[]): Promise<void> => {
  await insertAlike(
    session,
    rows.filter((row) => 'id' in row)
  );
  await insertAlike(
    session,
    rows.filter((row) => !('id' in row))
  );
};

const insertAlike = async (session: Session, rows: Row[]): Promise<void> => {
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
