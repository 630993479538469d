import type { Core } from '@strapi/strapi';

import { callerOf } from '../policies/caller';
import type { Asking } from '../policies/caller';
import { recordDenial } from '../policies/has-right';
import { routeName } from '../policies/route-name';
import { pluginUseCases } from '../policies/use-cases';
import type { UseCases } from '../services/create-services';
import { Conflict, Forbidden, Invalid, NotFound, Refusal, Unavailable } from '../services/errors';
import type { Caller } from '../services/ports';
import { describeFault } from '../policies/describe-fault';
import { readBody } from './read-body';
import { wholeQuery } from './whole-query';

/** The parts of Koa's context that our handlers use. */
export interface Context extends Asking {
  /** HEAD comes to what answers GET. */
  method: string;
  params: Record<string, string>;
  query: Record<string, unknown>;
  querystring: string;
  request: Asking['request'] & { body?: unknown; type: string };
  status: number;
  body: unknown;
  set(field: string, value: string): void;
  /** Koa's: sets Content-Disposition. */
  attachment(name: string): void;
}

/** What a handler works with. */
export interface Request {
  caller: Caller;
  useCases: UseCases;
  params: Record<string, string>;
  query: Record<string, unknown>;
  body: unknown;
  context: Context;
  report: (refusal: Refusal) => Promise<void>;
}

export interface Answer {
  status?: 200 | 201 | 202 | 204;
  body: unknown;
  headers?: Record<string, string>;
}

export type Handler = (request: Request) => Promise<Answer> | Answer;
export type Action = (context: Context) => Promise<void>;

/** A controller of Strapi: each handler with the one way in and out. */
export const controller =
  <Name extends string>(handlers: Record<Name, Handler>) =>
  ({ strapi }: { strapi: Core.Strapi }): Record<Name, Action> =>
    Object.fromEntries(
      Object.entries<Handler>(handlers).map(([name, handler]) => [
        name,
        (context: Context) => answer(strapi, handler, context),
      ])
    ) as Record<Name, Action>;

/** `{ data, meta }` */
export const ok = (result: { data: unknown; meta?: unknown }, status: 200 | 201 | 202 = 200) => ({
  status,
  body: { data: result.data, meta: result.meta ?? {} },
});

const answer = async (strapi: Core.Strapi, handler: Handler, context: Context): Promise<void> => {
  context.set('Cache-Control', 'no-store');
  try {
    const { status = 200, body, headers = {} } = await handler(requestOf(strapi, context));
    for (const [field, value] of Object.entries(headers)) context.set(field, value);
    context.status = status;
    context.body = body;
  } catch (error) {
    if (error instanceof Refusal) await refuse(strapi, context, error);
    else fail(strapi, context, error);
  }
};

const requestOf = (strapi: Core.Strapi, context: Context): Request => ({
  caller: callerOf(strapi, context),
  useCases: pluginUseCases(strapi),
  params: context.params,
  query: wholeQuery(context),
  body: readBody(context.request, context.method),
  context,
  report: () => recordDenial(strapi, context),
});

/** The one mapping of refusals to HTTP. */
const statusOf = (refusal: Refusal): number => {
  if (refusal instanceof Invalid) return 400;
  if (refusal instanceof Forbidden) return 403;
  if (refusal instanceof NotFound) return 404;
  if (refusal instanceof Conflict) return 409;
  if (refusal instanceof Unavailable) return 503;
  return 400;
};

const refuse = async (strapi: Core.Strapi, context: Context, refusal: Refusal): Promise<void> => {
  if (refusal.denied) await recordDenial(strapi, context);
  const { name, message, errors } = refusal;
  const details = errors.length > 0 ? { ...refusal.details, errors } : refusal.details;
  context.status = statusOf(refusal);
  context.body = { data: null, error: { status: context.status, name, message, details } };
};

/** A fault of ours: the log has the whole of it, the answer nothing. */
const fail = (strapi: Core.Strapi, context: Context, error: unknown): void => {
  strapi.log.error(`job-scheduler: ${routeName(context)} failed: ${describeFault(error)}`);
  context.status = 500;
  const name = 'InternalServerError';
  const message = 'Internal Server Error';
  context.body = { data: null, error: { status: 500, name, message, details: {} } };
};
