import type { Core } from '@strapi/strapi';

import { compose } from './compose';
import { execution } from './content-types/execution';
import { logFault } from './notify/log';
import { narrowIndexes } from './storage/narrow-indexes';
import { openStrapiDatabase } from './storage/strapi-database';

/**
 * Strapi's commands load plugins too (export, console, …): the engine starts only when the site begins to serve,
 * which is also when every app has registered its templates.
 */
export const bootstrap = async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  strapi.server.httpServer.once('listening', () => {
    const { containment, engine, scriptWatch } = compose(strapi);
    containment.start();
    scriptWatch()?.start();
    engine()
      .start()
      .catch((error: unknown) => {
        logFault(strapi.log, 'could not start', error);
      });
  });
  // Without them all is as right, but slower.
  await narrowIndexes(openStrapiDatabase(strapi), execution.schema).catch((error: unknown) => {
    logFault(strapi.log, 'could not narrow its indexes', error);
  });
};
