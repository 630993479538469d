import type { Knex } from 'knex';

import { execution } from '../content-types/execution';
import { quotedTables, type Client } from './engine/session';

interface NarrowIndex {
  name: string;
  columns: readonly string[];
  type?: string;
  /** Only rows that meet this are in it. */
  where: string;
}

interface OnDatabase {
  knex: Knex;
  client: Client;
}

/** What Strapi adds to each content type for its relations: nobody creates executions by hand, and of jobs we have our own. */
const OF_STRAPI: NarrowIndex[] = [
  ...['created_by_id', 'updated_by_id'].map((column) => ({
    name: `${execution.schema.collectionName}_${column}_fk`,
    columns: [column],
    where: `${column} IS NOT NULL`,
  })),
  {
    name: `${execution.schema.collectionName}_job_id_fk`,
    columns: ['job_id'],
    where: 'job_id IS NULL',
  },
];

const declared: readonly (Omit<NarrowIndex, 'where'> & { where?: string })[] =
  execution.schema.indexes;

const NARROW: NarrowIndex[] = [
  ...declared.flatMap(({ where, ...index }) => (where === undefined ? [] : [{ ...index, where }])),
  ...OF_STRAPI,
];

/** A busy table is not kept waiting for long: the next start tries again. */
const LOCK_TIMEOUT = '5s';

/**
 * Most indexes are of interest for a few rows only: those that wait, run or hold something. A row's every change writes
 * to all indexes that it is in, so they are made anew without the others. Strapi knows an index by its name and its
 * columns: its own look at the schema finds nothing changed. MySQL and MariaDB have no such indexes, and write only to
 * those of the changed columns.
 */
export const narrowIndexes = async ({ knex, client }: OnDatabase): Promise<void> => {
  if (client === 'mysql') return;
  const wide = await WIDE[client](knex);
  if (wide.length === 0) return;
  await knex.transaction(async (transaction) => {
    if (client === 'postgres') await transaction.raw(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`);
    const { executions } = quotedTables(transaction);
    // Whoever comes second waits here, and finds nothing left to do.
    if (client === 'postgres') await transaction.raw(`LOCK TABLE ${executions}`);
    for (const index of await WIDE[client](transaction)) {
      // oxlint-disable-next-line no-await-in-loop -- one connection
      for (const sql of statements[client](index, executions)) await transaction.raw(sql);
    }
  });
};

/** Those that have all rows still. */
const WIDE: Record<Exclude<Client, 'mysql'>, (connection: Knex) => Promise<NarrowIndex[]>> = {
  postgres: async (connection) => {
    const { rows } = await connection.raw<{ rows: { name: string }[] }>(
      `SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
       WHERE i.indrelid = CAST(? AS regclass) AND i.indpred IS NULL`,
      [quotedTables(connection).executions]
    );
    return among(rows);
  },
  sqlite: async (connection) =>
    among(
      await connection.raw<{ name: string }[]>(
        "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql NOT LIKE '% WHERE %'",
        [execution.schema.collectionName]
      )
    ),
};

const among = (found: { name: string }[]): NarrowIndex[] => {
  const names = new Set(found.map(({ name }) => name));
  return NARROW.filter(({ name }) => names.has(name));
};

const create = ({ name, columns, type, where }: NarrowIndex, table: string): string =>
  `CREATE ${type === 'unique' ? 'UNIQUE ' : ''}INDEX ${name} ON ${table} (${columns.join(', ')}) WHERE ${where}`;

const statements: Record<
  Exclude<Client, 'mysql'>,
  (index: NarrowIndex, table: string) => string[]
> = {
  // Strapi makes a unique index as a constraint.
  postgres: (index, table) => [
    index.type === 'unique'
      ? `ALTER TABLE ${table} DROP CONSTRAINT ${index.name}`
      : `DROP INDEX ${index.name}`,
    create(index, table),
  ],
  sqlite: (index, table) => [`DROP INDEX ${index.name}`, create(index, table)],
};
