import type { Site } from './start-site';

/** Every row of every table of the site, as text. */
export const dumpDatabase = async ({ strapi }: Site): Promise<string[]> => {
  const knex = strapi.db.connection;
  const tables = await strapi.db.dialect.schemaInspector.getTables();
  const rows: string[] = [];
  for (const table of tables)
    for (const row of await knex.select<object[]>('*').from(table)) rows.push(JSON.stringify(row));
  return rows;
};
