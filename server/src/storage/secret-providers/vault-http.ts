import { Agent } from 'undici';

/** Vault's own limits are far below: a secret has at most 1 MiB. */
const MAX_BYTES = 2_097_152;
const LIMITS = { connectMs: 5_000, answerMs: 10_000 };

export interface VaultAnswer {
  status: number;
  /** The JSON of the body; null where it is none. */
  body: unknown;
}

export interface VaultHttp {
  /** Sends one request; rejects where there was no whole answer. Redirects are answers, never followed. */
  send(
    method: 'GET' | 'POST',
    path: string,
    request: { token: string | null; body?: object }
  ): Promise<VaultAnswer>;
}

/**
 * Vault's HTTP API at one address. Nothing is sent to another host, whatever an answer says: the token would go with it.
 * `ca`: PEM of the authority that signed the server's certificate; null = those of the system.
 */
export const createVaultHttp = ({
  address,
  namespace,
  ca,
  limits = LIMITS,
}: {
  address: string;
  namespace: string | null;
  ca: string | null;
  /** For the connection, and for the connection and the whole answer together. */
  limits?: { connectMs: number; answerMs: number };
}): VaultHttp => {
  const agent = new Agent({
    connect: { timeout: limits.connectMs, ...(ca === null ? {} : { ca }) },
    headersTimeout: limits.answerMs,
    bodyTimeout: limits.answerMs,
    maxResponseSize: MAX_BYTES,
    keepAliveTimeout: 4_000,
  });
  const { origin, pathname } = new URL(address);
  const base = pathname.replace(/\/+$/, '');
  return {
    send: async (method, path, { token, body }) => {
      const answer = await agent.request({
        origin,
        path: `${base}/v1/${path}`,
        method,
        headers: {
          // Asked for by Vault Agent and by servers that are set to require it.
          'x-vault-request': 'true',
          ...(namespace === null ? {} : { 'x-vault-namespace': namespace }),
          ...(token === null ? {} : { 'x-vault-token': token }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: body === undefined ? null : JSON.stringify(body),
        maxRedirections: 0,
        signal: AbortSignal.timeout(limits.answerMs),
      });
      return { status: answer.statusCode, body: parsed(await answer.body.text()) };
    },
  };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
};
