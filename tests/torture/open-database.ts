import knex, { type Knex } from 'knex';

import type { DatabaseName } from '../support/databases';
import { createSchema, type SchemaDatabase } from '../support/schema';

/** SQLite in memory, with the tables that a real Strapi made in `source`. */
export const openInMemory = async (source: SchemaDatabase): Promise<Knex> => {
  const memory = knex({
    client: 'better-sqlite3',
    connection: { filename: ':memory:' },
    useNullAsDefault: true,
    pool: { min: 1, max: 1, idleTimeoutMillis: 2 ** 31 - 1 },
  });
  const made: { sql: string }[] = await source
    .knex('sqlite_master')
    .whereNotNull('sql')
    .andWhereNot('name', 'like', 'sqlite%')
    .orderByRaw(`type = 'table' DESC`)
    .select('sql');
  for (const { sql } of made) await memory.raw(sql);
  return memory;
};

/** The tables on a database of the run's own. */
export const openDatabase = (name: DatabaseName): Promise<SchemaDatabase> => createSchema(name);
