import type { Knex } from 'knex';

import type { EngineStore } from '../../engine/ports';
import { appendLog, lastLogSeq } from './append-log';
import { claim } from './claim';
import { consumeUpstreamEnds } from './consume-upstream-ends';
import { nowSql, readNow } from './database-clock';
import { enqueueDue, releaseHeld } from './enqueue-due';
import { endPauseOfAll } from './end-pause';
import { findDueJobs } from './find-due-jobs';
import { findExpired, findRunningOf } from './find-expired';
import { findCancelRequests, heartbeat } from './heartbeat';
import { findUnreadable, holdJobsWithout } from './hold-jobs';
import { nextDueAt } from './next-due-at';
import { findNodesOf, removeNodes, touchNode } from './nodes';
import { prune } from './prune';
import { record } from './record';
import { retryConflicts } from './retry-conflicts';
import { ripen } from './ripen';
import { saveProgress } from './save-progress';
import { quotedTables, type Client, type Database, type Tables } from './session';
import { askOnce } from './skips-locked';

export interface EngineStoreOptions {
  knex: Knex;
  client: Client;
  /** Table names; with a PostgreSQL schema `schema.table`. */
  tables?: Partial<Tables>;
  /** Runs work in a transaction of its own; knex's where left out. */
  transaction?: <T>(work: (transaction: Knex.Transaction) => Promise<T>) => Promise<T>;
  /** For tests: decides what time it is. The database's clock where left out. */
  now?: () => number;
  /** For tests: whether MySQL claims by `SKIP LOCKED`. The server is asked once where left out. */
  skipsLocked?: boolean;
}

/** The engine's store on SQLite, PostgreSQL, MySQL and MariaDB, on the tables that Strapi made. */
export const createEngineStore = (options: EngineStoreOptions): EngineStore => {
  const database = openDatabase(options);
  const bind =
    <Arguments extends unknown[], Answer>(
      statement: (database: Database, ...given: Arguments) => Promise<Answer>
    ) =>
    (...given: Arguments): Promise<Answer> =>
      retryConflicts(() => statement(database, ...given));
  return {
    now: bind(readNow),
    findDueJobs: bind(findDueJobs),
    endPause: bind(endPauseOfAll),
    enqueueDue: bind(enqueueDue),
    consumeUpstreamEnds: bind(consumeUpstreamEnds),
    ripen: bind(ripen),
    claim: bind(claim),
    heartbeat: bind(heartbeat),
    findCancelRequests: bind(findCancelRequests),
    record: bind(record),
    saveProgress: bind(saveProgress),
    findExpired: bind(findExpired),
    findRunningOf: bind(findRunningOf),
    nextDueAt: bind(nextDueAt),
    appendLog: bind(appendLog),
    lastLogSeq: bind(lastLogSeq),
    touchNode: bind(touchNode),
    findNodesOf: bind(findNodesOf),
    removeNodes: bind(removeNodes),
    holdJobsWithout: bind(holdJobsWithout),
    findUnreadable: bind(findUnreadable),
    releaseHeld: bind(releaseHeld),
    prune: bind(prune),
  };
};

const openDatabase = (options: EngineStoreOptions): Database => {
  const { knex, client, skipsLocked } = options;
  const session = {
    client,
    tables: quotedTables(knex, options.tables),
    now: nowSql(client, options.now),
  };
  const transaction = options.transaction ?? ((work) => beginOn(knex, client, work));
  return {
    ...session,
    connection: knex,
    transaction: (work) => transaction((connection) => work({ ...session, connection })),
    skipsLocked: skipsLocked === undefined ? askOnce(knex, client) : async () => skipsLocked,
  };
};

/** MySQL's default, REPEATABLE READ, locks the gaps between rows and reads from before the lock. */
const beginOn = <T>(
  knex: Knex,
  client: Client,
  work: (transaction: Knex.Transaction) => Promise<T>
): Promise<T> =>
  client === 'mysql'
    ? knex.transaction(work, { isolationLevel: 'read committed' })
    : knex.transaction(work);
