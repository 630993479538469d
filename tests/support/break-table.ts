import type { Site } from './start-site';

/** A fault below us: the table is not there while `work` runs. */
export const withoutTable = async <T>(
  { strapi }: Site,
  table: string,
  work: () => Promise<T>
): Promise<T> => {
  // A schema builder sends all that it was ever told: each statement gets its own.
  const { connection } = strapi.db;
  await connection.schema.renameTable(table, `${table}_away`);
  try {
    return await work();
  } finally {
    await connection.schema.renameTable(`${table}_away`, table);
  }
};
