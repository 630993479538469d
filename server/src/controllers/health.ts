import type { Core } from '@strapi/strapi';

import { pluginUseCases } from '../policies/use-cases';
import type { Action } from './answer';

/** For probes: a status word, nothing else; no login. */
export const health = ({ strapi }: { strapi: Core.Strapi }): Record<'live' | 'ready', Action> => ({
  live: async (context) => {
    context.body = { status: 'ok' };
  },
  ready: async (context) => {
    const isReady = await pluginUseCases(strapi).isReady();
    context.status = isReady ? 200 : 503;
    context.body = { status: isReady ? 'ok' : 'unavailable' };
  },
});
