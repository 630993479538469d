import knex from 'knex';

import { SERVER_URL, type DatabaseName } from '../support/databases';

/** The database by its name and version, as it says itself. */
export const versionOf = async (name: DatabaseName): Promise<string> => {
  const connection =
    name === 'sqlite' ? { filename: ':memory:' } : (process.env[SERVER_URL[name]] ?? '');
  const client = { sqlite: 'better-sqlite3', postgres: 'pg', mysql: 'mysql2' }[name];
  const server = knex({ client, connection, useNullAsDefault: true, pool: { min: 0, max: 1 } });
  try {
    const sql =
      name === 'sqlite' ? 'SELECT sqlite_version() AS version' : 'SELECT VERSION() AS version';
    const answer: unknown = await server.raw(sql);
    const text = JSON.stringify(
      name === 'mysql' ? (answer as unknown[])[0] : ((answer as { rows?: unknown }).rows ?? answer)
    );
    const version = /"version":"([^"]*)"/.exec(text)?.[1] ?? '';
    if (name === 'postgres') return version.split(' ').slice(0, 2).join(' ');
    if (name === 'sqlite') return `SQLite ${version}`;
    return /mariadb/i.test(version) ? `MariaDB ${version.split('-')[0]}` : `MySQL ${version}`;
  } finally {
    await server.destroy();
  }
};
