import type { UpstreamToken } from '../../contract/execution';
import type { ExecutionStatus, Reason, Trigger } from '../../contract/execution';
import type { JobDefinition } from '../../contract/job';
import type { Round, UpstreamEvent } from '../../domain/dependencies';
import type { DependentJob, WaitingExecution } from '../../engine/dependent-job';
import type { ExecutionPlan, NewExecution } from '../../engine/ports';
import { readNow } from './database-clock';
import { latest } from './latest';
import { fromJson, toNumber, toNumberOrNull, toOwner, toTextOrNull } from './rows';
import { marks, query, type Row, type Session } from './session';

/** A job's newest executions among which one is looked for that something takes the place of. */
const LOOK_BACK = 200;

/** A dependent job, and the rows of its rounds. */
export interface Dependent {
  job: DependentJob;
  /** documentId → id of each round's row. */
  rows: Map<string, number>;
}

/** Jobs that depend on others, as they stand; their rows are locked. `events` are about to be told to them. */
export const readDependents = async (
  session: Session,
  jobIds: number[],
  events: readonly UpstreamEvent[]
): Promise<Dependent[]> => {
  if (jobIds.length === 0) return [];
  const now = await readNow(session);
  const jobs = await query(
    session,
    `SELECT id, document_id, owner_kind, owner_id, definition, held_reason, paused_until
     FROM ${session.tables.jobs} WHERE id IN (${marks(jobIds)}) ORDER BY id ${latest(session)}`,
    jobIds
  );
  const names = await nameUpstreams(session, jobs.map(definitionOf));
  const replaced = events.flatMap(({ replaces }) => replaces ?? []);
  const dependents: Dependent[] = [];
  for (const row of jobs) {
    const rounds = await findRounds(session, toNumber(row['id']), replaced);
    dependents.push(toDependent(row, rounds, names, now));
  }
  return dependents;
};

const toDependent = (
  row: Row,
  rounds: Row[],
  names: Map<string, string>,
  now: number
): Dependent => {
  const definition = definitionOf(row);
  const job: DependentJob = {
    id: toNumber(row['id']),
    documentId: String(row['document_id']),
    owner: toOwner(row),
    definition,
    heldReason: toTextOrNull(row['held_reason']),
    pausedUntil: toNumberOrNull(row['paused_until']),
    now,
    upstreams: definition.dependencies.jobs.flatMap((documentId) => {
      const name = names.get(documentId);
      return name === undefined ? [] : [{ documentId, name }];
    }),
    rounds: rounds.map(toRound),
    waiting: rounds.filter((one) => one['status'] === 'waiting').map(toWaiting),
  };
  const rows = rounds.map((one) => [String(one['document_id']), toNumber(one['id'])] as const);
  return { job, rows: new Map(rows) };
};

const definitionOf = (row: Row): JobDefinition => fromJson(row['definition']) as JobDefinition;

const nameUpstreams = async (
  session: Session,
  definitions: JobDefinition[]
): Promise<Map<string, string>> => {
  const ids = [...new Set(definitions.flatMap(({ dependencies }) => dependencies.jobs))];
  if (ids.length === 0) return new Map();
  const rows = await query(
    session,
    `SELECT document_id, name FROM ${session.tables.jobs} WHERE document_id IN (${marks(ids)})`,
    ids
  );
  return new Map(rows.map((row) => [String(row['document_id']), String(row['name'])]));
};

/** Those that lack an end, and those that hold the end of one that is replaced; oldest first. */
const findRounds = async (session: Session, jobId: number, replaced: string[]): Promise<Row[]> => {
  const open = await query(
    session,
    `SELECT * FROM ${session.tables.executions}
     WHERE job_id = ? AND open_upstreams > 0 ORDER BY id ${latest(session)}`,
    [jobId]
  );
  if (replaced.length === 0) return open;
  const newest = await query(
    session,
    `SELECT * FROM ${session.tables.executions}
     WHERE job_id = ? AND open_upstreams = 0 ORDER BY id DESC LIMIT ${LOOK_BACK} ${latest(session)}`,
    [jobId]
  );
  const isHolder = (row: Row): boolean =>
    tokensOf(row).some(({ execution }) => execution !== null && replaced.includes(execution));
  return [...open, ...newest.filter(isHolder)].sort(
    (a, b) => toNumber(a['id']) - toNumber(b['id'])
  );
};

const tokensOf = (row: Row): UpstreamToken[] =>
  (fromJson(row['upstreams']) ?? []) as UpstreamToken[];

const toRound = (row: Row): Round => ({
  execution: String(row['document_id']),
  trigger: String(row['trigger']) as Trigger,
  state: stateOf(String(row['status']) as ExecutionStatus, row['reason']),
  tokens: tokensOf(row),
  replaces: null,
});

const stateOf = (status: ExecutionStatus, reason: unknown): Round['state'] => {
  if (status === 'waiting') return 'waits';
  return status === 'skipped' && reason === 'dependency-failed' ? 'failed' : 'let-go';
};

const toWaiting = (row: Row): WaitingExecution => {
  const key = toTextOrNull(row['limit_key']);
  return {
    id: toNumber(row['id']),
    documentId: String(row['document_id']),
    trigger: String(row['trigger']) as Trigger,
    slotAt: toNumberOrNull(row['slot_at']),
    readyAt: toNumber(row['ready_at']),
    status: 'waiting',
    reason: toTextOrNull(row['reason']) as Reason | null,
    priority: toNumber(row['priority']),
    plan: fromJson(row['plan']) as ExecutionPlan,
    limit: key === null ? null : { key, count: toNumber(row['limit_count']) },
    parameters: fromJson(row['parameters']) as Record<string, unknown>,
    scheduleKey: toTextOrNull(row['schedule_key']),
    mergedKeys: (fromJson(row['merged_keys']) ?? []) as string[],
    missedFrom: null,
    missedCount: null,
    upstreams: tokensOf(row),
    openUpstreams: toNumberOrNull(row['open_upstreams']),
    startedBy: fromJson(row['started_by']) as NewExecution['startedBy'],
    note: toTextOrNull(row['note']),
  };
};
