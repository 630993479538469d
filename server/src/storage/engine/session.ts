import type { Knex } from 'knex';

import type { ScriptsOf } from '../../engine/ports';
import type { Line } from './line';

export type Client = 'sqlite' | 'postgres' | 'mysql';

export interface Tables {
  jobs: string;
  executions: string;
  logChunks: string;
  nodes: string;
  audit: string;
  calendars: string;
  links: string;
  upstreamEnds: string;
  locks: string;
  cluster: string;
  secrets: string;
  scripts: string;
  scriptApprovals: string;
  scriptAuthors: string;
  artifacts: string;
}

/** As the content types and models name them. */
const DEFAULT_TABLES: Tables = {
  jobs: 'job_scheduler_jobs',
  executions: 'job_scheduler_executions',
  logChunks: 'job_scheduler_log_chunks',
  nodes: 'job_scheduler_nodes',
  audit: 'job_scheduler_audit',
  calendars: 'job_scheduler_calendars',
  links: 'job_scheduler_links',
  upstreamEnds: 'job_scheduler_upstream_ends',
  locks: 'job_scheduler_locks',
  cluster: 'job_scheduler_cluster',
  secrets: 'job_scheduler_secrets',
  scripts: 'job_scheduler_scripts',
  scriptApprovals: 'job_scheduler_script_approvals',
  scriptAuthors: 'job_scheduler_script_authors',
  artifacts: 'job_scheduler_artifacts',
};

/** What a statement needs: where to send it, in which dialect, and whose clock counts. */
export interface Session {
  connection: Knex | Knex.Transaction;
  client: Client;
  /** Quoted, ready for SQL. */
  tables: Tables;
  /** SQL of the current instant in epoch milliseconds. */
  now: () => string;
  /** The connection that everything goes over, where silence is limited. */
  line?: Line;
  /** A plain read answers what was committed until it began, also inside a transaction. */
  readsCommitted?: true;
  /** Of a transaction: the instant of all that it writes, once it is known (`database-clock#readNow`). */
  instant?: { at: number | null };
  /** Left out where nobody has to consent to scripts. */
  scriptsOf?: ScriptsOf | undefined;
}

/** A session outside any transaction, and the way into one. */
export interface Database extends Session {
  transaction: <T>(work: (session: Session) => Promise<T>) => Promise<T>;
  /** Whether rows locked by others can be skipped (always on PostgreSQL, never needed on SQLite). */
  skipsLocked: () => Promise<boolean>;
}

/** The tables' names, quoted for SQL; with a PostgreSQL schema they are given as `schema.table`. */
export const quotedTables = (
  connection: Knex | Knex.Transaction,
  names: Partial<Tables> = {}
): Tables => {
  const given = { ...DEFAULT_TABLES, ...names };
  const quote = (name: string): string => connection.ref(name).toQuery();
  return {
    jobs: quote(given.jobs),
    executions: quote(given.executions),
    logChunks: quote(given.logChunks),
    nodes: quote(given.nodes),
    audit: quote(given.audit),
    calendars: quote(given.calendars),
    links: quote(given.links),
    upstreamEnds: quote(given.upstreamEnds),
    locks: quote(given.locks),
    cluster: quote(given.cluster),
    secrets: quote(given.secrets),
    scripts: quote(given.scripts),
    scriptApprovals: quote(given.scriptApprovals),
    scriptAuthors: quote(given.scriptAuthors),
    artifacts: quote(given.artifacts),
  };
};

export type Row = Record<string, unknown>;

/** Runs a statement that answers rows. */
export const query = async (
  session: Session,
  sql: string,
  bindings: readonly unknown[] = []
): Promise<Row[]> => rowsOf(session.client, await send(session, sql, bindings));

/** Databases bound how many values one statement may bind. */
const VALUES_PER_STATEMENT = 1_000;

/** The rows of a read that many values select, by several statements where one could not hold them. */
export const queryInParts = async <T>(
  values: readonly T[],
  read: (some: T[]) => Promise<Row[]>
): Promise<Row[]> => {
  const rows: Row[] = [];
  for (let from = 0; from < values.length; from += VALUES_PER_STATEMENT)
    for (const row of await read(values.slice(from, from + VALUES_PER_STATEMENT))) rows.push(row);
  return rows;
};

/** Runs a statement for its effect. */
export const execute = async (
  session: Session,
  sql: string,
  bindings: readonly unknown[] = []
): Promise<void> => {
  await send(session, sql, bindings);
};

/** `?, ?, ?` for a list of bindings. An empty list matches nothing. */
export const marks = (values: readonly unknown[]): string =>
  values.length === 0 ? 'NULL' : values.map(() => '?').join(', ');

/** What a read adds to lock its rows. SQLite has one writer, who holds the lock already. */
export const forUpdate = (session: Session): string =>
  session.client === 'sqlite' ? '' : 'FOR UPDATE';

/** The same, but rows that somebody else holds are left out. */
export const forUpdateOfFree = (session: Session): string =>
  session.client === 'sqlite' ? '' : 'FOR UPDATE SKIP LOCKED';

const send = async (
  { connection, line }: Session,
  sql: string,
  bindings: readonly unknown[]
): Promise<unknown> => {
  const statement = connection.raw<unknown>(sql, bindings as Knex.RawBinding[]);
  if (line === undefined) return statement;
  const answer: unknown = await statement.connection(line.connection);
  line.heard();
  return answer;
};

const rowsOf = (client: Client, answer: unknown): Row[] => {
  if (client === 'postgres') return (answer as { rows: Row[] }).rows;
  if (client === 'mysql') return (answer as [Row[]])[0];
  return answer as Row[];
};
