import type { FetchClient } from '@strapi/strapi/admin';

import type { LogLine, LogStream } from '../../../../server/src/contract/execution';
import { apiPath, languageHeader, queryString, type Answer } from '../../api';
import { saveBlob } from './save-blob';

export interface LogMeta {
  /** Cursor for the next page. */
  nextAfter: number;
  /** The execution is over and no line lies behind the cursor. */
  done: boolean;
}

export interface LogFilter {
  q: string;
  stream: LogStream | '';
}

const LOG_PAGE_SIZE = 1_000;

/** Log lines after a cursor; outside RTK Query, whose cache would keep every page of a live log. */
export const readLog = async (
  get: FetchClient['get'],
  id: string,
  { after, filter, signal }: { after: number; filter: LogFilter; signal: AbortSignal }
): Promise<Answer<LogLine[], LogMeta>> => {
  const query = queryString({ after, limit: LOG_PAGE_SIZE, q: filter.q, stream: filter.stream });
  const url = `${apiPath(`/executions/${id}/logs`)}${query}`;
  const answer = await get<Answer<LogLine[], LogMeta>>(url, { signal, headers: languageHeader() });
  return answer.data;
};

/** Hands the whole log to the browser as a text file. */
export const downloadLog = async (get: FetchClient['get'], id: string): Promise<void> => {
  const { data } = await get(apiPath(`/executions/${id}/logs/download`), { responseType: 'blob' });
  saveBlob(data, `execution-${id}.log`);
};
