import { readFile } from 'node:fs/promises';

import type { Clock } from '../../engine/ports';
import type { VaultAnswer, VaultHttp } from './vault-http';

/** How to prove who we are: a token, a file that somebody else (Vault Agent) keeps a token in, or an AppRole. */
export type VaultAuth =
  | { token: string }
  | { tokenFile: string }
  | { roleId: string; secretId: string; appRoleMount: string };

/** Thrown where Vault gives no token; with its answer where it gave one. */
export class VaultLoginFailed extends Error {
  override readonly name = 'VaultLoginFailed';
  constructor(
    message: string,
    readonly answer: VaultAnswer | null = null
  ) {
    super(message);
  }
}

export interface VaultLogin {
  /** The token to use now. Throws VaultLoginFailed. */
  token(): Promise<string>;
  /** Vault did not take it: true where asking for another one may help. */
  refused(token: string): boolean;
}

export const createVaultLogin = (
  http: VaultHttp,
  auth: VaultAuth,
  clock: Pick<Clock, 'monotonic'>
): VaultLogin => {
  if ('token' in auth) return { token: async () => auth.token, refused: () => false };
  if ('tokenFile' in auth) return { token: () => readToken(auth.tokenFile), refused: () => false };
  return createAppRoleLogin(http, auth, clock);
};

const readToken = async (file: string): Promise<string> => {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new VaultLoginFailed(`vault.tokenFile ${file} cannot be read (${code ?? 'unknown'})`);
  }
};

/** A younger token is refused for its policy: another login would get the same, and use up the secret ID. */
const FRESH_MS = 60_000;

/**
 * One login serves everybody until Vault no longer takes its token; those who ask meanwhile wait for the same one.
 * https://developer.hashicorp.com/vault/api-docs/auth/approle#login-with-approle
 */
const createAppRoleLogin = (
  http: VaultHttp,
  { roleId, secretId, appRoleMount }: Extract<VaultAuth, { roleId: string }>,
  clock: Pick<Clock, 'monotonic'>
): VaultLogin => {
  let current: Promise<string> | null = null;
  let known: { token: string; since: number } | null = null;
  const login = async (): Promise<string> => {
    const answer = await http.send('POST', `auth/${appRoleMount}/login`, {
      token: null,
      body: { role_id: roleId, secret_id: secretId },
    });
    const token = clientToken(answer.body);
    if (answer.status === 200 && token !== null) {
      known = { token, since: clock.monotonic() };
      return token;
    }
    throw new VaultLoginFailed('the AppRole login was refused', answer);
  };
  return {
    token: () => {
      current ??= login().catch((error: unknown) => {
        current = null;
        throw error;
      });
      return current;
    },
    refused: (token) => {
      // Somebody else has got a newer one meanwhile, or is about to.
      if (token !== known?.token) return true;
      if (clock.monotonic() - known.since < FRESH_MS) return false;
      current = known = null;
      return true;
    },
  };
};

const clientToken = (body: unknown): string | null => {
  const token = (body as { auth?: { client_token?: unknown } | null } | null)?.auth?.client_token;
  return typeof token === 'string' && token !== '' ? token : null;
};
