import type { Core } from '@strapi/strapi';

import type { Clock } from '../engine/ports';
import type { CheckUrl, GuardedFetch } from './http/guarded-fetch';
import type { Site } from './parameters/site';

/** What templates work with. */
export interface Tools {
  strapi: Core.Strapi;
  site: Site;
  clock: Pick<Clock, 'now' | 'after'>;
  fetch: GuardedFetch;
  checkUrl: CheckUrl;
}
