import type { Core } from '@strapi/strapi';

import { bootstrap } from './bootstrap';
import { compose } from './compose';
import config from './config';
import contentTypes from './content-types';
import controllers from './controllers';
import { destroy } from './destroy';
import policies from './policies';
import { register } from './register';
import routes from './routes';

export { JobFailure } from './domain/failure';
export { defineTemplate } from './templates/define-template';
export { defineHook } from './templates/hooks/define-hook';

/** What other code asks of this plugin: `strapi.plugin('job-scheduler').service('templates').register(…)`. */
const services = {
  templates: ({ strapi }: { strapi: Core.Strapi }) => compose(strapi).templates,
  hooks: ({ strapi }: { strapi: Core.Strapi }) => compose(strapi).hooks,
  'use-cases': ({ strapi }: { strapi: Core.Strapi }) => compose(strapi).useCases(),
};

export default {
  register,
  bootstrap,
  destroy,
  config,
  contentTypes,
  controllers,
  policies,
  routes,
  services,
};
