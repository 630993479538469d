import type { Core } from '@strapi/strapi';

import { models } from './content-types/models';

/** Before the database is opened: our lean tables, and our records kept out of GraphQL. */
export const register = ({ strapi }: { strapi: Core.Strapi }): void => {
  for (const model of models) strapi.get('models').add(model);
  hideFromGraphql(strapi);
};

const hideFromGraphql = (strapi: Core.Strapi): void => {
  const extension = strapi.plugins['graphql']?.service('extension') as
    { shadowCRUD: (uid: string) => { disable: () => void } } | undefined;
  for (const name of ['job', 'execution', 'audit-entry'])
    extension?.shadowCRUD(`plugin::job-scheduler.${name}`).disable();
};
