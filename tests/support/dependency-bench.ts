import type { UpstreamToken } from '../../server/src/contract/execution';
import type { JobDefinition } from '../../server/src/contract/job';
import { retryExecution } from '../../server/src/storage/engine/retry-execution';
import {
  fromJson,
  toJson,
  toNumber,
  toNumberOrNull,
  toTextOrNull,
} from '../../server/src/storage/engine/rows';
import { quotedTables } from '../../server/src/storage/engine/session';
import { nowSql } from '../../server/src/storage/engine/database-clock';
import { aDefinition } from './factories';
import type { Consent } from './memory-rows';
import type { MemoryStore } from './memory-store';
import { writeEvent } from './memory-upstream-ends';
import type { SchemaDatabase } from './schema';
import { databaseBench, memoryBench } from './store-bench';
import type { AddedJob, Bench, BenchOptions } from './store-bench';

/** What a case may know of an execution that has to do with dependencies. */
export interface RoundFacts {
  id: number;
  documentId: string;
  trigger: string;
  status: string;
  reason: string | null;
  openUpstreams: number | null;
  upstreams: UpstreamToken[];
}

/** A bench whose jobs may depend on each other. */
export interface DependencyBench extends Bench {
  /** A job with such a definition; it depends on the jobs in `on`. */
  add(given?: Partial<JobDefinition> & { on?: AddedJob[]; nextAt?: number }): Promise<AddedJob>;
  /** Changes what a save, a pause or a hold would change. */
  change(
    job: AddedJob,
    given: { definition?: JobDefinition; pausedUntil?: number; heldReason?: string }
  ): Promise<void>;
  /** In the order in which they came. */
  rounds(job: AddedJob): Promise<RoundFacts[]>;
  /** What is still to be told. */
  untold(): Promise<number>;
  /** One more attempt of an execution that ended without success, as by hand. */
  retry(documentId: string): Promise<unknown>;
  pauseAll(until: number | null): Promise<void>;
}

const definitionOf = (
  job: AddedJob,
  { on = [], ...given }: Partial<JobDefinition> & { on?: AddedJob[] }
): JobDefinition => {
  const { mode = 'all_success' } = given.dependencies ?? {};
  const jobs = on.map(({ documentId }) => documentId);
  return aDefinition({ overlap: 'allow', ...given, name: job.name, dependencies: { mode, jobs } });
};

export const memoryDependencyBench = async (
  consent: Consent | null = null
): Promise<DependencyBench> => {
  const bench = await memoryBench(consent);
  const store = bench.store as MemoryStore;
  return {
    ...bench,
    add: async ({ nextAt, ...given } = {}) => {
      const job = await bench.addJob(nextAt === undefined ? {} : { nextAt });
      store.job(job.id).definition = definitionOf(job, given);
      return job;
    },
    change: async ({ id }, given) => {
      Object.assign(store.job(id), given);
    },
    rounds: async ({ id }) =>
      store.tables.executions
        .filter(({ jobId }) => jobId === id)
        .sort((a, b) => a.id - b.id)
        .map((row) => structuredClone(row)),
    untold: async () => store.tables.upstreamEnds.length,
    retry: async (documentId) => {
      const row = store.execution(documentId);
      Object.assign(row, { status: 'queued', claimable: 1, finishedAt: null, reason: null });
      const { documentId: job } = row.job;
      writeEvent(store.tables, { job, execution: documentId, status: null, replaces: documentId });
    },
    pauseAll: async (until) => {
      store.tables.pause = until === null ? null : { at: bench.clock.now, until };
    },
  };
};

type Row = Record<string, unknown>;

export const databaseDependencyBench = async (
  database: SchemaDatabase,
  options: BenchOptions = {}
): Promise<DependencyBench> => {
  const { knex, client } = database;
  for (const table of ['links', 'upstream_ends', 'cluster'])
    await knex(`job_scheduler_${table}`).del();
  const bench = await databaseBench(database, options);
  const { clock } = bench;
  return {
    ...bench,
    add: async ({ nextAt, ...given } = {}) => {
      const job = await bench.addJob(nextAt === undefined ? {} : { nextAt });
      const definition = toJson(definitionOf(job, given));
      await knex('job_scheduler_jobs').where({ id: job.id }).update({ definition });
      for (const upstream of given.on ?? []) {
        await knex('job_scheduler_links').insert({
          job_id: job.id,
          kind: 'dependency',
          target: upstream.documentId,
        });
        await knex('job_scheduler_jobs')
          .where({ id: upstream.id })
          .increment('dependents_count', 1);
      }
      return job;
    },
    change: async ({ id }, { definition, pausedUntil, heldReason }) => {
      const columns = {
        ...(definition && { definition: toJson(definition) }),
        ...(pausedUntil !== undefined && { paused_until: pausedUntil }),
        ...(heldReason !== undefined && { held_reason: heldReason }),
      };
      await knex('job_scheduler_jobs').where({ id }).update(columns);
    },
    rounds: async ({ id }) => {
      const rows: Row[] = await knex('job_scheduler_executions')
        .where({ job_id: id })
        .orderBy('id');
      return rows.map((row) => ({
        id: toNumber(row['id']),
        documentId: String(row['document_id']),
        trigger: String(row['trigger']),
        status: String(row['status']),
        reason: toTextOrNull(row['reason']),
        openUpstreams: toNumberOrNull(row['open_upstreams']),
        upstreams: (fromJson(row['upstreams']) ?? []) as UpstreamToken[],
      }));
    },
    untold: async () => (await knex('job_scheduler_upstream_ends')).length,
    retry: (documentId) =>
      knex.transaction((trx) =>
        retryExecution(
          {
            connection: trx,
            client,
            tables: quotedTables(trx),
            now: nowSql(client, () => clock.now),
            scriptsOf: options.scriptsOf,
          },
          documentId
        )
      ),
    pauseAll: async (until) => {
      await knex('job_scheduler_cluster').del();
      if (until !== null)
        await knex('job_scheduler_cluster').insert({
          name: 'scheduler',
          paused_at: clock.now,
          paused_until: until,
        });
    },
  };
};
