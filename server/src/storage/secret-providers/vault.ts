import type { SecretReference } from '../../contract/secret';
import type { ReadReference, ReadSecret } from '../../services/secret-ports';
import { refused, textValue, unavailable } from './failures';
import type { VaultAnswer, VaultHttp } from './vault-http';
import { VaultLoginFailed } from './vault-login';
import type { VaultLogin } from './vault-login';

/**
 * Reads values of HashiCorp Vault's key-value engine, version 2, beneath one mount. An answer that a fresh login may
 * change is asked for twice. https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2#read-secret-version
 */
export const createVault =
  ({ http, login, mount }: { http: VaultHttp; login: VaultLogin; mount: string }): ReadReference =>
  async (reference) => {
    try {
      const path = pathOf(mount, reference);
      let token = await login.token();
      let answer = await http.send('GET', path, { token });
      if (answer.status === 403 && login.refused(token)) {
        token = await login.token();
        answer = await http.send('GET', path, { token });
      }
      return valueOf(reference, answer);
    } catch (error) {
      return failedToAsk(error);
    }
  };

const pathOf = (mount: string, { path, version }: SecretReference): string =>
  `${mount}/data/${path.split('/').map(encodeURIComponent).join('/')}` +
  (version === null ? '' : `?version=${version}`);

const valueOf = (reference: SecretReference, answer: VaultAnswer): ReadSecret => {
  const { path, field } = reference;
  if (answer.status !== 200) return refusalOf(`${path} in Vault`, answer);
  const { data } = (answer.body ?? {}) as { data?: { data?: unknown } };
  const fields = data?.data;
  if (typeof fields !== 'object' || fields === null)
    return unavailable('Vault answered something else than a secret of the key-value engine, v2');
  const own = field !== null && Object.hasOwn(fields, field);
  const value = own ? (fields as Record<string, unknown>)[field] : undefined;
  return textValue(value, `${field} of ${path} in Vault`);
};

/** https://developer.hashicorp.com/vault/api-docs#http-status-codes */
const refusalOf = (what: string, { status, body }: VaultAnswer): ReadSecret => {
  if (status === 404) return refused('SECRET_MISSING', `${what} ${absence(body)}`);
  if (status === 403)
    return refused('SECRET_FORBIDDEN', `Vault does not let this site read ${what} (403)`);
  if (status >= 300 && status < 400)
    return refused(
      'SECRET_REDIRECTED',
      'Vault answered with a redirect, which is not followed: set vault.address to a node that answers itself'
    );
  if (status === 503) return unavailable('Vault is sealed or in maintenance (503)');
  if (status === 429) return unavailable('Vault has too many requests, or is on standby (429)');
  if (status === 412 || status >= 500) return unavailable(`Vault answered ${status}`);
  return refused('SECRET_UNREADABLE', `Vault refused to read ${what} (${status})`);
};

/** A deleted version is answered with 404 too, together with what is known of it. */
const absence = (body: unknown): string => {
  const known = (body as { data?: { metadata?: Metadata } | null } | null)?.data?.metadata;
  if (known === undefined) return 'is not there';
  const version = Number.isInteger(known.version) ? ` (version ${String(known.version)})` : '';
  return known.destroyed === true ? `is destroyed${version}` : `is deleted${version}`;
};

interface Metadata {
  version?: unknown;
  destroyed?: unknown;
}

const failedToAsk = (error: unknown): ReadSecret => {
  if (error instanceof VaultLoginFailed)
    return error.answer === null || [400, 403].includes(error.answer.status)
      ? refused('SECRET_FORBIDDEN', `Vault: ${error.message}`)
      : refusalOf('a token', error.answer);
  return unavailable(`Vault does not answer (${codeOf(error)})`);
};

// The message of a network error may name what was sent.
const codeOf = (error: unknown): string => {
  const { code, name } = error as { code?: unknown; name?: unknown };
  return typeof code === 'string' ? code : String(name);
};
