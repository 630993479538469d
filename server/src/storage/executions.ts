import { MAX_PAGE_SIZE } from '../contract/api';
import type { ExecutionStatus, Reason, Trigger } from '../contract/execution';
import type { ExecutionPlan } from '../engine/ports';
import type { ExecutionQuery, Found, Page, Scope } from '../services/ports';
import type { ExecutionRecord, JobRecord } from '../services/records';
import { attemptsOf } from './engine/attempts';
import { CLAIMABLE } from './engine/claimable';
import { fromJson, toNumber, toNumberOrNull, toTextOrNull } from './engine/rows';
import { marks, query } from './engine/session';
import type { Row, Session } from './engine/session';
import type { ScopedSession } from './jobs';
import { contains, scopeCondition, whereAll } from './scope';
import type { Condition } from './scope';
import { toJsonOrNull } from './values';

/** The execution of that documentId, if the scope covers its job. */
export const findExecution = async (
  session: ScopedSession,
  documentId: string,
  scope: Scope
): Promise<ExecutionRecord | undefined> => {
  const where = whereAll([
    { sql: 'e.document_id = ?', bindings: [documentId] },
    ...scopeCondition(scope, 'e.job_id', session.jobIdsWhere),
  ]);
  const sql = `SELECT e.* FROM ${session.tables.executions} e ${where.sql}`;
  const [row] = await query(session, sql, where.bindings);
  return row && toExecution(row);
};

/** A page of the executions of the jobs in the scope, and how many there are in all. */
export const listExecutions = async (
  session: ScopedSession,
  request: ExecutionQuery,
  scope: Scope
): Promise<Found<ExecutionRecord>> =>
  page(session, request, {
    parts: partsOf(request),
    conditions: [
      ...scopeCondition(scope, 'e.job_id', session.jobIdsWhere),
      ...(await filters(session, request)),
    ],
  });

/** Executions of a job that people or tokens started, newest first. */
export const listHandStarts = (
  session: Session,
  job: JobRecord,
  request: Page
): Promise<Found<ExecutionRecord>> =>
  page(session, request, {
    parts: [{ order: 'e.id DESC' }],
    conditions: [{ sql: "e.job_id = ? AND e.trigger IN ('manual', 'api')", bindings: [job.id] }],
  });

/** documentIds of a job's executions that run now. */
export const findRunningOf = async (session: Session, { id }: JobRecord): Promise<string[]> => {
  const rows = await query(
    session,
    `SELECT e.document_id FROM ${session.tables.executions} e
     WHERE e.job_id = ? AND e.status IN ('dispatched', 'running')`,
    [id]
  );
  return rows.map((row) => String(row['document_id']));
};

/** A list is its parts one after the other, each in an order in which an index has its rows. */
interface Part {
  order: string;
  /** Which rows are in it; all where left out. */
  where?: string;
}

const page = async (
  session: Session,
  { limit, offset }: Page,
  { parts, conditions }: { parts: Part[]; conditions: Condition[] }
): Promise<Found<ExecutionRecord>> => {
  const { sql, bindings } = whereAll(conditions);
  const total = await count(session, { sql, bindings });
  const rows: Row[] = [];
  let left = Math.min(limit, MAX_PAGE_SIZE);
  let skipped = offset;
  for (const { order, where } of parts) {
    if (left === 0) break;
    const inPart = whereAll([...conditions, ...(where ? [{ sql: where, bindings: [] }] : [])]);
    // The ids first: what is stepped over, or left out, is not read but for its place in an index. How many is said in
    // the text: SQLite takes a page of unknown length to be as long as the table, and reads the whole table to sort it.
    const found = await query(
      session,
      `SELECT e.* FROM ${session.tables.executions} e JOIN (
         SELECT e.id FROM ${session.tables.executions} e ${inPart.sql}
         ORDER BY ${order} LIMIT ${left} OFFSET ${skipped}
       ) page ON page.id = e.id ORDER BY ${order}`,
      inPart.bindings
    );
    rows.push(...found);
    left -= found.length;
    const isBehind = found.length === 0 && skipped > 0 && parts.length > 1;
    skipped = isBehind ? Math.max(0, skipped - (await count(session, inPart))) : 0;
  }
  return { rows: rows.map(toExecution), total };
};

const count = async (session: Session, { sql, bindings }: Condition): Promise<number> => {
  const from = `FROM ${session.tables.executions} e ${sql}`;
  const [row] = await query(session, `SELECT COUNT(*) AS total ${from}`, bindings);
  return toNumber(row?.['total']);
};

/** As the indexes have them, which end with the id. */
const COLUMNS: Record<ExecutionQuery['sort']['field'], string[]> = {
  queuedAt: ['e.queued_at'],
  scheduledFor: ['e.slot_at'],
  startedAt: ['e.first_started_at'],
  finishedAt: ['e.finished_at', 'e.status'],
};

