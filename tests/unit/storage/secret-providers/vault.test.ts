import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { SecretReference } from '../../../../server/src/contract/secret';
import { createVault } from '../../../../server/src/storage/secret-providers/vault';
import { createVaultHttp } from '../../../../server/src/storage/secret-providers/vault-http';
import type { VaultAuth } from '../../../../server/src/storage/secret-providers/vault-login';
import { createVaultLogin } from '../../../../server/src/storage/secret-providers/vault-login';
import { startTlsServer } from '../../../support/contract-servers/tls-server';
import { startVault } from '../../../support/contract-servers/vault-server';
import type { VaultServer } from '../../../support/contract-servers/vault-server';
import { refusalOf } from '../../../support/refusal-of';

const CANARY = 'canary-of-vault';
const ROLE = { roleId: 'the-role', secretId: 'the-secret-id', appRoleMount: 'approle' };

let vault: VaultServer;
beforeEach(async () => {
  vault = await startVault({
    namespace: 'team/blue',
    secrets: {
      'crm/login': [{ data: { token: `${CANARY}-1` } }, { data: { token: CANARY, pin: 1234 } }],
      'a path/with spaces+signs': [{ data: { token: CANARY } }],
      deleted: [{ data: { token: CANARY } }, { deleted: '2026-04-01T00:00:00Z' }],
      destroyed: [{ destroyed: true }],
      short: [{ data: { token: 'abc' } }],
      blank: [{ data: { token: ' \n\t abc' } }],
      nul: [{ data: { token: `${CANARY}\0` } }],
      half: [{ data: { token: `${CANARY}\ud800` } }],
      closed: [{ data: { token: CANARY } }],
    },
    roles: { 'the-role': 'the-secret-id' },
    tokens: ['hvs.static'],
    forbidden: ['closed'],
  });
});
afterEach(async () => {
  await vault.stop();
  if (vault.violations.length > 0) throw new Error(vault.violations.join('; '));
});

let now = 0;
const clock = { monotonic: () => now };
const MINUTE = 60_000;

const QUICK = { connectMs: 60_000, answerMs: 200 };
const PATIENT = { connectMs: 60_000, answerMs: 60_000 };

const reader = (
  auth: VaultAuth = { token: 'hvs.static' },
  ca: string | null = vault.ca,
  limits = PATIENT
) => {
  const http = createVaultHttp({
    address: vault.url,
    namespace: 'team/blue',
    ca,
    limits,
  });
  return createVault({ http, login: createVaultLogin(http, auth, clock), mount: 'secret' });
};
const at = (where: string, more: Partial<SecretReference> = {}): SecretReference => ({
  provider: 'vault',
  path: where,
  field: 'token',
  version: null,
  ...more,
});

it('reads a field of the current version, or of the version that is named', async () => {
  const read = reader();
  expect(await read(at('crm/login'))).toEqual({ ok: true, value: CANARY });
  expect(await read(at('crm/login', { version: '1' }))).toEqual({ ok: true, value: `${CANARY}-1` });
  expect(await read(at('a path/with spaces+signs'))).toEqual({ ok: true, value: CANARY });
});

it.each([
  ['a path that is not there', at('nowhere'), 'SECRET_MISSING', 'nowhere in Vault is not there'],
  ['a field that is not there', at('crm/login', { field: 'no' }), 'SECRET_MISSING', 'no of crm'],
  [
    'a field of every object',
    at('crm/login', { field: 'toString' }),
    'SECRET_MISSING',
    'not there',
  ],
  ['a field that is no text', at('crm/login', { field: 'pin' }), 'SECRET_UNREADABLE', 'not text'],
  ['a value too short to hide', at('short'), 'SECRET_UNREADABLE', 'must have 4 to 16384'],
  ['a value of white space', at('blank'), 'SECRET_UNREADABLE', 'characters that are not white'],
  ['a value with NUL', at('nul'), 'SECRET_UNREADABLE', 'must have no NUL character'],
  ['a value with half a character', at('half'), 'SECRET_UNREADABLE', 'no half of a surrogate'],
  ['a deleted version', at('deleted'), 'SECRET_MISSING', 'is deleted (version 2)'],
  ['a destroyed version', at('destroyed'), 'SECRET_MISSING', 'is destroyed (version 1)'],
  ['a path that the policy closes', at('closed'), 'SECRET_FORBIDDEN', 'does not let this site'],
])(
  'says what is wrong with %s, and that trying again is no use',
  async (_what, reference, code, message) => {
    const refused = await refusalOf(reader()(reference));
    expect(refused).toMatchObject({ code, retry: false });
    expect(refused.message).toContain(message);
    expect(refused.message).not.toContain(CANARY);
  }
);

it('leaves out the version of a deleted value where Vault does not tell it', async () => {
  vault.fault = { status: 404, body: { data: { data: null, metadata: { deletion_time: 'x' } } } };
  const { message } = await refusalOf(reader()(at('deleted')));
  expect(message).toBe('deleted in Vault is deleted');
});

