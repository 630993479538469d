import type { Knex } from 'knex';

import type { JobDefinition } from '../../../server/src/contract/job';
import type { EngineStore } from '../../../server/src/engine/ports';
import { placeAfter } from '../../../server/src/services/replace-job';
import { createEngineStore } from '../../../server/src/storage/engine/create-engine-store';
import { retryConflicts } from '../../../server/src/storage/engine/retry-conflicts';
import type { DatabaseName } from '../../support/databases';
import { createExecutionWriter } from '../../support/execution-writer';
import { createMemoryStore } from '../../support/memory-store';
import type { RecordFacts } from '../history';
import { addJob, editJob } from '../job-rows';
import { emptyTables, readCursors, readRecords } from '../read-records';

/** Where a simulated cluster keeps its jobs and records, with doors for an onlooker. */
export interface SimulatedTables {
  kind: DatabaseName | 'memory';
  knex: Knex | null;
  store(now: () => number): EngineStore;
  addJob(documentId: string, definition: JobDefinition, nextAt: number): Promise<void>;
  editJob(
    documentId: string,
    edit: (before: JobDefinition) => JobDefinition
  ): Promise<{ cursorAt: number | null; now: number }>;
  cancel(documentId: string): Promise<{ answer: string; attempt: number }>;
  records(): Promise<RecordFacts[]>;
  cursors(): Promise<{ job: string; cursorAt: number }[]>;
}

/** Opens empty tables on a clock. */
export type OpenTables = (now: () => number) => Promise<SimulatedTables>;

export const databaseTables =
  (knex: Knex, client: DatabaseName): OpenTables =>
  async (now) => {
    await emptyTables(knex);
    const database = { knex, client, now };
    const writer = createExecutionWriter(database);
    return {
      kind: client,
      knex,
      store: (clock) => createEngineStore({ knex, client, now: clock }),
      addJob: (documentId, definition, nextAt) => addJob(database, documentId, definition, nextAt),
      editJob: (documentId, edit) => editJob(database, documentId, edit),
      cancel: (documentId) =>
        retryConflicts(() =>
          knex.transaction(async (transaction) => {
            const answer = await writer.requestCancel(transaction, documentId);
            const row = await transaction('job_scheduler_executions')
              .where({ document_id: documentId })
              .first<{ attempt: number }>();
            return { answer, attempt: row.attempt };
          })
        ),
      records: () => readRecords(knex),
      cursors: () => readCursors(knex),
    };
  };

export const memoryTables: OpenTables = async (now) => {
  const store = createMemoryStore({ now });
  const jobOf = (documentId: string) => {
    const job = store.tables.jobs.find((one) => one.documentId === documentId);
    if (job === undefined) throw new Error(`no job ${documentId}`);
    return job;
  };
  return {
    kind: 'memory',
    knex: null,
    store: () => store,
    addJob: async (documentId, definition, nextAt) =>
      void store.addJob({ documentId, definition, nextAt, name: definition.name }),
    editJob: async (documentId, edit) => {
      const job = jobOf(documentId);
      const definition = edit(job.definition);
      const { cursorAt } = job;
      const place = placeAfter(job as never, definition, { now: now(), calendars: new Map() });
      Object.assign(job, { definition, ...place, revision: job.revision + 1 });
      return { cursorAt, now: now() };
    },
    cancel: async (documentId) => {
      const { status, attempt } = store.execution(documentId);
      store.requestCancel(documentId);
      return { answer: status === 'running' ? 'signalled' : 'cancelled', attempt };
    },
    records: async () =>
      store.tables.executions.map((row) => ({
        ...row,
        job: row.job.documentId,
        attempts: row.attempts as RecordFacts['attempts'],
        holds: [row.overlapKey, (row as { limitSlot?: string | null }).limitSlot ?? null],
      })),
    cursors: async () =>
      store.tables.jobs.flatMap(({ documentId, cursorAt }) =>
        cursorAt === null ? [] : [{ job: documentId, cursorAt }]
      ),
  };
};
