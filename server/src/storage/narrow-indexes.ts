import type { Knex } from 'knex';

import type { Client } from './engine/session';

/** An index as its content type declares it. */
interface DeclaredIndex {
  name: string;
  columns: readonly string[];
  type?: string;
  /** SQL: only rows that meet it are in it; left out: all. */
  where?: string;
}

type NarrowIndex = DeclaredIndex & { where: string };

interface OnDatabase {
  knex: Knex;
  client: Client;
}

interface ContentType {
  collectionName: string;
  indexes: readonly DeclaredIndex[];
}

/** With what Strapi adds for its relations: nobody creates records by hand, and of their jobs there are indexes of ours. */
const narrowOf = ({ collectionName, indexes }: ContentType): NarrowIndex[] => [
  ...indexes.flatMap(({ where, ...index }) => (where === undefined ? [] : [{ ...index, where }])),
  ...['created_by_id', 'updated_by_id'].map((column) => ({
    name: `${collectionName}_${column}_fk`,
    columns: [column],
    where: `${column} IS NOT NULL`,
  })),
  { name: `${collectionName}_job_id_fk`, columns: ['job_id'], where: 'job_id IS NULL' },
];

/** A busy table is not kept waiting for long: the next start tries again. */
const LOCK_TIMEOUT = '5s';

/**
 * Most indexes are of interest for a few rows only: those that wait, run or hold something. A row's every change writes
 * to all indexes that it is in, so they are made anew without the others. Strapi knows an index by its name and its
 * columns: its own look at the schema finds nothing changed. MySQL and MariaDB have no such indexes, and write only to
 * those of the changed columns.
 */
export const narrowIndexes = async (
  { knex, client }: OnDatabase,
  contentType: ContentType
): Promise<void> => {
  if (client === 'mysql') return;
  const { collectionName } = contentType;
  const wideOn = async (connection: Knex): Promise<NarrowIndex[]> => {
    const names = new Set(await namesOfWide[client](connection, collectionName));
    return narrowOf(contentType).filter(({ name }) => names.has(name));
  };
  if ((await wideOn(knex)).length === 0) return;
  await knex.transaction(async (transaction) => {
    if (client === 'postgres') await transaction.raw(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`);
    const table = transaction.ref(collectionName).toQuery();
    // Whoever comes second waits here, and finds nothing left to do.
    if (client === 'postgres') await transaction.raw(`LOCK TABLE ${table}`);
    for (const index of await wideOn(transaction)) {
      // oxlint-disable-next-line no-await-in-loop -- one connection
      for (const sql of statements[client](index, table)) await transaction.raw(sql);
    }
  });
};

type Names = (connection: Knex, table: string) => Promise<string[]>;

/** The table's indexes that have all rows. */
const namesOfWide: Record<Exclude<Client, 'mysql'>, Names> = {
  postgres: async (connection, table) => {
    const { rows } = await connection.raw<{ rows: { name: string }[] }>(
      `SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
       WHERE i.indrelid = CAST(? AS regclass) AND i.indpred IS NULL`,
      [connection.ref(table).toQuery()]
    );
    return rows.map(({ name }) => name);
  },
  sqlite: async (connection, table) => {
    const rows = await connection.raw<{ name: string }[]>(
      "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql NOT LIKE '% WHERE %'",
      [table]
    );
    return rows.map(({ name }) => name);
  },
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