// What has no value comes last, either way.
const partsOf = ({ sort, job, trigger, from, to }: ExecutionQuery): Part[] => {
  const { field, descending } = sort;
  const inOrder = (columns: string[]): string =>
    [...columns, 'e.id'].map((column) => `${column} ${descending ? 'DESC' : 'ASC'}`).join(', ');
  if (field === 'queuedAt') {
    // Records get their ids in the order in which they are queued.
    const isListed = job === null && (trigger.length > 0 || from !== null || to !== null);
    return [{ order: inOrder(isListed ? COLUMNS.queuedAt : []) }];
  }
  const columns = COLUMNS[field];
  return [
    { order: inOrder(columns), where: `${columns[0]} IS NOT NULL` },
    { order: inOrder([]), where: `${columns[0]} IS NULL` },
  ];
};

const filters = async (session: Session, request: ExecutionQuery): Promise<Condition[]> => {
  const { q, status, trigger, job, from, to } = request;
  return [
    ...(q === null ? [] : [contains(['e.job_name'], q)]),
    ...(status.length === 0 ? [] : [isOneOf('e.status', status)]),
    ...(trigger.length === 0 ? [] : [isOneOf('e.trigger', trigger)]),
    ...(job === null ? [] : [await ofJob(session, job)]),
    ...(from === null ? [] : [{ sql: 'e.queued_at >= ?', bindings: [from] }]),
    ...(to === null ? [] : [{ sql: 'e.queued_at < ?', bindings: [to] }]),
  ];
};

const isOneOf = (column: string, values: readonly string[]): Condition => ({
  sql: `${column} IN (${marks(values)})`,
  bindings: values,
});

/** By the indexed id while the job is there; its name for it stays behind. */
const ofJob = async (session: Session, documentId: string): Promise<Condition> => {
  const sql = `SELECT id FROM ${session.tables.jobs} WHERE document_id = ?`;
  const [row] = await query(session, sql, [documentId]);
  return row === undefined
    ? { sql: 'e.job_document_id = ?', bindings: [documentId] }
    : { sql: 'e.job_id = ?', bindings: [toNumber(row['id'])] };
};

export const toExecution = (row: Row): ExecutionRecord => ({
  id: toNumber(row['id']),
  documentId: String(row['document_id']),
  jobId: toNumberOrNull(row['job_id']),
  jobDocumentId: String(row['job_document_id']),
  jobName: String(row['job_name']),
  trigger: String(row['trigger']) as Trigger,
  slotAt: toNumberOrNull(row['slot_at']),
  readyAt: toNumber(row['ready_at']),
  waitsFor: toWaitsFor(row),
  upstreams: (toJsonOrNull(row['upstreams']) ?? []) as ExecutionRecord['upstreams'],
  status: String(row['status']) as ExecutionStatus,
  // Until it has ended, the row keeps the reason of a cancel that is only asked for.
  reason: row['finished_at'] === null ? null : (toTextOrNull(row['reason']) as Reason | null),
  priority: toNumber(row['priority']),
  attempt: toNumber(row['attempt']),
  maxAttempts: toNumber(row['max_attempts']),
  node: toTextOrNull(row['node']),
  cancelRequestedAt: toNumberOrNull(row['cancel_requested_at']),
  queuedAt: toNumber(row['queued_at']),
  firstStartedAt: toNumberOrNull(row['first_started_at']),
  startedAt: toNumberOrNull(row['started_at']),
  finishedAt: toNumberOrNull(row['finished_at']),
  plan: fromJson(row['plan']) as ExecutionPlan,
  parameters: fromJson(row['parameters']) as Record<string, unknown>,
  attempts: attemptsOf(row),
  result: toJsonOrNull(row['result']),
  error: toJsonOrNull(row['error']) as ExecutionRecord['error'],
  exitCode: toNumberOrNull(row['exit_code']),
  progress: toJsonOrNull(row['progress']) as ExecutionRecord['progress'],
  scheduleKey: toTextOrNull(row['schedule_key']),
  mergedKeys: (toJsonOrNull(row['merged_keys']) ?? []) as string[],
  keptBackBy: toJsonOrNull(row['kept_back_by']) as ExecutionRecord['keptBackBy'],
  missedFrom: toNumberOrNull(row['missed_from']),
  missedCount: toNumberOrNull(row['missed_count']),
  startedBy: toJsonOrNull(row['started_by']) as ExecutionRecord['startedBy'],
  note: toTextOrNull(row['note']),
});

const toWaitsFor = (row: Row): ExecutionRecord['waitsFor'] => {
  if (row['status'] === 'waiting') return 'dependency';
  if (row['status'] !== 'queued') return null;
  return WAITS_FOR[toNumberOrNull(row['claimable']) ?? -1] ?? null;
};

const WAITS_FOR: Partial<Record<number, NonNullable<ExecutionRecord['waitsFor']>>> = {
  [CLAIMABLE.turn]: 'turn',
  [CLAIMABLE.time]: 'time',
  [CLAIMABLE.seat]: 'limit',
};
