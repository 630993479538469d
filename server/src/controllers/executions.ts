import { Readable } from 'node:stream';

import { LOG_STREAMS } from '../contract/execution';
import { nullable, oneOf, optional } from '../services/shape';
import { controller, ok } from './answer';
import type { Handler } from './answer';
import { readExecutionQuery } from './list-queries';
import { noBody } from './no-body';
import { idOf } from './read-id';
import { noQuery, readQuery, wholeText, word } from './read-query';

const MAX_LINES = 1_000;

export const list: Handler = async ({ useCases, caller, query }) =>
  ok(await useCases.listExecutions(caller, readExecutionQuery(query)));

export const read: Handler = async ({ useCases, caller, query, params }) => {
  noQuery(query);
  return ok(await useCases.readExecution(caller, idOf(params)));
};

export const logs: Handler = async ({ useCases, caller, query, params }) => {
  const request = readQuery(query, {
    after: optional(wholeText(0, Number.MAX_SAFE_INTEGER), 0),
    limit: optional(wholeText(1, MAX_LINES), 200),
    q: word(200),
    stream: optional(nullable(oneOf(LOG_STREAMS)), null),
  });
  return ok(await useCases.readLog(caller, { id: idOf(params), ...request }));
};

export const download: Handler = async ({ useCases, caller, query, params }) => {
  noQuery(query);
  const { name, text } = await useCases.downloadLog(caller, idOf(params));
  return {
    body: Readable.from(text),
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}"`,
      'X-Content-Type-Options': 'nosniff',
    },
  };
};

export const cancel: Handler = async ({ useCases, caller, query, params, body }) => {
  noQuery(query);
  noBody(body);
  return ok(await useCases.cancelExecution(caller, idOf(params)));
};

export const retry: Handler = async ({ useCases, caller, query, params, body }) => {
  noQuery(query);
  noBody(body);
  return ok(await useCases.retryExecution(caller, idOf(params)), 202);
};

export const replay: Handler = async ({ useCases, caller, query, params, body }) => {
  noQuery(query);
  noBody(body);
  return ok(await useCases.replayExecution(caller, idOf(params)), 202);
};

export const executions = controller({ list, read, logs, download, cancel, retry, replay });
