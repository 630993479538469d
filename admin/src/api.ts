import { adminApi } from '@strapi/strapi/admin';

import { PLUGIN_ID } from '../../server/src/contract/rights';
import type { Pagination } from '../../server/src/contract/api';
import { adminLanguage } from './language';

/**
 * Strapi's own RTK Query with our cache tags. Features inject their endpoints; all plugins share one
 * list of endpoint names, so ours say "Scheduler": `listSchedulerJobs`.
 */
export const schedulerApi = adminApi.enhanceEndpoints({
  addTagTypes: [
    'SchedulerJob',
    'SchedulerExecution',
    'SchedulerTemplate',
    'SchedulerStatus',
    'SchedulerCalendar',
    'SchedulerPreview',
    'SchedulerScript',
    'SchedulerSecret',
  ] as const,
});

export interface Answer<Data, Meta = Record<string, never>> {
  data: Data;
  meta: Meta;
}
export type ListAnswer<Row, Meta = unknown> = Answer<Row[], { pagination: Pagination } & Meta>;

export type QueryValue = string | number | boolean | null | undefined;
export type QueryValues = Record<string, QueryValue | readonly string[]>;

/** A read; values are encoded here because Strapi's fetch client does not. */
export const read = (path: string, query: QueryValues = {}) => ({
  url: `${apiPath(path)}${queryString(query)}`,
  method: 'GET' as const,
  config: { headers: languageHeader() },
});

/** A change: `send('POST', '/jobs', job)`. */
export const send = (method: 'POST' | 'PUT' | 'DELETE', path: string, data: unknown = {}) => ({
  url: apiPath(path),
  method,
  data,
  config: { headers: languageHeader() },
});

export const apiPath = (path: string): string => `/${PLUGIN_ID}${path}`;

/** The server's words (schedule descriptions, warnings) come in the admin's language. */
export const languageHeader = (): Record<string, string> => ({
  'Accept-Language': adminLanguage(),
});

/** `?a=1&b=2`, without what is empty; lists are joined by commas. */
export const queryString = (query: QueryValues): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '') continue;
    const text = Array.isArray(value) ? value.join(',') : String(value);
    if (text !== '') search.set(name, text);
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
};
