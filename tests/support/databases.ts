import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import knex from 'knex';
import type { Knex } from 'knex';

export const DATABASES = ['sqlite', 'postgres', 'mysql'] as const;
export type DatabaseName = (typeof DATABASES)[number];

/** An empty database of its own: the variables that lead a site to it, and its end. */
export interface TestDatabase {
  name: DatabaseName;
  env: Record<string, string>;
  drop(): Promise<void>;
}

/** The variable with the URL of a server on which databases may be made. */
export const SERVER_URL = { postgres: 'TEST_POSTGRES_URL', mysql: 'TEST_MYSQL_URL' } as const;

/** `sqlite` is always there; the others where their variable is set. */
export const isAvailable = (name: DatabaseName): boolean =>
  name === 'sqlite' || Boolean(process.env[SERVER_URL[name]]);

export const createDatabase = (name: DatabaseName): Promise<TestDatabase> =>
  name === 'sqlite' ? sqliteFile() : onServer(name);

const sqliteFile = async (): Promise<TestDatabase> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'job-scheduler-'));
  return {
    name: 'sqlite',
    env: { DATABASE_CLIENT: 'sqlite', DATABASE_FILENAME: path.join(folder, 'site.db') },
    drop: () => rm(folder, { recursive: true, force: true }),
  };
};

const onServer = async (name: 'postgres' | 'mysql'): Promise<TestDatabase> => {
  const url = new URL(serverUrl(name));
  const database = `jobs_${randomBytes(6).toString('hex')}`;
  await administer(name, url, (server) => server.raw('CREATE DATABASE ??', [database]));
  return {
    name,
    env: {
      DATABASE_CLIENT: name,
      DATABASE_HOST: url.hostname,
      DATABASE_PORT: url.port || (name === 'postgres' ? '5432' : '3306'),
      DATABASE_NAME: database,
      DATABASE_USERNAME: decodeURIComponent(url.username),
      DATABASE_PASSWORD: decodeURIComponent(url.password),
    },
    drop: () => administer(name, url, (server) => server.raw(dropSql(name), [database])),
  };
};

const serverUrl = (name: 'postgres' | 'mysql'): string => {
  const url = process.env[SERVER_URL[name]];
  if (!url) throw new Error(`${SERVER_URL[name]} is not set`);
  return url;
};

/** Killed processes may still be connected. */
const dropSql = (name: 'postgres' | 'mysql'): string =>
  name === 'postgres' ? 'DROP DATABASE IF EXISTS ?? WITH (FORCE)' : 'DROP DATABASE IF EXISTS ??';

const administer = async (
  name: 'postgres' | 'mysql',
  url: URL,
  work: (server: Knex) => Promise<unknown>
): Promise<void> => {
  const server = knex({
    client: name === 'postgres' ? 'pg' : 'mysql2',
    connection: url.toString(),
    pool: { min: 0, max: 1 },
  });
  try {
    await work(server);
  } finally {
    await server.destroy();
  }
};
