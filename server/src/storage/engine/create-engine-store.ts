import type { Knex } from 'knex';

import type { EngineStore, ScriptsOf } from '../../engine/ports';
import { appendLog, lastLogSeq } from './append-log';
import { addArtifact, findKnownFiles, sumOf, takeArtifacts } from './artifacts';
import type { AddedArtifact, ArtifactBounds, ArtifactLimits, NewArtifact } from './artifacts';
import { claim } from './claim';
import { consumeUpstreamEnds } from './consume-upstream-ends';
import { nowSql, readNow } from './database-clock';
import { enqueueDue, releaseHeld } from './enqueue-due';
import { endPauseOfAll } from './end-pause';
import { findDueJobs } from './find-due-jobs';
import { findExpired, findRunningOf } from './find-expired';
import { findCancelRequests, heartbeat } from './heartbeat';
import { findUnreadable, holdJobsWithout } from './hold-jobs';
import type { Line } from './line';
import { nextDueAt } from './next-due-at';
import { findNodesOf, removeNodes, touchNode } from './nodes';
import { prune } from './prune';
import { record } from './record';
import { retryConflicts } from './retry-conflicts';
import { ripen } from './ripen';
import { saveProgress } from './save-progress';
import { quotedTables, type Client, type Database, type Session, type Tables } from './session';
import { askOnce } from './skips-locked';
import { withinSilence, type TimeLimit } from './time-limit';

export interface EngineStoreOptions {
  knex: Knex;
  client: Client;
  /** Table names; with a PostgreSQL schema `schema.table`. */
  tables?: Partial<Tables>;
  /** How long the database may be silent; for ever where left out. SQLite has no network. */
  limit?: TimeLimit;
  /** Runs work in a transaction of its own; knex's where left out. */
  transaction?: <T>(work: (transaction: Knex.Transaction) => Promise<T>) => Promise<T>;
  /** For tests: decides what time it is. The database's clock where left out. */
  now?: () => number;
  /** For tests: whether MySQL claims by `SKIP LOCKED`. The server is asked once where left out. */
  skipsLocked?: boolean;
  /** Left out where nobody has to consent to scripts. */
  scriptsOf?: ScriptsOf | undefined;
  /**
   * SQLite answers before the event loop comes to anything else: with this, whoever works off a backlog waits for its next
   * turn after each call, and lets the site's other work have its own. Left out where nothing else is to be done.
   */
  nextTurn?: () => Promise<void>;
}

/** The engine's store on SQLite, PostgreSQL, MySQL and MariaDB, on the tables that Strapi made. */
export const createEngineStore = (options: EngineStoreOptions): EngineStore => {
  const bind = bindTo(options);
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

/** What keeping artifacts needs of the same database. */
export const createArtifactStore = (options: EngineStoreOptions): ArtifactStore => {
  const bind = bindTo(options);
  return {
    addArtifact: bind(addArtifact),
    sumOf: bind(sumOf),
    takeArtifacts: bind(takeArtifacts),
    findKnownFiles: bind(findKnownFiles),
  };
};

export interface ArtifactStore {
  addArtifact(artifact: NewArtifact, bounds: ArtifactBounds): Promise<AddedArtifact>;
  sumOf(executionId: number): Promise<{ count: number; bytes: number }>;
  takeArtifacts(limits: ArtifactLimits): Promise<string[]>;
  findKnownFiles(files: string[]): Promise<string[]>;
}

const bindTo = (options: EngineStoreOptions) => {
  const database = openDatabase(options);
  const nextTurn = options.client === 'sqlite' ? options.nextTurn : undefined;
  return <Arguments extends unknown[], Answer>(
      statement: (database: Database, ...given: Arguments) => Promise<Answer>
    ) =>
    async (...given: Arguments): Promise<Answer> => {
      const answer = await retryConflicts(() => database.call((line) => statement(line, ...given)));
      if (nextTurn !== undefined) await nextTurn();
      return answer;
    };
};

interface LimitedDatabase {
  /** Runs one call, on a connection that it leaves when the database is silent. */
  call: <T>(statement: (database: Database) => Promise<T>) => Promise<T>;
}

const openDatabase = (options: EngineStoreOptions): LimitedDatabase => {
  const { knex, client, skipsLocked, limit, scriptsOf } = options;
  const session = {
    client,
    tables: quotedTables(knex, options.tables),
    now: nowSql(client, options.now),
    connection: knex,
    scriptsOf,
  };
  // As `beginOn` sets it; of somebody else's transactions nothing is known.
  const isolation = options.transaction === undefined ? ({ readsCommitted: true } as const) : {};
  const asked = skipsLocked === undefined ? askOnce() : async () => skipsLocked;
  const on = (line?: Line): Database => {
    const own = line === undefined ? session : { ...session, line };
    const begin = options.transaction ?? ((work) => beginOn(own, work));
    return {
      ...own,
      transaction: (work) =>
        begin((connection) => work({ ...own, ...isolation, connection, instant: { at: null } })),
      skipsLocked: () => asked(own),
    };
  };
  if (limit === undefined || client === 'sqlite') return { call: (statement) => statement(on()) };
  return { call: (statement) => withinSilence(knex, limit, (line) => statement(on(line))) };
};

/** MySQL's default, REPEATABLE READ, locks the gaps between rows and reads from before the lock. */
const beginOn = <T>(
  { connection, client, line }: Session,
  work: (transaction: Knex.Transaction) => Promise<T>
): Promise<T> =>
  (connection as Knex).transaction(
    async (transaction) => {
      if (client === 'postgres' && line !== undefined) await limitIdling(transaction, line);
      return work(transaction);
    },
    {
      ...(client === 'mysql' ? { isolationLevel: 'read committed' } : {}),
      ...(line === undefined ? {} : { connection: line.connection }),
    }
  );

/** The locks of a node that is cut off or stands still do not outlive its transaction by hours. */
const limitIdling = async (transaction: Knex.Transaction, { silenceMs }: Line): Promise<void> => {
  await transaction.raw(`SET LOCAL idle_in_transaction_session_timeout = ${2 * silenceMs}`);
};
