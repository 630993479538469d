import { aJobBody } from '../support/job-bodies';
import { registerTestTemplates } from './test-templates';
import { createWorld, serviceOf } from '../support/world';
import type { World } from '../support/world';

const API = '/api/job-scheduler';
let world: World;
beforeAll(async () => {
  world = await createWorld({ JOB_SCHEDULER_ROLE: 'off' });
  registerTestTemplates(world.site);
}, 120_000);
afterAll(() => world?.stop());

const create = async (fields: object) =>
  (await world.call('superAdmin', 'POST', '/jobs', aJobBody({ overlap: 'allow', ...fields }))).body
    .data;

describe('an API token', () => {
  it('reads the same resources as the admin API', async () => {
    const job = await create({
      name: 'Shared',
      schedules: [{ key: 'a', kind: 'daily', time: '09:00' }],
    });
    const admin = await world.call('superAdmin', 'GET', `/jobs/${job.documentId}`);
    const api = await world.call('readOnlyToken', 'GET', `${API}/jobs/${job.documentId}`);
    expect(api.body).toEqual(admin.body);
    const list = await world.call('readOnlyToken', 'GET', `${API}/jobs?q=shared`);
    expect(list.body.data).toEqual([admin.body.data]);
  });

  it('starts a job: the execution says who, and that it was the API', async () => {
    const job = await create({ name: 'By API' });
    const run = await world.call('fullToken', 'POST', `${API}/jobs/${job.documentId}/run`, {
      parameters: { logLines: 1 },
    });
    expect([run.status, run.body.data]).toMatchObject([
      202,
      {
        trigger: 'api',
        startedBy: { kind: 'token', name: 'full-access' },
        parameters: { logLines: 1 },
      },
    ]);
    const path = `${API}/executions/${run.body.data.documentId}`;
    expect((await world.call('readOnlyToken', 'GET', path)).body.data).toEqual(run.body.data);
    const ofJob = await world.call(
      'readOnlyToken',
      'GET',
      `${API}/jobs/${job.documentId}/executions`
    );
    expect(ofJob.body.data).toEqual([run.body.data]);
    const logs = await world.call('readOnlyToken', 'GET', `${path}/logs`);
    expect(logs.body).toEqual({ data: [], meta: { nextAfter: 0, done: false } });
  });

  it('does with other parameters no more than the job itself may do', async () => {
    const job = await create({
      name: 'Bounded',
      template: 'test.needs',
      parameters: { right: 'http-use' },
    });
    const run = (right: string) =>
      world.call('fullToken', 'POST', `${API}/jobs/${job.documentId}/run`, {
        parameters: { right },
      });
    expect((await run('http-use')).status).toBe(202);
    expect((await run('none')).status).toBe(202);
    expect((await run('audit-read')).status).toBe(403);
  });

  it('starts what needs a right of the site only with the input that the job has', async () => {
    const own = { url: 'https://hooks.example.com/build', headers: { Authorization: 'Bearer S' } };
    const job = await create({ name: 'Redirected', template: 'http-request', parameters: own });
    const answer = await world.call('fullToken', 'POST', `${API}/jobs/${job.documentId}/run`, {
      parameters: { url: 'https://elsewhere.example.com' },
    });
    expect(answer.status).toBe(403);
  });

  it('of the custom kind passes exactly the routes that it names', async () => {
    const job = await create({ name: 'Custom' });
    const tokens = serviceOf(world.site, 'admin::api-token-content-api');
    const { accessKey } = await tokens.create({
      name: 'custom',
      description: '',
      type: 'custom',
      lifespan: null,
      permissions: ['plugin::job-scheduler.job.run'],
    });
    const headers = { Authorization: `Bearer ${accessKey}` };
    const run = await world.call(
      'anonymous',
      'POST',
      `${API}/jobs/${job.documentId}/run`,
      {},
      headers
    );
    const read = await world.call('anonymous', 'GET', `${API}/jobs`, undefined, headers);
    expect([run.status, read.status]).toEqual([202, 403]);
  });

  it('that nobody knows, or that is over, is 401', async () => {
    const headers = { Authorization: 'Bearer nonsense' };
    expect((await world.call('anonymous', 'GET', `${API}/jobs`, undefined, headers)).status).toBe(
      401
    );
  });
});

describe('an admin token', () => {
  it('owns the jobs that it makes, starts by the API, and its person counts as their owner', async () => {
    const made = await world.call('adminToken', 'POST', '/jobs', aJobBody({ name: 'By token' }));
    expect(made.body.data.owner).toMatchObject({ kind: 'token', name: 'ci' });
    const { documentId } = made.body.data;
    const run = await world.call('adminToken', 'POST', `/jobs/${documentId}/run`, {});
    expect(run.body.data).toMatchObject({
      trigger: 'api',
      startedBy: { kind: 'token', name: 'ci' },
    });
    const mine = await world.call('adminToken', 'GET', '/jobs?owner=me');
    expect(mine.body.data.map((job: { name: string }) => job.name)).toEqual(['By token']);
  });

  it('is told what it may not do, and the log names it', async () => {
    expect((await world.call('adminToken', 'POST', '/access/apply', {})).status).toBe(403);
    const audit = await world.call('superAdmin', 'GET', '/audit?action=access.denied');
    expect(audit.body.data[0].actor).toMatchObject({ kind: 'token', name: 'ci' });
  });
});
