import type { ExecutionStatus } from '../../server/src/contract/execution';
import type { JobDefinition } from '../../server/src/contract/job';
import type {
  EngineStore,
  NewExecution,
  NewLogLine,
  ScriptsOf,
} from '../../server/src/engine/ports';
import { attemptsOf } from '../../server/src/storage/engine/attempts';
import { createEngineStore } from '../../server/src/storage/engine/create-engine-store';
import { createExecutionWriter } from './execution-writer';
import {
  fromJson,
  toNumber,
  toNumberOrNull,
  toTextOrNull,
} from '../../server/src/storage/engine/rows';
import { admit, aDefinition } from './factories';
import type { Consent } from './memory-rows';
import { createMemoryStore } from './memory-store';
import type { SchemaDatabase } from './schema';

/** What a case may know of a record, whichever store holds it. */
export interface ExecutionFacts {
  id: number;
  documentId: string;
  slotAt: number | null;
  readyAt: number;
  status: ExecutionStatus;
  reason: string | null;
  claimable: number | null;
  claimOrder: number | null;
  overlapKey: string | null;
  limitSlot: string | null;
  attempt: number;
  claimToken: string | null;
  leaseUntil: number | null;
  firstStartedAt: number | null;
  startedAt: number | null;
  finishedAt: number | null;
  cancelRequestedAt: number | null;
  attempts: { attempt: number; status: string }[];
  result: unknown;
  error: { name: string; message: string; code: string | null } | null;
  progress: { percent: number | null; message: string | null } | null;
}

export interface JobFacts {
  nextAt: number | null;
  cursorAt: number | null;
  heldReason: string | null;
  heldAt: number | null;
  executionCount: number;
  failureCount: number;
  failureStreak: number;
}

interface GivenJob {
  nextAt?: number | null;
  cursorAt?: number | null;
  revision?: number;
  template?: string;
  definition?: Partial<JobDefinition>;
}

export interface AddedJob {
  id: number;
  documentId: string;
  name: string;
}

/** A store on an empty bench, a clock that the test turns, and doors to look inside. */
export interface Bench {
  store: EngineStore;
  clock: { now: number };
  addJob(given?: GivenJob): Promise<AddedJob>;
  job(id: number): Promise<JobFacts>;
  executionsOf(jobId: number): Promise<ExecutionFacts[]>;
  requestCancel(documentId: string): Promise<unknown>;
  /** As before a job is deleted: what waits is cancelled, what runs is asked to. */
  cancelAllOf(jobId: number): Promise<unknown>;
  /** Starts by hand, under the rule of overlap of the execution's plan. */
  start(job: AddedJob, execution: NewExecution): Promise<unknown>;
  logOf(executionId: number): Promise<NewLogLine[]>;
}

/** 2026-01-01T00:00:00Z */
export const START = 1_767_225_600_000;

let made = 0;

export const memoryBench = async (consent: Consent | null = null): Promise<Bench> => {
  const clock = { now: START };
  const store = createMemoryStore({ now: () => clock.now }, consent);
  return {
    store,
    clock,
    addJob: async ({ template = 'self-test', definition: own = {}, ...given } = {}) => {
      const definition = aDefinition({ template, name: `Job ${(made += 1)}`, ...own });
      return store.addJob({ definition, ...given });
    },
    job: async (id) => store.job(id),
    executionsOf: async (jobId) => store.executionsOf(jobId),
    requestCancel: async (documentId) => store.requestCancel(documentId),
    cancelAllOf: async (jobId) => store.cancelAllOf(jobId),
    start: async (job, execution) => store.addExecution(job.id, execution),
    logOf: async (executionId) => store.tables.logs.get(executionId) ?? [],
  };
};

export interface BenchOptions {
  skipsLocked?: boolean;
  scriptsOf?: ScriptsOf;
}

