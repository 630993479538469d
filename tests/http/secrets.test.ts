import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { dumpDatabase } from '../support/dump-database';
import { eventually } from '../support/eventually';
import { createWorld, serviceOf } from '../support/world';
import type { Actor, World } from '../support/world';

/** Planted everywhere; the only place where it may turn up is the server that it is meant for. */
const CANARY = 'canary-7f3a/9+Zq "x"';

let world: World;
const server = createServer((request, response) => {
  received.push(String(request.headers['x-token']));
  // A server that repeats what it got, in several forms.
  const token = String(request.headers['x-token']);
  response.statusCode = request.url === '/broken' ? 500 : 200;
  response.end(JSON.stringify({ token, base64: Buffer.from(`user:${token}`).toString('base64') }));
});
const received: string[] = [];
let port = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
  world = await createWorld({ JOB_SCHEDULER_HTTP_ALLOWED_HOSTS: '127.0.0.1' });
}, 120_000);
afterAll(async () => {
  await world?.stop();
  server.close();
});

const call = (
  actor: Actor,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown
) => world.call(actor, method, path, body);
const aSecret = (name: string, fields: object = {}) => ({ name, value: CANARY, ...fields });
const create = async (name: string, fields: object = {}) => {
  const answer = await call('superAdmin', 'POST', '/secrets', aSecret(name, fields));
  expect([answer.status, answer.body.error]).toEqual([201, undefined]);
  return answer.body.data;
};
/** One that the catalogue knows, though its file is gone. */
const aScript = async (): Promise<string> => {
  const { documentId } = await world.site.strapi.db.query('plugin::job-scheduler.script').create({
    data: {
      path: `gone-${(scripts += 1)}.sh`,
      type: 'shell',
      interpreter: 'sh',
      digest: 'x',
      size: 1,
      takesOptions: false,
      isMissing: true,
      seenAt: 1_767_225_600_000,
    },
  });
  return documentId as string;
};
let scripts = 0;
const listed = async (actor: Actor, name: string) =>
  (await call(actor, 'GET', `/secrets?q=${name}`)).body.data[0];

it('keeps a value that nobody can read back', async () => {
  const made = await create('write-only', { description: 'for the CRM' });
  expect(made).toMatchObject({
    name: 'write-only',
    description: 'for the CRM',
    allowedScripts: [],
    allowedHosts: [],
    version: 1,
    revision: 1,
    usedBy: 0,
  });
  expect(made.fingerprint).toMatch(/^[0-9a-f]{12}$/);
  const everything = JSON.stringify([made, await listed('superAdmin', 'write-only')]);
  expect(everything).not.toContain('canary');
  expect(everything).not.toContain('sealed');
});

it('takes a new value as a new version, and keeps the present one where none is given', async () => {
  const made = await create('versions');
  const replaced = await call('superAdmin', 'PUT', `/secrets/${made.documentId}`, {
    revision: 1,
    name: 'versions',
    value: 'another value',
  });
  expect(replaced.body.data).toMatchObject({ version: 2, revision: 2 });
  expect(replaced.body.data.fingerprint).not.toBe(made.fingerprint);
  const described = await call('superAdmin', 'PUT', `/secrets/${made.documentId}`, {
    revision: 2,
    name: 'versions',
    description: 'only this',
  });
  expect(described.body.data).toMatchObject({ version: 2, revision: 3, description: 'only this' });
  expect(described.body.data.fingerprint).toBe(replaced.body.data.fingerprint);
});

