import type { Answer, Asked, TlsServer } from './tls-server';
import { startTlsServer } from './tls-server';

/**
 * What Vault's public API text says of logging in by AppRole and reading the key-value engine, version 2, and nothing
 * else: whatever is not in it is refused and noted. https://developer.hashicorp.com/vault/api-docs
 */
export interface VaultServer extends TlsServer {
  /** Requests that Vault's API does not know. */
  violations: string[];
  tokens: Set<string>;
  /** Answered in the place of everything, while it is set. */
  fault: Answer | null;
}

type Version = { data: Record<string, unknown> } | { deleted: string } | { destroyed: true };

interface Contents {
  namespace?: string;
  mount?: string;
  /** Versions of each path, the first is version 1. */
  secrets: Record<string, Version[]>;
  roles?: Record<string, string>;
  tokens?: string[];
  /** Paths that a token may read; all where it is not named. */
  forbidden?: string[];
}

export const startVault = async ({
  namespace,
  mount = 'secret',
  secrets,
  roles = {},
  tokens: given = [],
  forbidden = [],
}: Contents): Promise<VaultServer> => {
  const state = {
    violations: [] as string[],
    tokens: new Set(given),
    fault: null as Answer | null,
  };
  let issued = 0;

  const violation = (asked: Asked, what: string): Answer => {
    state.violations.push(`${asked.method} ${asked.path}: ${what}`);
    return errors(400, what);
  };

  const login = (asked: Asked): Answer => {
    if (asked.headers['content-type'] !== 'application/json')
      return violation(asked, 'login takes JSON');
    if (asked.headers['x-vault-token'] !== undefined)
      return violation(asked, 'login takes no token');
    const body = JSON.parse(asked.body) as Record<string, unknown>;
    if (Object.keys(body).toSorted().join() !== 'role_id,secret_id')
      return violation(asked, 'login takes role_id and secret_id');
    if (roles[String(body['role_id'])] !== body['secret_id'])
      return errors(400, 'invalid role or secret ID');
    issued += 1;
    const token = `hvs.issued-${issued}`;
    state.tokens.add(token);
    return {
      status: 200,
      body: {
        auth: {
          client_token: token,
          accessor: `accessor-${issued}`,
          policies: ['default', 'jobs'],
          lease_duration: 1_200,
          renewable: true,
        },
      },
    };
  };

  const readVersion = (asked: Asked, path: string): Answer => {
    if (asked.body !== '') return violation(asked, 'a read takes no body');
    const token = asked.headers['x-vault-token'];
    if (token === undefined) return errors(400, 'missing client token');
    if (!state.tokens.has(String(token)) || forbidden.includes(path))
      return errors(403, '1 error occurred:\n\t* permission denied\n\n');
    for (const name of asked.query.keys())
      if (name !== 'version') return violation(asked, `unknown parameter ${name}`);
    const versions = secrets[path];
    if (versions === undefined) return { status: 404, body: { errors: [] } };
    const asks = asked.query.get('version');
    const number = asks === null || asks === '0' ? versions.length : Number(asks);
    if (!Number.isInteger(number)) return violation(asked, 'version is a number');
    const version = versions[number - 1];
    return version === undefined ? { status: 404, body: { errors: [] } } : told(version, number);
  };

  const answer = (asked: Asked): Answer => {
    if (asked.headers['x-vault-request'] !== 'true')
      return violation(asked, 'the header X-Vault-Request is not true');
    if (state.fault !== null) return state.fault;
    if ((asked.headers['x-vault-namespace'] ?? '') !== (namespace ?? ''))
      return errors(403, 'permission denied');
    const [, version, ...parts] = asked.path.split('/');
    if (version !== 'v1') return violation(asked, 'the API begins with /v1/');
    const rest = parts.map(decodeURIComponent).join('/');
    if (asked.method === 'POST' && rest === 'auth/approle/login') return login(asked);
    const prefix = `${mount}/data/`;
    if (asked.method === 'GET' && rest.startsWith(prefix))
      return readVersion(asked, rest.slice(prefix.length));
    return violation(asked, 'is not part of what is used');
  };

  return Object.assign(state, await startTlsServer(answer));
};

const errors = (status: number, message: string): Answer => ({
  status,
  body: { errors: [message] },
});

const told = (version: Version, number: number): Answer => {
  const metadata = {
    created_time: '2026-03-01T10:00:00.000000000Z',
    custom_metadata: null,
    deletion_time: 'deleted' in version ? version.deleted : '',
    destroyed: 'destroyed' in version,
    version: number,
  };
  return 'data' in version
    ? { status: 200, body: { data: { data: version.data, metadata } } }
    : { status: 404, body: { data: { data: null, metadata } } };
};
