import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { startVault } from '../support/contract-servers/vault-server';
import type { VaultServer } from '../support/contract-servers/vault-server';
import { dumpDatabase } from '../support/dump-database';
import { eventually } from '../support/eventually';
import { createWorld } from '../support/world';
import type { World } from '../support/world';

const CANARY = 'canary-kept-in-vault-9+Z/q';
const REFERENCE = { provider: 'vault', path: 'crm/login', field: 'token', version: null };

let world: World;
let vault: VaultServer;
let folder: string;
const received: string[] = [];
const target = createServer((request, response) => {
  received.push(String(request.headers['x-token']));
  response.end(`you sent ${String(request.headers['x-token'])}`);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  vault = await startVault({
    secrets: { 'crm/login': [{ data: { token: CANARY } }] },
    roles: { 'role-of-the-site': 'secret-id-of-the-site' },
  });
  folder = await mkdtemp(path.join(tmpdir(), 'vault-ca-'));
  await writeFile(path.join(folder, 'ca.pem'), vault.ca);
  world = await createWorld({
    JOB_SCHEDULER_HTTP_ALLOWED_HOSTS: '127.0.0.1',
    JOB_SCHEDULER_VAULT_ADDRESS: vault.url,
    JOB_SCHEDULER_VAULT_ROLE_ID: 'role-of-the-site',
    JOB_SCHEDULER_VAULT_SECRET_ID: 'secret-id-of-the-site',
    JOB_SCHEDULER_VAULT_CA_FILE: path.join(folder, 'ca.pem'),
  });
}, 120_000);
afterAll(async () => {
  await world?.stop();
  target.close();
  await vault.stop();
  await rm(folder, { recursive: true });
});

const call = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', where: string, body?: unknown) =>
  world.call('superAdmin', method, where, body);

it('keeps where a value is, never the value, and says which providers are set up', async () => {
  const made = await call('POST', '/secrets', { name: 'crm', reference: REFERENCE });
  expect([made.status, made.body.error]).toEqual([201, undefined]);
  expect(made.body.data).toMatchObject({
    provider: 'vault',
    reference: REFERENCE,
    fingerprint: null,
    keyId: null,
    version: 1,
  });
  const list = await call('GET', '/secrets');
  expect(list.body.meta.providers).toEqual(['local', 'vault']);
  expect((await dumpDatabase(world.site)).join('\n')).not.toContain('canary');
});

it.each([
  ['a value besides a reference', { value: 'long enough', reference: REFERENCE }, 'reference'],
  ['neither', {}, 'value'],
  ['an unknown provider', { reference: { ...REFERENCE, provider: 'x' } }, 'reference.provider'],
  [
    'a provider that is not set up',
    { reference: { provider: 'aws', path: 'a' } },
    'reference.provider',
  ],
  [
    'a path that leaves the mount',
    { reference: { ...REFERENCE, path: 'a/../../sys' } },
    'reference.path',
  ],
  ['a path with a query', { reference: { ...REFERENCE, path: 'a?list=true' } }, 'reference.path'],
  ['no field', { reference: { ...REFERENCE, field: null } }, 'reference.field'],
  ['a version that is none', { reference: { ...REFERENCE, version: 'v1' } }, 'reference.version'],
  ['a path that is not there', { reference: { ...REFERENCE, path: 'crm/nothing' } }, 'reference'],
])('refuses %s by its field', async (_what, source, where) => {
  const answer = await call('POST', '/secrets', { name: 'refused', ...source });
  expect([answer.status, answer.body.error?.details.errors[0].path.join('.')]).toEqual([
    400,
    where,
  ]);
});

const run = async (name: string) => {
  const { port } = target.address() as AddressInfo;
  const job = await call('POST', '/jobs', {
    name,
    template: 'http-request',
    parameters: { url: `http://127.0.0.1:${port}/`, secretHeaders: { 'X-Token': 'crm' } },
    retry: { maxAttempts: 1 },
  });
  expect([job.status, job.body.error]).toEqual([201, undefined]);
  const started = await call('POST', `/jobs/${job.body.data.documentId}/run`);
  const { documentId } = started.body.data;
  const read = async () => (await call('GET', `/executions/${documentId}`)).body.data;
  return eventually(read, ({ finishedAt }) => finishedAt !== null);
};

it('brings the present value to where it is meant for, hidden in what the job says', async () => {
  const execution = await run('Uses a value of Vault');
  expect(execution.status).toBe('succeeded');
  expect(received).toContain(CANARY);
  const said = [
    JSON.stringify(execution),
    (await call('GET', `/executions/${execution.documentId}/logs/download`)).text,
    ...(await dumpDatabase(world.site)),
  ].join('\n');
  expect(said).toContain('you sent ••••••');
  expect(said).not.toContain('canary');
  expect(said).not.toContain('secret-id-of-the-site');
});

it('fails with a reason, and may be tried again, while Vault is sealed', async () => {
  vault.fault = { status: 503, body: { errors: ['Vault is sealed'] } };
  const execution = await run('Finds Vault sealed');
  vault.fault = null;
  expect([execution.status, execution.error.code]).toEqual(['failed', 'SECRET_UNAVAILABLE']);
  expect(execution.error.message).toBe(
    'The secret crm cannot be read: Vault is sealed or in maintenance (503)'
  );
});

it('turns a reference into a value of its own and back, and rotates only what is sealed here', async () => {
  const [{ documentId }] = (await call('GET', '/secrets?q=crm')).body.data;
  const put = async (revision: number, fields: object) =>
    (await call('PUT', `/secrets/${documentId}`, { revision, name: 'crm', ...fields })).body.data;
  expect(await put(1, { value: 'kept here now' })).toMatchObject({
    provider: 'local',
    reference: null,
    version: 2,
    fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/),
  });
  expect(await put(2, { reference: REFERENCE })).toMatchObject({
    provider: 'vault',
    version: 3,
    fingerprint: null,
  });
  expect(await put(3, { description: 'the same' })).toMatchObject({
    provider: 'vault',
    version: 3,
    reference: REFERENCE,
  });
  const { body } = await call('POST', '/secrets/rotate');
  expect(body.data).toEqual({ rewrapped: 0, current: 0, unreadable: [] });
});

it('has asked Vault for nothing that its API does not know', () => {
  expect(vault.violations).toEqual([]);
});