it.each<[what: string, body: object, path: string, message: string]>([
  ['no name', { value: 'long enough' }, 'name', 'is required'],
  ['a name with a space', { name: 'a b', value: 'long enough' }, 'name', 'letter'],
  ['no value', { name: 'valueless' }, 'value', 'is required'],
  ['a short value', { name: 'short', value: 'abc' }, 'value', '4 to 16384'],
  ['a value that is no text', { name: 'number', value: 12345 }, 'value', 'text'],
  ['an unknown field', { name: 'more', value: 'long enough', scope: 'x' }, 'scope', 'known'],
  [
    'a host that is none',
    { name: 'h', value: 'long enough', allowedHosts: ['a/b'] },
    'allowedHosts.0',
    'host',
  ],
  ...['x:99999', 'x:0', 'a..b', 'a.-b', '[:::]', '.'].map(
    (host): [string, object, string, string] => [
      `the host ${host}`,
      { name: 'h', value: 'long enough', allowedHosts: ['ok.example.com', host] },
      'allowedHosts.1',
      'host',
    ]
  ),
  [
    'a script that the site does not have',
    { name: 's', value: 'long enough', allowedScripts: ['nosuch'] },
    'allowedScripts.0',
    'is not a script of this site',
  ],
  [
    'a value of white space',
    { name: 'blank', value: ' \t\n\u00a0 abc' },
    'value',
    'at least 4 characters that are not white space',
  ],
  ['a value with NUL', { name: 'nul', value: 'long\0enough' }, 'value', 'NUL'],
])('refuses %s by its field', async (_what, body, path, message) => {
  const answer = await call('superAdmin', 'POST', '/secrets', body);
  expect(answer.status).toBe(400);
  const [error] = answer.body.error.details.errors;
  expect(error.path.join('.')).toBe(path);
  expect(error.message).toContain(message);
});

it('keeps a place that is named twice once, also beside a script that is away', async () => {
  const script = await aScript();
  const made = await create('places', {
    allowedHosts: ['crm.example.com', 'CRM.example.com', 'crm.example.com:65535', '[::1]:1'],
    allowedScripts: [script, script],
  });
  expect(made).toMatchObject({
    allowedHosts: ['crm.example.com', 'crm.example.com:65535', '[::1]:1'],
    allowedScripts: [script],
  });
  const fields = { revision: 1, name: 'places', allowedScripts: [script, 'nosuch'] };
  const refused = await call('superAdmin', 'PUT', `/secrets/${made.documentId}`, fields);
  expect(refused.body.error.details.errors).toEqual([
    {
      path: ['allowedScripts', '1'],
      message: 'is not a script of this site',
      value: 'nosuch',
    },
  ]);
});

it('never repeats a refused value', async () => {
  const answer = await call('superAdmin', 'POST', '/secrets', { name: 'bad name', value: CANARY });
  expect(answer.status).toBe(400);
  expect(answer.text).not.toContain('canary');
});

it('refuses a taken name, a stale revision and a new name', async () => {
  const made = await create('taken');
  expect((await call('superAdmin', 'POST', '/secrets', aSecret('taken'))).status).toBe(409);
  const put = (fields: object) =>
    call('superAdmin', 'PUT', `/secrets/${made.documentId}`, {
      revision: 1,
      name: 'taken',
      ...fields,
    });
  expect((await put({ revision: 7 })).status).toBe(409);
  const renamed = await put({ name: 'other' });
  expect([renamed.status, renamed.body.error.details.errors[0].path]).toEqual([400, ['name']]);
});

it('leaves an entry in the audit log for each change, with fingerprints in the place of values', async () => {
  const made = await create('audited');
  await call('superAdmin', 'PUT', `/secrets/${made.documentId}`, {
    revision: 1,
    name: 'audited',
    value: `${CANARY}2`,
  });
  expect((await call('superAdmin', 'DELETE', `/secrets/${made.documentId}`)).status).toBe(204);
  const { body, text } = await call('superAdmin', 'GET', `/audit?object=${made.documentId}`);
  expect(body.data.map(({ action }: { action: string }) => action)).toEqual([
    'secret.delete',
    'secret.update',
    'secret.create',
  ]);
  expect(text).toContain(made.fingerprint);
  expect(text).not.toContain('canary');
});

const aJob = (name: string, secret: string, path = '/ok') => ({
  name,
  template: 'http-request',
  parameters: { url: `http://127.0.0.1:${port}${path}`, secretHeaders: { 'X-Token': secret } },
  retry: { maxAttempts: 1 },
});
const run = async (body: object) => {
  const job = await call('superAdmin', 'POST', '/jobs', body);
  expect([job.status, job.body.error]).toEqual([201, undefined]);
  const started = await call('superAdmin', 'POST', `/jobs/${job.body.data.documentId}/run`);
  return ended(started.body.data.documentId);
};
const ended = (execution: string) =>
  eventually(
    async () => (await call('superAdmin', 'GET', `/executions/${execution}`)).body.data,
    ({ finishedAt }) => finishedAt !== null
  );

