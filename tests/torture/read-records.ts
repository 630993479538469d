import type { Knex } from 'knex';

import {
  fromJson,
  toNumber,
  toNumberOrNull,
  toTextOrNull,
} from '../../server/src/storage/engine/rows';
import { attemptsOf } from '../../server/src/storage/engine/attempts';
import type { RecordFacts } from './history';

type Row = Record<string, unknown>;

/** All records, as they stand in the database. */
export const readRecords = async (knex: Knex): Promise<RecordFacts[]> => {
  const rows: Row[] = await knex('job_scheduler_executions').orderBy('id');
  return rows.map(toFacts);
};

const toFacts = (row: Row): RecordFacts => ({
  documentId: String(row['document_id']),
  job: String(row['job_document_id']),
  slotAt: toNumberOrNull(row['slot_at']),
  readyAt: toNumber(row['ready_at']),
  status: String(row['status']),
  reason: toTextOrNull(row['reason']),
  queuedAt: toNumber(row['queued_at']),
  attempt: toNumber(row['attempt']),
  attempts: attemptsOf(row),
  missedFrom: toNumberOrNull(row['missed_from']),
  upstreams: (fromJson(row['upstreams']) ?? []) as RecordFacts['upstreams'],
  missedCount: toNumberOrNull(row['missed_count']),
  finishedAt: toNumberOrNull(row['finished_at']),
  claimToken: toTextOrNull(row['claim_token']),
  leaseUntil: toNumberOrNull(row['lease_until']),
  claimable: toNumberOrNull(row['claimable']),
  holds: [toTextOrNull(row['overlap_key']), toTextOrNull(row['limit_slot'])],
});

/** The cursor of each job; those that have none yet are left out. */
export const readCursors = async (
  knex: Knex
): Promise<{ job: string; cursorAt: number; nextAt: number | null }[]> => {
  const rows: Row[] = await knex('job_scheduler_jobs').select(
    'document_id',
    'cursor_at',
    'next_at'
  );
  return rows
    .filter((row) => row['cursor_at'] !== null)
    .map((row) => ({
      job: String(row['document_id']),
      cursorAt: toNumber(row['cursor_at']),
      nextAt: toNumberOrNull(row['next_at']),
    }));
};

/** Until when the circuit breaker of each job is open; null where it is closed. */
export const readBreakers = async (
  knex: Knex
): Promise<{ job: string; until: number | null }[]> => {
  const rows: Row[] = await knex('job_scheduler_jobs')
    .select('document_id', 'breaker_until')
    .orderBy('id');
  return rows.map((row) => ({
    job: String(row['document_id']),
    until: toNumberOrNull(row['breaker_until']),
  }));
};

const TABLES = [
  'executions',
  'jobs',
  'log_chunks',
  'nodes',
  'audit',
  'links',
  'upstream_ends',
  'calendars',
  'cluster',
  'locks',
].map((name) => `job_scheduler_${name}`);

/** Nothing of an earlier run is left. */
export const emptyTables = async (knex: Knex): Promise<void> => {
  for (const table of TABLES) await knex(table).del();
  // Rows are numbered from 1 again.
  if (knex.client.config.client === 'better-sqlite3') {
    await knex('sqlite_sequence').whereIn('name', TABLES).del();
  }
};
