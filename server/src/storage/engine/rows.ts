import type { AttemptView, Trigger } from '../../contract/execution';
import type { JobDefinition } from '../../contract/job';
import type { ClaimedExecution, DueJob, ExecutionPlan, Owner, Ref } from '../../engine/ports';
import type { Row } from './session';

/**
 * The only place where rows become values and values become rows. BIGINT arrives as text from PostgreSQL and MySQL,
 * JSON as text from SQLite, MariaDB and (with Strapi's parsers) PostgreSQL.
 */

export const toNumber = (value: unknown): number => {
  const number = Number(value);
  if (value === null || value === undefined || Number.isNaN(number)) {
    throw new Error(`a number was expected where the database answered ${String(value)}`);
  }
  return number;
};

export const toNumberOrNull = (value: unknown): number | null =>
  value === null || value === undefined ? null : toNumber(value);

export const toTextOrNull = (value: unknown): string | null =>
  typeof value === 'string' ? value : null;

export const fromJson = (value: unknown): unknown =>
  typeof value === 'string' ? JSON.parse(value) : value;

/**
 * A value as JSON text that every database takes; null stays NULL. PostgreSQL's jsonb refuses U+0000 and halves of
 * surrogate pairs: a result with one of them must not keep a whole batch of records from being written.
 */
export const toJson = (value: unknown): string | null => {
  const text = value === null ? undefined : JSON.stringify(value);
  if (text === undefined) return null;
  return text.includes('\\u') ? text.replace(UNSTORABLE, '$1\\ufffd') : text;
};

/** The same for plain text columns. */
export const toText = (value: string | null): string | null =>
  value === null ? null : value.replaceAll('\0', '\ufffd');

const UNSTORABLE = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g;

const toRef = (row: Row): Ref => ({
  id: toNumber(row['id']),
  attempt: toNumber(row['attempt']),
  token: String(row['claim_token']),
});

/** `nextAt` is the occurrence that made it due, or the instant since which it is held. */
export const toDueJob = (row: Row, nextAt: number): DueJob => ({
  id: toNumber(row['id']),
  documentId: String(row['document_id']),
  revision: toNumber(row['revision']),
  owner: toOwner(row),
  definition: fromJson(row['definition']) as JobDefinition,
  nextAt,
  cursorAt: toNumberOrNull(row['cursor_at']),
  pausedUntil: toNumberOrNull(row['paused_until']),
  scheduledCount: toNumber(row['scheduled_count']),
});

export const toOwner = (row: Row): Owner | null => {
  const kind = row['owner_kind'];
  if (kind !== 'user' && kind !== 'token') return null;
  return { kind, id: String(row['owner_id']) };
};

/** All executions of a job have the same plan until it is edited: the last few are read once. */
const toPlan = (value: unknown): ExecutionPlan => {
  if (typeof value !== 'string') return value as ExecutionPlan;
  const known = plans.get(value);
  if (known !== undefined) return known;
  if (plans.size >= MOST_PLANS) plans.clear();
  const plan = deepFreeze(JSON.parse(value)) as ExecutionPlan;
  plans.set(value, plan);
  return plan;
};

// One that is shared must stay as it was stored.
const deepFreeze = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
};

const MOST_PLANS = 200;
const plans = new Map<string, ExecutionPlan>();

/** `job.id` is 0 where the job was deleted. */
export const toClaimed = (row: Row): ClaimedExecution => {
  const startedAt = toNumber(row['started_at']);
  return {
    ref: toRef(row),
    documentId: String(row['document_id']),
    job: {
      id: toNumberOrNull(row['job_id']) ?? 0,
      documentId: String(row['job_document_id']),
      name: String(row['job_name']),
    },
    trigger: String(row['trigger']) as Trigger,
    slotAt: toNumberOrNull(row['slot_at']),
    readyAt: toNumber(row['ready_at']),
    firstStartedAt: toNumberOrNull(row['first_started_at']) ?? startedAt,
    startedAt,
    maxAttempts: toNumber(row['max_attempts']),
    limitKey: toTextOrNull(row['limit_key']),
    node: toTextOrNull(row['node']),
    plan: toPlan(row['plan']),
    parameters: fromJson(row['parameters']) as Record<string, unknown>,
    attempts: toAttempts(row['attempts']),
  };
};

export const toAttempts = (value: unknown): AttemptView[] =>
  value === null || value === undefined ? [] : (fromJson(value) as AttemptView[]);

/** Whether the row is the very attempt that `ref` proves. */
export const isOwnedBy = (row: Row, ref: Ref): boolean =>
  toNumber(row['id']) === ref.id &&
  toNumber(row['attempt']) === ref.attempt &&
  row['claim_token'] === ref.token;
