import type { Core } from '@strapi/strapi';

import { compose } from './compose';

/** Lets running work end, within the site's `drainMs`; safe to call twice. */
export const destroy = async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  const { containment, engine, scriptWatch } = compose(strapi);
  // A look through a slow directory keeps nobody from draining.
  await Promise.all([scriptWatch()?.stop(), engine().stop()]);
  containment.stop();
};
