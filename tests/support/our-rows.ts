import type { Site } from './start-site';

/** Every row of the plugin's tables, by table. */
export const ourRows = async ({ strapi }: Site): Promise<Record<string, object[]>> => {
  const tables = (await strapi.db.dialect.schemaInspector.getTables()).filter((name) =>
    name.startsWith('job_scheduler_')
  );
  const rows: Record<string, object[]> = {};
  for (const table of tables)
    rows[table] = await strapi.db.connection(table).select<object[]>('*').orderBy('id');
  return rows;
};
