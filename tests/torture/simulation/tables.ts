import type { Knex } from 'knex';

import type { CalendarDefinition } from '../../../server/src/contract/calendar';
import type { JobDefinition } from '../../../server/src/contract/job';
import type { EngineStore } from '../../../server/src/engine/ports';
import { placeAfter } from '../../../server/src/services/write-job';
import { createEngineStore } from '../../../server/src/storage/engine/create-engine-store';
import { retryConflicts } from '../../../server/src/storage/engine/retry-conflicts';
import type { DatabaseName } from '../../support/databases';
import { createExecutionWriter } from '../../support/execution-writer';
import { createMemoryStore } from '../../support/memory-store';
import type { RecordFacts } from '../history';
import { addCalendar, addJob, editJob } from '../job-rows';
import { emptyTables, readBreakers, readCursors, readRecords } from '../read-records';
import type { MemoryDatabase } from './memory-database';
import { createPeople, type People } from './people';

/** Where a simulated cluster keeps its jobs and records, with doors for an onlooker. */
export interface SimulatedTables {
  kind: DatabaseName | 'memory';
  knex: Knex | null;
  /** Null where the use cases have nothing to work on. */
  people: People | null;
  /** How a node sees them that takes the database's clock to be so much ahead. */
  store(skewMs: number): EngineStore;
  addCalendar(documentId: string, definition: CalendarDefinition): Promise<void>;
  addJob(documentId: string, definition: JobDefinition, nextAt: number | null): Promise<void>;
  editJob(
    documentId: string,
    edit: (before: JobDefinition) => JobDefinition
  ): Promise<{ cursorAt: number | null; now: number }>;
  cancel(documentId: string): Promise<{ answer: string; attempt: number }>;
  records(): Promise<RecordFacts[]>;
  cursors(): Promise<{ job: string; cursorAt: number }[]>;
  /** Until when the circuit breaker of each job is open; null where it is closed. */
  breakers(): Promise<{ job: string; until: number | null }[]>;
}

/** Opens empty tables on a clock; `documentId` makes ids. */
export type OpenTables = (
  now: () => number,
  documentId: () => string,
  seed: number
) => Promise<SimulatedTables>;

/** Every so many seeds the engines' statements go the whole way that they go in a site. */
const OVER_KNEX = 8;

/** `setClock`: where the database itself can be told what time it is. */
export const databaseTables =
  (
    {
      knex,
      direct = knex,
      alone = (work) => work(),
      setClock,
    }: Pick<MemoryDatabase, 'knex'> & Partial<MemoryDatabase>,
    client: DatabaseName
  ): OpenTables =>
  async (now, documentId, seed) => {
    setClock?.(now);
    await emptyTables(knex);
    const database = { knex, client, ...(setClock ? {} : { now }) };
    const writer = createExecutionWriter(database);
    const engines = { ...database, knex: seed % OVER_KNEX === 0 ? knex : direct };
    return {
      kind: client,
      knex,
      people: inTurn(createPeople({ knex, client, now, documentId }), alone),
      store: (skewMs) =>
        createEngineStore(skewMs === 0 ? engines : { ...engines, now: () => now() + skewMs }),
      addCalendar: (id, definition) => addCalendar(database, id, definition),
      addJob: (id, definition, nextAt) => addJob(database, id, definition, nextAt),
      editJob: (id, edit) => alone(() => editJob(database, id, edit)),
      cancel: (id) =>
        alone(() =>
          retryConflicts(() =>
            knex.transaction(async (transaction) => {
              const answer = await writer.requestCancel(transaction, id);
              const row = await transaction('job_scheduler_executions')
                .where({ document_id: id })
                .first<{ attempt: number }>();
              return { answer, attempt: row.attempt };
            })
          )
        ),
      records: () => readRecords(knex),
      cursors: () => readCursors(knex),
      breakers: () => readBreakers(knex),
    };
  };

const inTurn = (people: People, alone: MemoryDatabase['alone']): People => ({
  pauseJob: (id, until) => alone(() => people.pauseJob(id, until)),
  resumeJob: (id) => alone(() => people.resumeJob(id)),
  pauseAll: (until) => alone(() => people.pauseAll(until)),
  resumeAll: () => alone(() => people.resumeAll()),
});

export const memoryTables: OpenTables = async (now) => {
  const store = createMemoryStore({ now });
  const { tables } = store;
  const jobOf = (documentId: string) => {
    const job = tables.jobs.find((one) => one.documentId === documentId);
    if (job === undefined) throw new Error(`no job ${documentId}`);
    return job;
  };
  return {
    kind: 'memory',
    knex: null,
    people: null,
    store: () => store,
    addCalendar: async (documentId, definition) =>
      void tables.calendars.set(documentId, definition),
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
      tables.executions.map((row) => ({
        ...row,
        job: row.job.documentId,
        attempts: row.attempts as RecordFacts['attempts'],
        holds: [row.overlapKey, row.limitSlot],
      })),
    cursors: async () =>
      tables.jobs.flatMap(({ documentId, cursorAt }) =>
        cursorAt === null ? [] : [{ job: documentId, cursorAt }]
      ),
    breakers: async () =>
      tables.jobs.map(({ documentId, breakerUntil }) => ({
        job: documentId,
        until: breakerUntil,
      })),
  };
};
