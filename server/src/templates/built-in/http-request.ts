import { STATUS_CODES } from 'node:http';

import type { FieldError } from '../../contract/schedule';
import type { TemplatePreview } from '../../contract/template';
import { JobFailure } from '../../domain/failure';
import { MASK } from '../../domain/secrets/masker';
import type { PreviewContext, TemplateContext } from '../define-template';
import { defineTemplate } from '../define-template';
import { textExcerpt } from '../http/excerpt';
import { isExpected } from '../http/expected-status';
import type { GuardedResponse, Method } from '../http/guarded-fetch';
import { headerProblem } from '../http/headers';
import { maskBody, maskHeaders, maskUrl } from '../http/mask';
import { httpRequestParameters } from './http-request-parameters';

interface HttpRequest {
  method: Method;
  url: string;
  headers: Record<string, string>;
  /** Header → name of the secret that is its value. */
  secretHeaders: Record<string, string>;
  body: unknown;
  expectedStatus: string;
  maxResponseBytes: number;
}

const LOGGED_BYTES = 1000;
const KEPT_BYTES = 4000;

/** Sends one HTTP request and looks at its status. */
export const httpRequest = defineTemplate<HttpRequest>({
  uid: 'http-request',
  version: 1,
  category: 'integration',
  icon: 'Link',
  label: { en: 'HTTP request', zh: 'HTTP 請求' },
  description: {
    en: 'Calls a web address, for example a webhook that rebuilds your website, and checks the answer.',
    zh: '呼叫一個網址（例如重建網站的 webhook），並檢查對方的回應。',
  },
  parameters: httpRequestParameters,
  check: ({ method, headers, secretHeaders, body }) => [
    ...Object.entries(headers).flatMap(([name, value]) => headerErrors('headers', name, value)),
    ...Object.keys(secretHeaders).flatMap((name) => headerErrors('secretHeaders', name, '')),
    ...namedTwice(headers, secretHeaders),
    ...((method === 'GET' || method === 'HEAD') && body !== null
      ? [{ path: ['parameters', 'body'], message: `must be null: ${method} sends no body` }]
      : []),
  ],
  requires: () => [{ action: 'plugin::job-scheduler.http-use', subject: null }],
  sends: ({ url }) => ({ hosts: [new URL(url).host] }),
  run: async (context) => sendRequest(context),
  preview: async (context) => describeRequest(context),
});

const sendRequest = async (context: TemplateContext<HttpRequest>): Promise<unknown> => {
  const { parameters, log, now } = context;
  const { method, url, expectedStatus, maxResponseBytes } = parameters;
  const started = now();
  log(`${method} ${maskUrl(url)}`);
  const response = await context.fetch(url, {
    method,
    headers: {
      ...ownHeaders(parameters),
      ...secretHeaders(context),
      ...identity(context),
    },
    body: bodyText(parameters.body),
    maxResponseBytes,
  });
  const durationMs = now() - started;
  log(`${statusText(response.status)}, ${response.body.length} bytes in ${durationMs} ms`);
  if (response.body.length > 0)
    log(textExcerpt(response.body, LOGGED_BYTES) ?? 'The answer is not text.');
  if (!isExpected(response.status, expectedStatus))
    throw unexpected(response.status, expectedStatus);
  return resultOf(response, durationMs);
};

const describeRequest = async ({
  parameters,
  language,
  checkUrl,
}: PreviewContext<HttpRequest>): Promise<TemplatePreview> => {
  const { method, url } = parameters;
  const unreachable = await reachability(checkUrl(url));
  const shown = maskUrl(url);
  const summary =
    language === 'zh' ? `會向 ${shown} 發出 ${method} 請求。` : `It would send ${method} ${shown}.`;
  return {
    summary:
      unreachable === null ? summary : `${summary} ${unreachableText(unreachable, language)}`,
    request: {
      method,
      url: shown,
      headers: { ...maskHeaders(ownHeaders(parameters)), ...hiddenHeaders(parameters) },
      body: maskBody(parameters.body),
    },
  };
};

/** A host that may not be reached is an error of the parameters; one that cannot be found now may be there later. */
const reachability = async (check: Promise<void>): Promise<string | null> => {
  try {
    await check;
    return null;
  } catch (error) {
    if (!(error instanceof JobFailure) || !error.retryable) throw error;
    return error.code ?? error.message;
  }
};

const unreachableText = (code: string, language: 'en' | 'zh'): string =>
  language === 'zh'
    ? `目前找不到該主機（${code}）。`
    : `At the moment the host cannot be found (${code}).`;

/** What lets a receiver recognise a repeated attempt: the same key for every attempt of an execution. */
const identity = (context: TemplateContext<HttpRequest>): Record<string, string> => ({
  'Idempotency-Key': context.occurrenceId,
  'X-Job-Attempt': String(context.attempt),
  'X-Job-Scheduled-For': context.dueAt,
});

const secretHeaders = ({
  parameters,
  secrets,
}: TemplateContext<HttpRequest>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(parameters.secretHeaders).map(([name, secret]) => [name, secrets.get(secret)])
  );

const hiddenHeaders = ({ secretHeaders: names }: HttpRequest): Record<string, string> =>
  Object.fromEntries(Object.keys(names).map((name) => [name, MASK]));

const ownHeaders = ({ headers, body }: HttpRequest): Record<string, string> => {
  const given = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  const type =
    typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
  return {
    ...(given.has('user-agent') ? {} : { 'User-Agent': 'strapi-plugin-job-scheduler' }),
    ...(body === null || given.has('content-type') ? {} : { 'Content-Type': type }),
    ...headers,
  };
};

const bodyText = (body: unknown): string | null => {
  if (body === null) return null;
  return typeof body === 'string' ? body : JSON.stringify(body);
};

const headerErrors = (field: string, name: string, value: string): FieldError[] => {
  const message = /^(idempotency-key|x-job-.*)$/i.test(name)
    ? 'is set by the scheduler'
    : headerProblem(name, value);
  return message === undefined ? [] : [{ path: ['parameters', field, name], message }];
};

const namedTwice = (
  headers: Record<string, string>,
  secret: Record<string, string>
): FieldError[] => {
  const plain = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  return Object.keys(secret)
    .filter((name) => plain.has(name.toLowerCase()))
    .map((name) => ({
      path: ['parameters', 'secretHeaders', name],
      message: 'is among the other headers too',
    }));
};

const statusText = (status: number): string => `${status} ${STATUS_CODES[status] ?? ''}`.trim();

const unexpected = (status: number, expected: string): JobFailure =>
  new JobFailure(`The server answered ${statusText(status)}; ${explained(status, expected)}`, {
    code: `HTTP_${status}`,
    httpStatus: status,
  });

const explained = (status: number, expected: string): string =>
  status >= 300 && status < 400
    ? `redirects are not followed, and expected was ${expected}`
    : `expected was ${expected}`;

/** Headers that tell about the answer and carry no credentials. */
const KEPT_HEADERS = [
  'content-type',
  'content-length',
  'date',
  'etag',
  'last-modified',
  'retry-after',
  'x-request-id',
];

const resultOf = ({ status, headers, body }: GuardedResponse, durationMs: number): unknown => ({
  status,
  durationMs,
  bytes: body.length,
  headers: Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]]))
  ),
  body: textExcerpt(body, KEPT_BYTES),
});
