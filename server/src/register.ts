import type { Core } from '@strapi/strapi';

import { models } from './content-types/models';
import { registerRights } from './policies/register-rights';

/** Before the database is opened: our lean tables, our rights, and our records kept out of GraphQL. */
export const register = async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  for (const model of models) strapi.get('models').add(model);
  hideFromGraphql(strapi);
  await registerRights(strapi);
};

const hideFromGraphql = (strapi: Core.Strapi): void => {
  const extension = strapi.plugins['graphql']?.service('extension') as
    { shadowCRUD: (uid: string) => { disable: () => void } } | undefined;
  for (const name of [
    'job',
    'execution',
    'calendar',
    'secret',
    'script',
    'script-approval',
    'audit-entry',
    'artifact',
  ])
    extension?.shadowCRUD(`plugin::job-scheduler.${name}`).disable();
};