it('brings a secret to where it is meant for, and to no other place', async () => {
  await create('crm-token');
  const good = await run(aJob('Uses a secret', 'crm-token'));
  const bad = await run(aJob('Fails with a secret', 'crm-token', '/broken'));
  expect([good.status, bad.status]).toEqual(['succeeded', 'failed']);
  expect(received).toContain(CANARY);

  const seen = [
    ...(await dumpDatabase(world.site)),
    ...(await Promise.all(
      [
        '/jobs',
        '/executions',
        '/audit',
        '/secrets',
        '/templates',
        '/scheduler/status',
        `/executions/${good.documentId}/logs`,
        `/executions/${good.documentId}/logs/download`,
        `/executions/${bad.documentId}/logs`,
      ].map(async (path) => (await call('superAdmin', 'GET', path)).text)
    )),
  ].join('\n');
  expect(seen).toContain('Uses a secret');
  for (const form of [
    CANARY,
    JSON.stringify(CANARY).slice(1, -1),
    'canary-7f3a',
    Buffer.from(CANARY).toString('base64').slice(0, -4),
    Buffer.from(CANARY).toString('hex'),
  ])
    expect(seen).not.toContain(form);
});

it('refuses a job whose secret is not there, and keeps one that a job names', async () => {
  const refused = await call(
    'superAdmin',
    'POST',
    '/jobs',
    aJob('No such secret', 'no-such-secret')
  );
  expect(refused.status).toBe(400);
  expect(refused.body.error.details.errors[0].path).toEqual([
    'parameters',
    'secretHeaders',
    'X-Token',
  ]);
  const { documentId, usedBy } = await listed('superAdmin', 'crm-token');
  expect(usedBy).toBe(2);
  const kept = await call('superAdmin', 'DELETE', `/secrets/${documentId}`);
  expect([kept.status, kept.body.error.details.usedBy]).toEqual([409, 2]);
  const users = [
    expect.objectContaining({ name: 'Fails with a secret' }),
    expect.objectContaining({ name: 'Uses a secret' }),
  ];
  expect(kept.body.error.details.jobs).toEqual(users);
  const read = await call('superAdmin', 'GET', `/secrets/${documentId}`);
  expect(read.body).toMatchObject({
    data: { name: 'crm-token', usedBy: 2 },
    meta: { jobs: users },
  });
});

it('says who wrote a secret last, and which key wraps what is new', async () => {
  const made = await create('signed');
  const { data } = (await call('superAdmin', 'GET', `/secrets/${made.documentId}`)).body;
  expect(data.updatedBy).toEqual(made.updatedBy);
  expect(made.updatedBy.name).not.toBe('');
  const { meta } = (await call('superAdmin', 'GET', '/secrets')).body;
  expect(meta).toMatchObject({ keyId: made.keyId, otherKeys: 0 });
});

it('gives a bound secret only to the places that it names', async () => {
  await create('bound-elsewhere', { allowedHosts: ['crm.example.com'] });
  await create('bound-here', { allowedHosts: [`127.0.0.1:${port}`] });
  await create('bound-to-script', { allowedScripts: [await aScript()] });
  const sent = received.length;
  expect((await run(aJob('Bound elsewhere', 'bound-elsewhere'))).error.code).toBe(
    'SECRET_NOT_ALLOWED'
  );
  expect((await run(aJob('Bound to a script', 'bound-to-script'))).error.code).toBe(
    'SECRET_NOT_ALLOWED'
  );
  expect(received).toHaveLength(sent);
  expect((await run(aJob('Bound here', 'bound-here'))).status).toBe('succeeded');
  expect(received.slice(sent)).toEqual([CANARY]);
});

it('shows who may neither manage nor use secrets none of them, and saves no job of theirs that names one', async () => {
  const denied = await call('editor', 'POST', '/jobs', aJob('Editor takes a secret', 'crm-token'));
  expect(denied.status).toBe(403);
  expect(denied.text).toContain('secrets-use');
  expect((await call('editor', 'GET', '/secrets')).status).toBe(403);
});

