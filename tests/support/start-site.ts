import type { AddressInfo } from 'node:net';
import path from 'node:path';

import type { Core } from '@strapi/strapi';
import { createStrapi } from '@strapi/strapi';

import { createDatabase } from './databases';
import type { DatabaseName } from './databases';
import { ROOT, SITE, siteEnv } from './site-env';

/** A real Strapi in this process, with the plugin from the sources (so that coverage sees them). */
export interface Site {
  strapi: Core.Strapi;
  /** `http://127.0.0.1:PORT` */
  url: string;
  database: DatabaseName;
  stop(): Promise<void>;
  /** Ends and starts on the same database, with these variables in the place of what they were. */
  restart(env: Record<string, string>): Promise<void>;
}

/** The database of this jest project (`globals` in package.json); SQLite where a project names none. */
export const projectDatabase = (): DatabaseName =>
  (globalThis as { TEST_DATABASE?: DatabaseName }).TEST_DATABASE ?? 'sqlite';

/**
 * Starts the fixture site on an empty database, listening on a free port. One at a time per test file: Strapi keeps
 * itself in a global. `env` adds to or replaces the site's variables.
 */
export const startSite = async ({
  env = {},
}: { env?: Record<string, string> } = {}): Promise<Site> => {
  const database = await createDatabase(projectDatabase());
  Object.assign(process.env, siteEnv, database.env, {
    JOB_SCHEDULER_PLUGIN: path.join(ROOT, 'tests/support/plugin-from-sources'),
    ...env,
  });
  try {
    const site: Site = {
      ...(await running()),
      database: database.name,
      stop: async () => {
        await site.strapi.destroy();
        await database.drop();
      },
      restart: async (changed) => {
        await site.strapi.destroy();
        Object.assign(process.env, changed);
        Object.assign(site, await running());
      },
    };
    return site;
  } catch (error) {
    await database.drop();
    throw error;
  }
};

const running = async (): Promise<Pick<Site, 'strapi' | 'url'>> => {
  const strapi = await boot();
  const { port } = strapi.server.httpServer.address() as AddressInfo;
  return { strapi, url: `http://127.0.0.1:${port}` };
};

/** `start` alone would end the process where loading fails; a test wants the error. */
const boot = async (): Promise<Core.Strapi> => {
  const strapi = createStrapi({ appDir: SITE, distDir: SITE, serveAdminPanel: false });
  await strapi.load();
  return strapi.start();
};
