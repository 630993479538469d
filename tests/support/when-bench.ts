import type { Knex } from 'knex';

import type { CalendarDefinition } from '../../server/src/contract/calendar';
import type { JobDefinition } from '../../server/src/contract/job';
import type { EngineStore } from '../../server/src/engine/ports';
import { createEngineStore } from '../../server/src/storage/engine/create-engine-store';
import { lockPause, startPause } from '../../server/src/storage/engine/cluster';
import { nowSql } from '../../server/src/storage/engine/database-clock';
import { toNumber, toNumberOrNull, toTextOrNull } from '../../server/src/storage/engine/rows';
import { quotedTables } from '../../server/src/storage/engine/session';
import { aDefinition } from './factories';
import { createMemoryStore } from './memory-store';
import type { SchemaDatabase } from './schema';

/** A job as a case gives it. */
export interface GivenJob {
  definition?: Partial<JobDefinition>;
  nextAt?: number | null;
  cursorAt?: number | null;
  pausedUntil?: number | null;
  heldReason?: string | null;
  heldAt?: number | null;
  failureStreak?: number;
  breakerUntil?: number | null;
  scheduledCount?: number;
}

export interface PlacedJob {
  nextAt: number | null;
  nextRunAt: number | null;
  cursorAt: number | null;
  pausedUntil: number | null;
  heldReason: string | null;
  heldAt: number | null;
  failureStreak: number;
  breakerUntil: number | null;
  scheduledCount: number;
}

export interface AddedJob {
  id: number;
  documentId: string;
  name: string;
}

/** A store, its clock, and doors to what decides when something runs. */
export interface WhenBench {
  store: EngineStore;
  clock: { now: number };
  addJob(given?: GivenJob): Promise<AddedJob>;
  job(id: number): Promise<PlacedJob>;
  records(jobId: number): Promise<{ status: string; reason: string | null }[]>;
  /** Pauses all nodes. */
  pauseAll(pause: { at: number; until: number }): Promise<void>;
  addCalendar(documentId: string, calendar: CalendarDefinition): Promise<void>;
  /** What the scheduler told the audit log by itself, oldest first. */
  audit(): Promise<{ action: string; job: string | null }[]>;
}

/** 2026-01-01T00:00:00Z */
export const START = 1_767_225_600_000;

let made = 0;

export const memoryWhenBench = async (): Promise<WhenBench> => {
  const clock = { now: START };
  const store = createMemoryStore({ now: () => clock.now });
  return {
    store,
    clock,
    addJob: async ({ definition = {}, ...given } = {}) =>
      store.addJob({
        ...given,
        definition: aDefinition({ name: `When ${(made += 1)}`, ...definition }),
      }),
    job: async (id) => store.job(id),
    records: async (jobId) => store.executionsOf(jobId),
    pauseAll: async (pause) => void (store.tables.pause = { ...pause }),
    addCalendar: async (documentId, calendar) =>
      void store.tables.calendars.set(documentId, calendar),
    audit: async () => store.tables.audit,
  };
};

const TABLES = ['executions', 'jobs', 'cluster', 'calendars', 'audit', 'links', 'upstream_ends'];

export const databaseWhenBench = async ({ knex, client }: SchemaDatabase): Promise<WhenBench> => {
  for (const table of TABLES) await knex(`job_scheduler_${table}`).del();
  const clock = { now: START };
  const now = () => clock.now;
  const sessionOn = (connection: Knex.Transaction) => ({
    connection,
    client,
    tables: quotedTables(connection),
    now: nowSql(client, now),
  });
  return {
    store: createEngineStore({ knex, client, now }),
    clock,
    addJob: async (given) => {
      const { row, name, documentId } = toRow(given ?? {});
      const insert = knex('job_scheduler_jobs').insert(row);
      const [answer]: unknown[] = await (client === 'mysql' ? insert : insert.returning('id'));
      const id = client === 'mysql' ? answer : (answer as { id: unknown }).id;
      return { id: toNumber(id), documentId, name };
    },
    job: async (id) => toPlaced(await knex('job_scheduler_jobs').where({ id }).first()),
    records: (jobId) =>
      knex('job_scheduler_executions')
        .where({ job_id: jobId })
        .orderBy('id')
        .select('status', 'reason'),
    pauseAll: (pause) =>
      knex.transaction(async (trx) => {
        await lockPause(sessionOn(trx));
        await startPause(sessionOn(trx), { ...pause, note: 'Moving house', by: 'Ada' });
      }),
    addCalendar: async (documentId, calendar) => {
      const definition = JSON.stringify(calendar);
      const row = { document_id: documentId, name: calendar.name, revision: 1, definition };
      await knex('job_scheduler_calendars').insert(row);
    },
    audit: async () => {
      const rows = await knex('job_scheduler_audit').orderBy('id').select('action', 'object_id');
      return rows.map((row: Row) => ({
        action: String(row['action']),
        job: toTextOrNull(row['object_id']),
      }));
    },
  };
};

type Row = Record<string, unknown>;

/** A job's row as the services write it. */
const toRow = ({ definition: wanted = {}, ...given }: GivenJob) => {
  const name = `When ${(made += 1)}`;
  const documentId = `when${made}`.padEnd(24, '0');
  const definition = aDefinition({ name, ...wanted });
  const row = {
    document_id: documentId,
    name,
    template: definition.template,
    enabled: true,
    definition: JSON.stringify(definition),
    revision: 1,
    next_at: given.nextAt ?? null,
    next_run_at: given.nextAt ?? null,
    cursor_at: given.cursorAt ?? null,
    paused_at: given.pausedUntil === undefined ? null : START,
    paused_until: given.pausedUntil ?? null,
    held_reason: given.heldReason ?? null,
    held_at: given.heldAt ?? null,
    breaker_failures: definition.breaker?.failures ?? null,
    breaker_cool_down_ms: definition.breaker?.coolDownMs ?? null,
    breaker_until: given.breakerUntil ?? null,
    failure_streak: given.failureStreak ?? 0,
    scheduled_count: given.scheduledCount ?? 0,
    dependents_count: 0,
    execution_count: 0,
    failure_count: 0,
  };
  return { row, name, documentId };
};

const toPlaced = (row: Row): PlacedJob => ({
  nextAt: toNumberOrNull(row['next_at']),
  nextRunAt: toNumberOrNull(row['next_run_at']),
  cursorAt: toNumberOrNull(row['cursor_at']),
  pausedUntil: toNumberOrNull(row['paused_until']),
  heldReason: toTextOrNull(row['held_reason']),
  heldAt: toNumberOrNull(row['held_at']),
  failureStreak: toNumber(row['failure_streak']),
  breakerUntil: toNumberOrNull(row['breaker_until']),
  scheduledCount: toNumber(row['scheduled_count']),
});
