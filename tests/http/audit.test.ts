import { aJobBody } from '../support/job-bodies';
import { createWorld } from '../support/world';
import type { Actor, World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await createWorld({ JOB_SCHEDULER_ROLE: 'off' });
}, 120_000);
afterAll(() => world?.stop());

interface Entry {
  action: string;
  outcome: string;
  count: number;
  actor: object;
  object: { documentId: string | null; name: string } | null;
  diff: Record<string, { before: unknown; after: unknown }> | null;
}
const entries = async (query = ''): Promise<Entry[]> =>
  (await world.call('superAdmin', 'GET', `/audit?pageSize=100&${query}`)).body.data;
const post = (actor: Actor, path: string, body: object = {}) =>
  world.call(actor, 'POST', path, body);
const create = async (name: string, fields: object = {}) => {
  const answer = await post('superAdmin', '/jobs', aJobBody({ name, overlap: 'allow', ...fields }));
  expect([answer.status, answer.body.error]).toEqual([201, undefined]);
  return answer.body.data;
};

it('every change leaves an entry: who, what, from where, and what differs', async () => {
  const job = await create('Audited');
  const { documentId } = job;
  await world.call('superAdmin', 'PUT', `/jobs/${documentId}`, {
    ...aJobBody({ name: 'Audited', priority: 'high', overlap: 'allow' }),
    revision: 1,
    changeNote: 'it is urgent',
  });
  await post('superAdmin', `/jobs/${documentId}/disable`);
  await post('superAdmin', `/jobs/${documentId}/disable`);
  await post('superAdmin', `/jobs/${documentId}/enable`);
  await post('superAdmin', `/jobs/${documentId}/clone`);
  const run = await post('superAdmin', `/jobs/${documentId}/run`, { parameters: { logLines: 9 } });
  const execution = run.body.data.documentId;
  await post('superAdmin', `/executions/${execution}/cancel`);
  await post('superAdmin', `/executions/${execution}/retry`);
  await post('superAdmin', `/executions/${execution}/cancel`);
  await post('superAdmin', `/executions/${execution}/replay`);
  await world.call('superAdmin', 'DELETE', `/jobs/${documentId}`);

  const ofJob = await entries(`object=${documentId}`);
  expect(ofJob.map(({ action }) => action).toReversed()).toEqual([
    'job.create',
    'job.update',
    'job.disable',
    'job.enable',
    'job.run',
    'execution.replay',
    'job.delete',
  ]);
  expect((await entries(`object=${execution}`)).map(({ action }) => action)).toEqual([
    'execution.cancel',
    'execution.retry',
    'execution.cancel',
  ]);
  const [update] = await entries(`object=${documentId}&action=job.update`);
  expect(update).toEqual({
    documentId: expect.stringMatching(/^[a-z0-9]{24}$/),
    at: expect.stringMatching(/Z$/),
    actor: { kind: 'user', id: String(world.ids['superAdmin']), name: 'superAdmin Tester' },
    action: 'job.update',
    object: { kind: 'job', documentId, name: 'Audited' },
    outcome: 'ok',
    ip: expect.stringMatching(/127\.0\.0\.1/),
    requestId: expect.any(String),
    diff: {
      priority: { before: 'normal', after: 'high' },
      changeNote: { before: null, after: 'it is urgent' },
    },
    count: 1,
  });
  const [started] = await entries(`object=${documentId}&action=job.run`);
  expect(started?.diff).toMatchObject({
    execution: { before: null, after: execution },
    parameters: { before: { logLines: 3 }, after: { logLines: 9 } },
  });
});

it('keeps the request’s own id where a proxy gave it one', async () => {
  const answer = await world.call('superAdmin', 'POST', '/jobs', aJobBody({ name: 'Traced' }), {
    'X-Request-Id': 'proxy-1234',
  });
  const [entry] = await entries(`object=${answer.body.data.documentId}`);
  expect(entry).toMatchObject({ requestId: 'proxy-1234' });
});

it('never holds a secret', async () => {
  const secrets = { Authorization: 'Bearer canary-1', 'X-Api-Key': 'canary-2' };
  const job = await create('Secretive', {
    template: 'http-request',
    parameters: {
      method: 'POST',
      url: 'https://example.com/?token=canary-4&page=2',
      headers: { ...secrets, Accept: 'text/plain' },
      body: { password: 'canary-5', note: 'plain' },
    },
  });
  expect(job).toMatchObject({ name: 'Secretive' });
  const rows = await world.site.strapi.db.connection('job_scheduler_audit').select('*');
  const text = JSON.stringify(rows);
  expect(text).not.toMatch(/canary-\d/);
  expect(text).toContain('text/plain');
  expect(text).toContain('page=2');
});

