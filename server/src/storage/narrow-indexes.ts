import type { Knex } from 'knex';

import type { Client } from './engine/session';

/** An index as its content type declares it. */
interface DeclaredIndex {
  name: string;
  columns: readonly string[];
  type?: 'unique';
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

/** No statement may wait for us for as long as a node waits for its database (`engine/time-limit`). */
const LOCK_TIMEOUT = '1s';

/**
 * Some indexes are of interest for a few rows only: those that wait, or are on their way. A row's every change writes
 * to all indexes that it is in, so they are made anew without the others. Strapi knows an index by its name and its
 * columns: its own look at the schema finds nothing changed. MySQL and MariaDB have no such indexes, and write only to
 * those of the changed columns.
 */
export const narrowIndexes = async (
  { knex, client }: OnDatabase,
  contentType: ContentType
): Promise<void> => {
  if (client === 'mysql') return;
  const table = contentType.collectionName;
  const wideOn = async (ask: Ask): Promise<NarrowIndex[]> => {
    const names = new Set(await namesOfWide[client](ask));
    return narrowOf(contentType).filter(({ name }) => names.has(name));
  };
  if ((await wideOn((sql) => knex.raw(sql, [table]))).length > 0)
    await narrow[client](knex, table, wideOn);
};

/** Asks with the table's name as the one binding, over whichever connection is at hand. */
type Ask = (sql: string) => Promise<unknown>;
type Names = (ask: Ask) => Promise<string[]>;

/** The table's indexes that have all rows, and that may be changed. */
const namesOfWide: Record<Exclude<Client, 'mysql'>, Names> = {
  postgres: async (ask) => {
    const { rows } = (await ask(
      `SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
       WHERE i.indrelid = CAST(? AS regclass) AND i.indpred IS NULL
         AND pg_has_role(c.relowner, 'USAGE')`
    )) as { rows: { name: string }[] };
    return rows.map(({ name }) => name);
  },
  sqlite: async (ask) => {
    const rows = (await ask(
      "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql NOT LIKE '% WHERE %'"
    )) as { name: string }[];
    return rows.map(({ name }) => name);
  },
};

type WideOn = (ask: Ask) => Promise<NarrowIndex[]>;

const narrow: Record<
  Exclude<Client, 'mysql'>,
  (knex: Knex, table: string, wideOn: WideOn) => Promise<void>
> = {
  // One after the other, each beside the old one while others work, and in its place in an instant.
  postgres: async (knex, table, wideOn) => {
    const connection: unknown = await knex.client.acquireConnection();
    const run = (sql: string, bindings: string[] = []) =>
      knex.raw(sql, bindings).connection(connection);
    try {
      const { rows } = await run(`SELECT pg_try_advisory_lock(${LOCK}) AS got`);
      // Another node is at it.
      if (!rows[0].got) return;
      await run(`SET lock_timeout = '${LOCK_TIMEOUT}'`);
      for (const index of await wideOn((sql) => run(sql, [table]))) {
        const made = `${index.name}_new`;
        // What a process left that ended meanwhile.
        await run(`DROP INDEX IF EXISTS ${made}`);
        await run(create({ ...index, name: made }, knex.ref(table).toQuery(), 'CONCURRENTLY'));
        // Sent as one, they are one transaction: what a unique one rules out is ruled out at every moment.
        await run(
          `${drop(index, knex.ref(table).toQuery())}; ALTER INDEX ${made} RENAME TO ${index.name}`
        );
      }
    } finally {
      await run(`RESET lock_timeout; SELECT pg_advisory_unlock(${LOCK})`).finally(() =>
        knex.client.releaseConnection(connection)
      );
    }
  },
  sqlite: (knex, table, wideOn) =>
    knex.transaction(async (transaction) => {
      for (const index of await wideOn((sql) => transaction.raw(sql, [table]))) {
        await transaction.raw(`DROP INDEX ${index.name}`);
        await transaction.raw(create(index, transaction.ref(table).toQuery()));
      }
    }),
};

/** Held by the node that makes indexes anew. */
const LOCK = "hashtext('job_scheduler_narrow_indexes')";

/** Strapi makes a unique one as a constraint. An index of a foreign key has the name of the constraint that is to stay. */
const drop = ({ name, type }: NarrowIndex, table: string): string =>
  type === 'unique'
    ? `ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${name}; DROP INDEX IF EXISTS ${name}`
    : `DROP INDEX ${name}`;

const create = ({ name, columns, type, where }: NarrowIndex, table: string, how = ''): string =>
  `CREATE ${type ?? ''} INDEX ${how} ${name} ON ${table} (${columns.join(', ')}) WHERE ${where}`;
