import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

import knex from 'knex';
import type { Knex } from 'knex';

import { execution } from '../../server/src/content-types/execution';
import { narrowIndexes } from '../../server/src/storage/narrow-indexes';
import { createDatabase } from './databases';
import type { DatabaseName } from './databases';
import { SITE, siteEnv } from './site-env';

const run = promisify(execFile);

/** A database with the plugin's tables as a real Strapi makes them, and a connection set up as Strapi's. */
export interface SchemaDatabase {
  knex: Knex;
  client: DatabaseName;
  /** Leads other processes to it. */
  env: Record<string, string>;
  drop(): Promise<void>;
}

export const createSchema = async (client: DatabaseName): Promise<SchemaDatabase> => {
  const database = await createDatabase(client);
  await syncSchema(database.env);
  const connection = connect(client, database.env);
  await narrowIndexes({ knex: connection, client }, execution.schema);
  return {
    knex: connection,
    client,
    env: database.env,
    drop: async () => {
      await connection.destroy();
      await database.drop();
    },
  };
};

/** Boots a Strapi, which makes the plugin's tables or looks whether they are still right. */
export const syncSchema = async (env: Record<string, string>): Promise<void> => {
  const script = path.join(__dirname, 'create-schema.cjs');
  await run(process.execPath, [script, SITE], { env: { ...process.env, ...siteEnv, ...env } });
};

/** A connection of the test's own to the database that `env` leads to. */
export const connect = (client: DatabaseName, env: Record<string, string>): Knex => {
  if (client === 'sqlite') return connectToFile(env['DATABASE_FILENAME'] ?? '');
  const server = {
    host: env['DATABASE_HOST'] ?? '',
    port: Number(env['DATABASE_PORT']),
    database: env['DATABASE_NAME'] ?? '',
    user: env['DATABASE_USERNAME'] ?? '',
    password: env['DATABASE_PASSWORD'] ?? '',
  };
  const pool = { min: 0, max: 10 };
  if (client === 'postgres') {
    const connection = knex({ client: 'pg', connection: server, pool });
    // Strapi leaves JSON columns as text.
    connection.client.driver.types.setTypeParser(JSONB, (text: string) => text);
    return connection;
  }
  const bigNumbers = { supportBigNumbers: true, bigNumberStrings: true };
  return knex({ client: 'mysql2', connection: { ...server, ...bigNumbers }, pool });
};

/** PostgreSQL's number of the type. */
const JSONB = 3802;

const connectToFile = (filename: string): Knex =>
  knex({
    client: 'better-sqlite3',
    connection: { filename },
    useNullAsDefault: true,
    pool: {
      afterCreate: (native: { pragma(text: string): void }, done: (error: null) => void) => {
        native.pragma('foreign_keys = on');
        done(null);
      },
    },
  });