/** Empties the tables of a database and opens a store on it. */
export const databaseBench = async (
  database: SchemaDatabase,
  { skipsLocked, scriptsOf }: BenchOptions = {}
): Promise<Bench> => {
  const { knex, client } = database;
  await emptyTables(database);
  const clock = { now: START };
  const now = () => clock.now;
  const store = createEngineStore({
    knex,
    client,
    now,
    scriptsOf,
    ...(skipsLocked === undefined ? {} : { skipsLocked }),
  });
  const writer = createExecutionWriter({ client, now, scriptsOf });
  return {
    store,
    clock,
    addJob: (given) => insertJob(database, given),
    job: async (id) => toJobFacts(await knex('job_scheduler_jobs').where({ id }).first()),
    executionsOf: async (jobId) => {
      const rows: Row[] = await knex('job_scheduler_executions').where({ job_id: jobId });
      return rows
        .map(toFacts)
        .sort((a, b) => (a.slotAt ?? Infinity) - (b.slotAt ?? Infinity) || a.id - b.id);
    },
    requestCancel: (documentId) => knex.transaction((trx) => writer.requestCancel(trx, documentId)),
    cancelAllOf: (jobId) => knex.transaction((trx) => writer.cancelQueuedOf(trx, jobId)),
    start: (job, execution) =>
      knex.transaction((trx) =>
        writer.startExecution(trx, {
          job: { ...job, overlap: execution.plan.overlap },
          execution,
          admit,
        })
      ),
    logOf: async (executionId) => {
      const chunks: Row[] = await knex('job_scheduler_log_chunks')
        .where({ execution_id: executionId })
        .orderBy('first_seq');
      return chunks.flatMap((chunk) => fromJson(chunk['lines']) as NewLogLine[]);
    },
  };
};

type Row = Record<string, unknown>;

const emptyTables = async ({ knex }: SchemaDatabase): Promise<void> => {
  for (const table of ['executions', 'jobs', 'log_chunks', 'nodes', 'audit']) {
    await knex(`job_scheduler_${table}`).del();
  }
};

/** A job's row as the services write it. */
export const insertJob = async (
  { knex, client }: SchemaDatabase,
  {
    template = 'self-test',
    nextAt = null,
    cursorAt = null,
    revision = 1,
    definition = {},
  }: GivenJob = {}
): Promise<AddedJob> => {
  const name = `Job ${(made += 1)}`;
  const documentId = `job${made}`.padEnd(24, '0');
  const row = {
    document_id: documentId,
    name,
    template,
    enabled: true,
    definition: JSON.stringify(aDefinition({ template, name, ...definition })),
    revision,
    next_at: nextAt,
    cursor_at: cursorAt,
    failure_streak: 0,
    dependents_count: 0,
    scheduled_count: 0,
    execution_count: 0,
    failure_count: 0,
  };
  const insert = knex('job_scheduler_jobs').insert(row);
  const [answer]: unknown[] = await (client === 'mysql' ? insert : insert.returning('id'));
  const id = client === 'mysql' ? answer : (answer as Row)['id'];
  return { id: toNumber(id), documentId, name };
};

const toJobFacts = (row: Row): JobFacts => ({
  nextAt: toNumberOrNull(row['next_at']),
  cursorAt: toNumberOrNull(row['cursor_at']),
  heldReason: toTextOrNull(row['held_reason']),
  heldAt: toNumberOrNull(row['held_at']),
  executionCount: toNumber(row['execution_count']),
  failureCount: toNumber(row['failure_count']),
  failureStreak: toNumber(row['failure_streak']),
});

const toFacts = (row: Row): ExecutionFacts => ({
  id: toNumber(row['id']),
  documentId: String(row['document_id']),
  slotAt: toNumberOrNull(row['slot_at']),
  readyAt: toNumber(row['ready_at']),
  status: String(row['status']) as ExecutionStatus,
  reason: toTextOrNull(row['reason']),
  claimable: toNumberOrNull(row['claimable']),
  claimOrder: toNumberOrNull(row['claim_order']),
  overlapKey: toTextOrNull(row['overlap_key']),
  limitSlot: toTextOrNull(row['limit_slot']),
  attempt: toNumber(row['attempt']),
  claimToken: toTextOrNull(row['claim_token']),
  leaseUntil: toNumberOrNull(row['lease_until']),
  firstStartedAt: toNumberOrNull(row['first_started_at']),
  startedAt: toNumberOrNull(row['started_at']),
  finishedAt: toNumberOrNull(row['finished_at']),
  cancelRequestedAt: toNumberOrNull(row['cancel_requested_at']),
  attempts: attemptsOf(row),
  result: fromJson(row['result']),
  error: fromJson(row['error']) as ExecutionFacts['error'],
  progress: fromJson(row['progress']) as ExecutionFacts['progress'],
});
