import type { Core } from '@strapi/strapi';

import { PLUGIN_ID } from '../contract/rights';
import type { UseCases } from '../services/create-services';

/** The use cases, as the plugin's Strapi service `use-cases`. */
export const pluginUseCases = (strapi: Core.Strapi): UseCases =>
  strapi.plugin(PLUGIN_ID).service('use-cases') as unknown as UseCases;
