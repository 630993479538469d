import { MAX_PAGE_SIZE } from '../contract/api';
import type { ExecutionStatus } from '../contract/execution';
import type { JobStatus } from '../contract/job';
import type { Found, JobQuery, Scope } from '../services/ports';
import type { JobRecord, JobSummary } from '../services/records';
import { toNumber, toNumberOrNull } from './engine/rows';
import { query } from './engine/session';
import type { Client, Session } from './engine/session';
import { readNow } from './engine/database-clock';
import { toJob } from './job-rows';
import type { ScopedSession } from './jobs';
import { contains, scopeCondition, whereAll } from './scope';
import type { Condition } from './scope';

/** A page of the jobs in the scope, and how many there are in all. */
export const listJobs = async (
  session: ScopedSession,
  request: JobQuery,
  scope: Scope
): Promise<Found<JobRecord>> => {
  const now = await readNow(session);
  const where = whereAll([
    ...scopeCondition(scope, 'j.id', session.jobIdsWhere),
    ...filters(session.client, request, now),
  ]);
  const from = `FROM ${session.tables.jobs} j ${where.sql}`;
  const [counted] = await query(session, `SELECT COUNT(*) AS total ${from}`, where.bindings);
  const rows = await query(
    session,
    `SELECT j.* ${from} ORDER BY ${order(request)} LIMIT ? OFFSET ?`,
    [...where.bindings, Math.min(request.limit, MAX_PAGE_SIZE), request.offset]
  );
  return { rows: rows.map(toJob), total: toNumber(counted?.['total']) };
};

const COLUMNS: Record<JobQuery['sort']['field'], string> = {
  name: 'j.name',
  createdAt: 'j.created_at',
  updatedAt: 'j.updated_at',
  nextRunAt: 'j.next_run_at',
  template: 'j.template',
};

// What has no value comes last, either way.
const order = ({ sort }: JobQuery): string => {
  const direction = sort.descending ? 'DESC' : 'ASC';
  const column = COLUMNS[sort.field];
  return `${column} IS NULL, ${column} ${direction}, j.id ${direction}`;
};

const filters = (client: Client, request: JobQuery, now: number): Condition[] => {
  const { q, status, enabled, template, category, tag, owner } = request;
  return [
    ...(q === null ? [] : [contains(['j.name', 'j.description', 'j.category', 'j.template'], q)]),
    ...(status.length === 0 ? [] : [anyStatus(client, status, now)]),
    ...(enabled === null ? [] : [{ sql: 'j.enabled = ?', bindings: [enabled] }]),
    ...(template === null ? [] : [{ sql: 'j.template = ?', bindings: [template] }]),
    ...(category === null ? [] : [{ sql: 'j.category = ?', bindings: [category] }]),
    ...(tag === null ? [] : [hasTag(client, tag)]),
    ...(owner === null
      ? []
      : [{ sql: 'j.owner_kind = ? AND j.owner_id = ?', bindings: [owner.kind, owner.id] }]),
  ];
};

const HAS_TAG: Record<Client, string> = {
  sqlite: 'instr(j.tags, ?) > 0',
  postgres: 'position(? in j.tags::text) > 0',
  mysql: 'LOCATE(CAST(? AS BINARY), CAST(j.tags AS BINARY)) > 0',
};

// Every database writes the strings of a JSON list with the same quotes and escapes.
const hasTag = (client: Client, tag: string): Condition => ({
  sql: HAS_TAG[client],
  bindings: [JSON.stringify(tag)],
});

/** Some schedule is switched on. */
const SCHEDULED: Record<Client, string> = {
  sqlite: `EXISTS (SELECT 1 FROM json_each(j.definition, '$.schedules') s
    WHERE json_extract(s.value, '$.enabled'))`,
  postgres: `EXISTS (SELECT 1 FROM jsonb_array_elements(j.definition::jsonb -> 'schedules') s
    WHERE (s ->> 'enabled')::boolean)`,
  mysql: `COALESCE(JSON_CONTAINS(JSON_EXTRACT(j.definition, '$.schedules[*].enabled'), 'true'), 0) = 1`,
};
const END_AT: Record<Client, string> = {
  sqlite: `json_extract(j.definition, '$.endAt')`,
  postgres: `j.definition::jsonb ->> 'endAt'`,
  mysql: `JSON_UNQUOTE(JSON_EXTRACT(j.definition, '$.endAt'))`,
};

/** The same order of questions as `domain/job-status`. */
const anyStatus = (client: Client, statuses: JobStatus[], now: number): Condition => {
  const free = 'j.held_reason IS NULL AND (j.paused_until IS NULL OR j.paused_until <= ?)';
  const over = `j.next_at IS NULL AND (${SCHEDULED[client]} OR COALESCE(${END_AT[client]}, '9') <= ?)`;
  const iso = new Date(now).toISOString();
  const conditions: Record<JobStatus, Condition> = {
    disabled: { sql: 'j.enabled = ?', bindings: [false] },
    held: { sql: 'j.enabled = ? AND j.held_reason IS NOT NULL', bindings: [true] },
    paused: {
      sql: 'j.enabled = ? AND j.held_reason IS NULL AND j.paused_until > ?',
      bindings: [true, now],
    },
    ended: { sql: `j.enabled = ? AND ${free} AND (${over})`, bindings: [true, now, iso] },
    active: { sql: `j.enabled = ? AND ${free} AND NOT (${over})`, bindings: [true, now, iso] },
  };
  const wanted = statuses.map((status) => conditions[status]);
  return {
    sql: wanted.map(({ sql }) => `(${sql})`).join(' OR '),
    bindings: wanted.flatMap(({ bindings }) => bindings),
  };
};

const RECENT = 20;

/** The newest executions of each of these jobs: a short walk along the index for each, in one statement. */
export const summariseJobs = async (
  session: Session,
  jobIds: number[]
): Promise<Map<number, JobSummary>> => {
  if (jobIds.length === 0) return new Map();
  const newest = `SELECT id, job_id, document_id, status, first_started_at, finished_at
    FROM ${session.tables.executions} WHERE job_id = ? ORDER BY id DESC LIMIT ${RECENT}`;
  const rows = await query(
    session,
    `SELECT * FROM (${jobIds
      .map((_, index) => `SELECT * FROM (${newest}) n${index}`)
      .join(' UNION ALL ')}) n ORDER BY id DESC`,
    jobIds
  );
  const summaries = new Map<number, JobSummary>();
  for (const row of rows) {
    const jobId = toNumber(row['job_id']);
    const status = String(row['status']) as ExecutionStatus;
    const known = summaries.get(jobId);
    if (known !== undefined) known.recentStatuses.push(status);
    else
      summaries.set(jobId, {
        recentStatuses: [status],
        last: {
          documentId: String(row['document_id']),
          status,
          startedAt: toNumberOrNull(row['first_started_at']),
          finishedAt: toNumberOrNull(row['finished_at']),
        },
      });
  }
  return summaries;
};