it.each([
  ['is sealed', { status: 503, body: { errors: ['Vault is sealed'] } }, 'is sealed'],
  ['has too many requests', { status: 429, body: { errors: [] } }, '429'],
  ['has not caught up', { status: 412, body: { errors: [] } }, '412'],
  ['has an error', { status: 500, body: { errors: ['x'] } }, '500'],
  ['answers what is no JSON', { status: 200, raw: '<html>' }, 'something else'],
  ['answers another kind of JSON', { status: 200, body: { data: [] } }, 'something else'],
  ['ends in the middle of its answer', 'cut', 'does not answer'],
  ['says nothing', 'silence', 'does not answer'],
  ['sends byte after byte for longer than the limit', 'drip', 'does not answer'],
] as const)('may be tried again when Vault %s', async (_what, fault, message) => {
  vault.fault = fault;
  const limits = fault === 'silence' || fault === 'drip' ? QUICK : PATIENT;
  const read = reader(undefined, undefined, limits);
  const refused = await refusalOf(read(at('crm/login')));
  expect(refused).toMatchObject({ code: 'SECRET_UNAVAILABLE', retry: true });
  expect(refused.message).toContain(message);
  vault.fault = null;
  expect(await reader()(at('crm/login'))).toEqual({ ok: true, value: CANARY });
});

it('takes its token nowhere else: a redirect is not followed', async () => {
  const elsewhere = await startTlsServer(() => ({ status: 200, body: {} }));
  vault.fault = { status: 307, headers: { location: `${elsewhere.url}/v1/secret/data/crm/login` } };
  expect(await refusalOf(reader()(at('crm/login')))).toMatchObject({
    code: 'SECRET_REDIRECTED',
    retry: false,
  });
  expect(elsewhere.asked).toEqual([]);
  await elsewhere.stop();
});

it('sends nothing to a server whose certificate it does not trust', async () => {
  const refused = await refusalOf(reader({ token: 'hvs.static' }, null)(at('crm/login')));
  expect(refused).toMatchObject({ code: 'SECRET_UNAVAILABLE', retry: true });
  expect(vault.asked).toEqual([]);
});

it('logs in by AppRole once for everybody, and again when Vault takes the token no longer', async () => {
  const read = reader(ROLE);
  const logins = () => vault.asked.filter(({ method }) => method === 'POST').length;
  await Promise.all([read(at('crm/login')), read(at('crm/login')), read(at('deleted'))]);
  expect(logins()).toBe(1);
  vault.tokens.clear();
  now += MINUTE;
  expect(await read(at('crm/login'))).toEqual({ ok: true, value: CANARY });
  expect(logins()).toBe(2);
});

it('tries a fresh token once only: what is closed stays closed', async () => {
  const read = reader(ROLE);
  const asked = () => vault.asked.map(({ method }) => method);
  expect(await refusalOf(read(at('closed')))).toMatchObject({ code: 'SECRET_FORBIDDEN' });
  expect(asked()).toEqual(['POST', 'GET']);
  now += MINUTE;
  expect(await refusalOf(read(at('closed')))).toMatchObject({ code: 'SECRET_FORBIDDEN' });
  expect(asked().slice(2)).toEqual(['GET', 'POST', 'GET']);
});

it('does not log in for each refusal: a path that is closed costs one login in a minute', async () => {
  const read = reader(ROLE);
  for (let second = 0; second < 60; second += 10, now += 10_000)
    expect(await refusalOf(read(at('closed')))).toMatchObject({ code: 'SECRET_FORBIDDEN' });
  expect(vault.asked.filter(({ method }) => method === 'POST')).toHaveLength(1);
});

it('says that an AppRole was refused, without its secret', async () => {
  const refused = await refusalOf(reader({ ...ROLE, secretId: 'a-wrong-one' })(at('crm/login')));
  expect(refused).toMatchObject({ code: 'SECRET_FORBIDDEN', retry: false });
  expect(refused.message).toContain('AppRole');
  expect(refused.message).not.toContain('a-wrong-one');
});

it('logs in again after Vault was away at the first login', async () => {
  const read = reader(ROLE);
  vault.fault = { status: 503, body: { errors: ['Vault is sealed'] } };
  expect(await refusalOf(read(at('crm/login')))).toMatchObject({ code: 'SECRET_UNAVAILABLE' });
  vault.fault = null;
  expect(await read(at('crm/login'))).toEqual({ ok: true, value: CANARY });
});

it('reads the token that another program keeps in a file, anew each time', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'vault-token-'));
  const tokenFile = path.join(folder, 'token');
  const read = reader({ tokenFile });
  expect(await refusalOf(read(at('crm/login')))).toMatchObject({ code: 'SECRET_FORBIDDEN' });
  await writeFile(tokenFile, 'hvs.static\n');
  expect(await read(at('crm/login'))).toEqual({ ok: true, value: CANARY });
  await rm(folder, { recursive: true });
});
