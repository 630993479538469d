import type { Knex } from 'knex';

import { calendarsOf } from '../domain/calendars/job-calendars';
import { admitUpTo } from '../domain/overlap';
import type { Ids, Owed, ScriptsOf } from '../engine/ports';
import type { Changes, NewAuditEntry, Store } from '../services/ports';
import { artifactReads } from './artifacts';
import { listAudit, writeAudit, writeDenial } from './audit';
import { calendarChanges, calendarReads } from './calendars';
import { endPause, lockPause, readPause, startPause } from './engine/cluster';
import { nowSql, readNow } from './engine/database-clock';
import { insertExecutions } from './engine/insert-executions';
import { takeWriteLock } from './engine/lock-jobs';
import { cancelQueuedOf, requestCancel } from './engine/request-cancel';
import { retryConflicts } from './engine/retry-conflicts';
import { retryExecution } from './engine/retry-execution';
import { readCalendars } from './engine/read-calendars';
import { query, quotedTables } from './engine/session';
import type { Client } from './engine/session';
import { startExecution } from './engine/start-execution';
import { dependencyChanges, dependencyReads } from './dependency-store';
import { findExecution, findRunningOf, listExecutions, listHandStarts } from './executions';
import {
  deleteJob,
  findJob,
  findJobIds,
  findJobNames,
  insertJob,
  lockJob,
  updateJob,
  writePause,
} from './jobs';
import type { ScopedSession } from './jobs';
import { ledgerReads } from './ledger';
import { listJobs, summariseJobs } from './list-jobs';
import { readLog } from './read-log';
import type { Reader } from './reader';
import type { JobIdsWhere } from './scope';
import { scriptChanges, scriptReads } from './scripts';
import { secretChanges, secretReads } from './secrets';
import {
  countFinished,
  countInProgress,
  countOutcomes,
  countQueue,
  listNodes,
} from './scheduler-status';

export interface StoreOptions {
  knex: Knex;
  client: Client;
  ids: Ids;
  /** Of one job. */
  maxQueuedPerJob: number;
  /** Runs work in Strapi's transaction, so that Strapi's own writes in it join. */
  transaction: <T>(work: (transaction: Knex.Transaction) => Promise<T>) => Promise<T>;
  /** The transaction that the caller is in already, if any. */
  ambient: () => Promise<Knex.Transaction | undefined>;
  jobIdsWhere: JobIdsWhere;
  nameOwners: Store['nameOwners'];
  /** Left out where nobody has to consent to scripts. */
  scriptsOf?: ScriptsOf | undefined;
}

type Denial = NewAuditEntry & { route: string };

/** What the use cases read and write, on SQLite, PostgreSQL, MySQL and MariaDB. */
export const createStore = (options: StoreOptions): Store => {
  const { knex, client, ids } = options;
  const tables = quotedTables(knex);
  const on = (connection: Knex | Knex.Transaction): ScopedSession => ({
    connection,
    client,
    tables,
    now: nowSql(client),
    jobIdsWhere: options.jobIdsWhere,
    scriptsOf: options.scriptsOf,
  });
  // SQLite has one connection: outside the caller's transaction nobody would ever get it.
  const reading = async (): Promise<ScopedSession> => on((await options.ambient()) ?? knex);
  const read: Reader =
    (statement) =>
    async (...given) =>
      statement(await reading(), ...given);
  return {
    now: read(readNow),
    ping: read(ping),
    change: (work) =>
      retryConflicts(() =>
        options.transaction(async (transaction) => {
          const session = { ...on(transaction), instant: { at: null } };
          await takeWriteLock(session);
          return work(changesOn(session, options));
        })
      ),
    ...readsOn(read),
    nameOwners: options.nameOwners,
    writeDenial: read((session, entry: Denial) => writeDenial(session, ids.documentId(), entry)),
  };
};

const readsOn = (read: Reader) => ({
  ...artifactReads(read),
  ...calendarReads(read),
  ...dependencyReads(read),
  ...ledgerReads(read),
  ...secretReads(read),
  ...scriptReads(read),
  findJob: read(findJob),
  listJobs: read(listJobs),
  findJobNames: read(findJobNames),
  findJobIds: read(findJobIds),
  summariseJobs: read(summariseJobs),
  findExecution: read(findExecution),
  listExecutions: read(listExecutions),
  listHandStarts: read(listHandStarts),
  readLog: read(readLog),
  listAudit: read(listAudit),
  countInProgress: read(countInProgress),
  readPause: read(readPause),
  listNodes: read(listNodes),
  countQueue: read(countQueue),
  countOutcomes: read(countOutcomes),
  countFinished: read(countFinished),
});

const ping = async (session: ScopedSession): Promise<void> => {
  await query(session, 'SELECT 1');
};

/** Records that are over already are in nobody's way. */
const asTheyAre = ({ executions }: Owed) => ({ executions, cancelsPrevious: false });

const changesOn = (
  session: ScopedSession,
  { ids, maxQueuedPerJob }: Pick<StoreOptions, 'ids' | 'maxQueuedPerJob'>
): Changes => ({
  now: () => readNow(session),
  ...calendarChanges(session),
  ...dependencyChanges(session, maxQueuedPerJob),
  ...secretChanges(session),
  ...scriptChanges(session, () => ids.documentId()),
  lockJob: (documentId, scope) => lockJob(session, documentId, scope),
  insertJob: (job) => insertJob(session, job),
  updateJob: (job, write, updatedBy) => updateJob(session, job, { write, updatedBy }),
  deleteJob: (job) => deleteJob(session, job),
  calendarsOf: (definition) => readCalendars(session, calendarsOf(definition)),
  writePause: (job, pause, place) => writePause(session, job, pause, place),
  recordMissed: async ({ id, documentId, definition }, executions) => {
    const { name, overlap } = definition;
    const owed = { job: { id, documentId, name, overlap }, executions };
    await insertExecutions(session, [owed], asTheyAre);
  },
  lockPause: () => lockPause(session),
  startPause: (pause) => startPause(session, pause),
  endPause: ({ at }, to) => endPause(session, { from: at, to }),
  findExecution: (documentId, scope) => findExecution(session, documentId, scope),
  startExecution: async ({ id, documentId, definition }, execution) => {
    const { name, overlap } = definition;
    const job = { id, documentId, name, overlap };
    const admit = admitUpTo(maxQueuedPerJob);
    return (await startExecution(session, { job, execution, admit })).cancelling;
  },
  requestCancel: (documentId) => requestCancel(session, documentId),
  cancelAllOf: async (job) => {
    await cancelQueuedOf(session, job.id);
    return findRunningOf(session, job);
  },
  retryExecution: (documentId) => retryExecution(session, documentId),
  writeAudit: (entry) => writeAudit(session, ids.documentId(), entry),
});