describe('the rights to manage and to use secrets', () => {
  const JOB_RIGHTS = ['jobs-read', 'jobs-create', 'jobs-update', 'jobs-run', 'http-use'];
  const MISSING = [{ action: 'plugin::job-scheduler.secrets-use', subject: null }];
  const give = (role: 'viewer' | 'nobody', ...rights: string[]) =>
    serviceOf(world.site, 'admin::role').assignPermissions(
      world.roles[role],
      [...JOB_RIGHTS, ...rights].map((right) => ({ action: `plugin::job-scheduler.${right}` }))
    );
  const manager = 'viewer';
  const user = 'nobody';

  beforeAll(async () => {
    await give(manager, 'secrets-manage');
    await give(user, 'secrets-use');
  });

  it('are not one: who may only manage them puts none into a job', async () => {
    const kept = await call(manager, 'POST', '/secrets', aSecret('managed'));
    expect([kept.status, kept.body.error]).toEqual([201, undefined]);
    const naming = aJob('Manager takes a secret', 'managed');
    const { template, parameters } = naming;
    const plain = { ...naming, parameters: { url: parameters.url } };
    const made = await call(manager, 'POST', '/jobs', plain);
    expect([made.status, made.body.error]).toEqual([201, undefined]);
    const { documentId, revision } = made.body.data;
    const tries = [
      await call(manager, 'POST', '/jobs', { ...naming, name: 'Another one' }),
      await call(manager, 'PUT', `/jobs/${documentId}`, { ...naming, revision }),
      await call(manager, 'POST', `/templates/${template}/preview`, { parameters }),
      await call(manager, 'POST', `/jobs/${documentId}/run`, { parameters }),
    ];
    expect(tries.map(({ status, body }) => [status, body.error?.details.missing])).toEqual(
      tries.map(() => [403, MISSING])
    );
  });

  it('are not one: who may only use them sees their names, and changes none', async () => {
    const { documentId } = await create('used', { description: 'for the shop' });
    const made = await call(user, 'POST', '/jobs', aJob('User takes a secret', 'used'));
    expect([made.status, made.body.error]).toEqual([201, undefined]);
    const { body } = await call(user, 'GET', '/secrets?q=used');
    expect(body.data).toEqual([{ documentId, name: 'used', description: 'for the shop' }]);
    expect(Object.keys(body.meta)).toEqual(['pagination']);

    const rows = () => world.site.strapi.db.connection('job_scheduler_secrets').select('*');
    const before = await rows();
    const tries = [
      await call(user, 'GET', `/secrets/${documentId}`),
      await call(user, 'POST', '/secrets', aSecret('taken-by-user')),
      await call(user, 'PUT', `/secrets/${documentId}`, { ...aSecret('used'), revision: 1 }),
      await call(user, 'DELETE', `/secrets/${documentId}`),
      await call(user, 'POST', '/secrets/rotate'),
    ];
    expect(tries.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    expect(await rows()).toEqual(before);
  });

  it('are asked of the owner again at each start: without the second nothing is sent', async () => {
    await create('lost');
    const made = await call(user, 'POST', '/jobs', aJob('Owner loses the right', 'lost'));
    const start = async () => {
      const { body } = await call('superAdmin', 'POST', `/jobs/${made.body.data.documentId}/run`);
      return ended(body.data.documentId);
    };
    expect((await start()).status).toBe('succeeded');
    const sent = received.length;
    await give(user);
    expect(await start()).toMatchObject({ status: 'skipped', reason: 'owner-right-missing' });
    await give(user, 'secrets-manage');
    expect(await start()).toMatchObject({ status: 'skipped', reason: 'owner-right-missing' });
    expect(received).toHaveLength(sent);
    await give(user, 'secrets-use');
    expect((await start()).status).toBe('succeeded');
  });
});

it('rotates to the first key, says how many, and does nothing twice', async () => {
  const rotated = await call('superAdmin', 'POST', '/secrets/rotate');
  expect([rotated.status, rotated.body.data.rewrapped, rotated.body.data.unreadable]).toEqual([
    200,
    0,
    [],
  ]);
  expect(rotated.body.data.current).toBeGreaterThan(3);
});
