import knex, { type Knex } from 'knex';

import type { SchemaDatabase } from '../../support/schema';
import { directConnection, type DirectConnection } from './direct-connection';

/** SQLite in memory whose own clock is the test's: what the plugin sends is what it sends to a real one. */
export interface MemoryDatabase extends DirectConnection {
  knex: Knex;
  /** Whose time it is from now on; epoch milliseconds. */
  setClock: (now: () => number) => void;
}

/** What of better-sqlite3 is needed here, which comes without types. */
interface Statement {
  reader: boolean;
  all(bindings: unknown[]): unknown;
  run(bindings: unknown[]): unknown;
}
export interface Native {
  prepare(sql: string): Statement;
  function(
    name: string,
    options: { varargs: true; deterministic: true },
    answer: (format: string, ...rest: unknown[]) => string
  ): void;
}

/** The statements that make the tables that a real Strapi made in `source`. */
export const schemaOf = async (source: SchemaDatabase): Promise<string[]> => {
  const made: { sql: string }[] = await source
    .knex('sqlite_master')
    .whereNotNull('sql')
    .andWhereNot('name', 'like', 'sqlite%')
    .orderByRaw(`type = 'table' DESC`)
    .select('sql');
  return made.map(({ sql }) => sql);
};

/** An empty database with these tables. `rewrite`: what becomes of statements on their way to it. */
export const openMemoryDatabase = async (
  schema: readonly string[],
  rewrite: (sql: string) => string = (sql) => sql
): Promise<MemoryDatabase> => {
  const clock = { now: (): number => 0 };
  const opened: { native: Native | null } = { native: null };
  const database = knex({
    client: 'better-sqlite3',
    connection: { filename: ':memory:' },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: 1,
      idleTimeoutMillis: 2 ** 31 - 1,
      afterCreate: (native: Native, done: (error: null) => void) => {
        rememberStatements(native, rewrite);
        turnClock(native, () => clock.now());
        opened.native = native;
        done(null);
      },
    },
  });
  for (const sql of schema) await database.raw(sql);
  if (opened.native === null) throw new Error('SQLite was not opened');
  const connection = directConnection(opened.native, database);
  return { knex: database, ...connection, setClock: (now) => (clock.now = now) };
};

/** More different statements than this are not kept. */
const MOST_STATEMENTS = 5_000;

/** Reading SQL takes longer than running it: the same text is read once. */
const rememberStatements = (native: Native, rewrite: (sql: string) => string): void => {
  const prepare = native.prepare.bind(native);
  const known = new Map<string, Statement>();
  const remembered = (sql: string, make: () => Statement): Statement => {
    const statement = known.get(sql) ?? make();
    if (known.size >= MOST_STATEMENTS) known.clear();
    known.set(sql, statement);
    return statement;
  };
  const plain = (sql: string): Statement => remembered(sql, () => prepare(rewrite(sql)));
  native.prepare = (sql) =>
    LIMIT.test(sql) ? remembered(sql, () => withPlainLimits(sql, plain)) : plain(sql);
};

const LIMIT = /\bLIMIT \?/i;

/** SQLite plans a statement anew whenever the value of a limit is bound: here it stands in the text. */
const withPlainLimits = (sql: string, prepare: (sql: string) => Statement): Statement => {
  const parts = sql.split('?');
  const isLimit = (mark: number): boolean => /\bLIMIT $/i.test(parts[mark] ?? '');
  const plain = (bindings: unknown[]): Statement =>
    prepare(
      parts
        .map((part, mark) => {
          if (mark === parts.length - 1) return part;
          return part + (isLimit(mark) ? String(bindings[mark]) : '?');
        })
        .join('')
    );
  const others = (bindings: unknown[]): unknown[] => bindings.filter((_, mark) => !isLimit(mark));
  return {
    reader: prepare(sql).reader,
    all: (bindings) => plain(bindings).all(others(bindings)),
    run: (bindings) => plain(bindings).run(others(bindings)),
  };
};

/** `strftime` is all that the plugin asks SQLite's clock by (`storage/engine/database-clock`). */
const turnClock = (native: Native, now: () => number): void => {
  native.function('strftime', { varargs: true, deterministic: true }, (format) => {
    const at = Math.trunc(now());
    if (format === '%s') return String(Math.floor(at / 1_000));
    if (format === '%f') return new Date(at).toISOString().slice(17, 23);
    throw new Error(`nobody asked SQLite for ${format} before`);
  });
};
