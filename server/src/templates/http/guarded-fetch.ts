import { Agent } from 'undici';
import type { Dispatcher } from 'undici';

import { JobFailure } from '../../domain/failure';
import { allowedHosts } from './allowed-hosts';
import { connectAmong } from './connect';
import type { Destination, Resolve } from './destination';
import { findDestination, resolveBySystem } from './destination';
import { headerProblem } from './headers';
import { readBody } from './read-body';

export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export type Method = (typeof METHODS)[number];

export interface GuardedRequest {
  /** GET where left out. */
  method?: Method;
  headers?: Record<string, string>;
  body?: string | Uint8Array | null;
  /** Ends the request; the promise then rejects with its reason. */
  signal?: AbortSignal;
  /** Longer answers are cut off with `RESPONSE_TOO_LARGE`; 1 MiB where left out. */
  maxResponseBytes?: number;
}

export interface GuardedResponse {
  status: number;
  /** Lowercase names; repeated ones joined by a comma. */
  headers: Record<string, string>;
  /** The whole body, as the server sent it. */
  body: Buffer;
}

/**
 * Sends one HTTP(S) request. A redirect is not followed: it is an answer like any other. Rejects with a JobFailure whose
 * code says why (`HOST_REFUSED`, `RESPONSE_TOO_LARGE`, `ECONNREFUSED`, …).
 */
export type GuardedFetch = (
  url: string | URL,
  request?: GuardedRequest
) => Promise<GuardedResponse>;

/** Rejects with a JobFailure where a request would be refused before it is sent. */
export type CheckUrl = (url: string | URL) => Promise<void>;

export interface FetchGuard {
  fetch: GuardedFetch;
  checkUrl: CheckUrl;
}

const DEFAULT_MAX_BYTES = 1_048_576;

/**
 * The only way of a job to the network. Every request resolves its host, checks all addresses, and connects to one of
 * these; nothing is kept for a later request. Proxy variables of the environment have no effect.
 */
export const createFetchGuard = (options: {
  /** `http.allowedHosts`: `host` or `host:port` that may be private or loopback. */
  allowedHosts: readonly string[];
  /** Replaces the system's resolver. */
  resolve?: Resolve;
}): FetchGuard => {
  const isAllowed = allowedHosts(options.allowedHosts);
  const resolve = options.resolve ?? resolveBySystem;
  return {
    fetch: async (url, request = {}) =>
      orFailure(request.signal, async () => {
        assertSendable(request);
        const search = findDestination(url, isAllowed, resolve);
        return send(await until(request.signal, search), request);
      }),
    checkUrl: async (url) =>
      orFailure(undefined, async () => {
        await findDestination(url, isAllowed, resolve);
      }),
  };
};

const send = async (
  { url, addresses }: Destination,
  request: GuardedRequest
): Promise<GuardedResponse> => {
  const agent = new Agent({
    connect: connectAmong(addresses),
    pipelining: 0,
    // The time limit is the signal's alone.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  try {
    const { statusCode, headers, body } = await agent.request(toDispatch(url, request));
    const bytes = await readBody(body, headers, request.maxResponseBytes ?? DEFAULT_MAX_BYTES);
    return { status: statusCode, headers: joined(headers), body: bytes };
  } finally {
    await agent.destroy();
  }
};

const toDispatch = (
  url: URL,
  { method = 'GET', headers = {}, body = null, signal }: GuardedRequest
): Dispatcher.RequestOptions => ({
  origin: url.origin,
  path: `${url.pathname}${url.search}`,
  method,
  headers,
  body,
  signal: signal ?? null,
  maxRedirections: 0,
});

const assertSendable = ({ method = 'GET', headers = {} }: GuardedRequest): void => {
  if (!METHODS.includes(method))
    throw new JobFailure(`${method} is not one of ${METHODS.join(', ')}`, badRequest);
  for (const [name, value] of Object.entries(headers)) {
    const wrong = headerProblem(name, value);
    if (wrong !== undefined) throw new JobFailure(`The header ${name} ${wrong}`, badRequest);
  }
};

const badRequest = { code: 'REQUEST_REFUSED', retryable: false };

const joined = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ])
  );

/** Name resolution cannot be ended: the wait for it can. */
const until = async <T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> => {
  if (signal === undefined) return work;
  signal.throwIfAborted();
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', stop));
};

const orFailure = async <T>(
  signal: AbortSignal | undefined,
  work: () => Promise<T>
): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (signal?.aborted === true) throw signal.reason;
    throw error instanceof JobFailure ? error : networkFailure(error);
  }
};

const networkFailure = (error: unknown): JobFailure => {
  const { code, message } = error as { code?: string; message?: string };
  const known = CODES[code ?? ''] ?? code;
  const text = message === undefined || message === '' ? 'The request failed' : message;
  return new JobFailure(text, { ...(known === undefined ? {} : { code: known }), cause: error });
};

/** The client's own names, as people know them from everywhere else. */
const CODES: Record<string, string> = {
  UND_ERR_CONNECT_TIMEOUT: 'ETIMEDOUT',
  UND_ERR_SOCKET: 'ECONNRESET',
  UND_ERR_INVALID_ARG: 'REQUEST_REFUSED',
};