describe('denied tries', () => {
  it('fold into one entry per actor, route and minute, with a count', async () => {
    const job = await create('Denied');
    for (let tries = 0; tries < 5; tries += 1)
      await world.call('viewer', 'DELETE', `/jobs/${job.documentId}`);
    const denials = (await entries('action=access.denied')).filter(
      ({ object }) => object?.documentId === job.documentId
    );
    expect(denials.reduce((sum, { count }) => sum + count, 0)).toBe(5);
    expect(denials.length).toBeLessThanOrEqual(2);
    expect(denials[0]).toMatchObject({
      outcome: 'denied',
      actor: { kind: 'user', name: 'viewer Tester' },
      object: { kind: 'route', name: 'DELETE /job-scheduler/jobs/:id' },
      diff: null,
    });
  });

  it('are recorded too where a condition or a template’s need stands in the way; what is not there is none', async () => {
    const job = await create('Denied by row');
    const before = (await entries('action=access.denied')).length;
    await world.call('editor', 'GET', `/jobs/${job.documentId}`);
    await post(
      'editor',
      '/jobs',
      aJobBody({ name: 'X', template: 'http-request', parameters: { url: 'https://example.com' } })
    );
    await world.call('otherOwner', 'GET', '/jobs/nosuchjob0000000');
    const names = (await entries('action=access.denied')).map(({ object }) => object?.name);
    expect(names.length - before).toBe(2);
    expect(names).toEqual(
      expect.arrayContaining(['GET /job-scheduler/jobs/:id', 'POST /job-scheduler/jobs'])
    );
  });

  it('stay refused when the log cannot be written', async () => {
    const undo = await breakTable('job_scheduler_audit');
    const answer = await world.call('nobody', 'GET', '/jobs');
    await undo();
    expect(answer.status).toBe(403);
  });
});

/** A fault below us: the table is not there for a while. */
const breakTable = async (table: string): Promise<() => Promise<void>> => {
  // A schema builder sends all that it was ever told: each statement gets its own.
  const { connection } = world.site.strapi.db;
  await connection.schema.renameTable(table, `${table}_away`);
  return async () => {
    await connection.schema.renameTable(`${table}_away`, table);
  };
};

describe('when the entry cannot be written, the change is not made', () => {
  const rows = async () => {
    const knex = world.site.strapi.db.connection;
    const jobs = await knex('job_scheduler_jobs').select('id', 'revision', 'enabled').orderBy('id');
    const executions = await knex('job_scheduler_executions')
      .select('id', 'status', 'cancel_requested_at')
      .orderBy('id');
    const permissions = await knex('admin_permissions').select('id').orderBy('id');
    return { jobs, executions, permissions };
  };
  const [queued, over, idle] = ['Fault queued', 'Fault over', 'Fault idle'];
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    for (const name of [queued, over, idle]) {
      const job = await create(name);
      ids[name] = job.documentId;
      ids[`${name} run`] = (
        await post('superAdmin', `/jobs/${job.documentId}/run`)
      ).body.data.documentId;
    }
    await post('superAdmin', `/executions/${ids['Fault over run']}/cancel`);
  });

  const nothing = () => undefined;
  const empty = () => ({});
  it.each<[method: 'POST' | 'PUT' | 'DELETE', path: () => string, body: () => object | undefined]>([
    ['POST', () => '/jobs', () => aJobBody({ name: 'Half-written' })],
    ['PUT', () => `/jobs/${ids[idle]}`, () => ({ ...aJobBody({ name: 'New' }), revision: 1 })],
    ['DELETE', () => `/jobs/${ids[queued]}`, nothing],
    ['POST', () => `/jobs/${ids[idle]}/disable`, empty],
    ['POST', () => `/jobs/${ids[idle]}/clone`, empty],
    ['POST', () => `/jobs/${ids[idle]}/run`, empty],
    ['POST', () => `/executions/${ids['Fault queued run']}/cancel`, empty],
    ['POST', () => `/executions/${ids['Fault over run']}/retry`, empty],
    ['POST', () => `/executions/${ids['Fault over run']}/replay`, empty],
    ['POST', () => '/access/apply', () => ({ role: String(world.roles.nobody), set: 'admin' })],
  ])('%s %s', async (method, path, body) => {
    const before = await rows();
    const undo = await breakTable('job_scheduler_audit');
    const answer = await world.call('superAdmin', method, path(), body());
    await undo();
    expect(answer.status).toBe(500);
    expect(answer.text).not.toMatch(/audit|SQL|table/i);
    expect(await rows()).toEqual(before);
  });
});

it('there is no way to change or delete an entry', () => {
  const routes = world.site.strapi.server
    .listRoutes()
    .filter(({ path }) => path.includes('/audit'));
  const methods = routes.flatMap((route) => route.methods);
  expect(new Set(methods)).toEqual(new Set(['GET', 'HEAD']));
});
