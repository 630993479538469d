import { registerTestTemplates } from './test-templates';
import { eventually } from '../support/eventually';
import { aJobBody, errorPaths } from '../support/job-bodies';
import { createUser, createWorld, serviceOf } from '../support/world';
import type { Actor, World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  registerTestTemplates(world.site);
}, 120_000);
afterAll(() => world?.stop());

let count = 0;
const create = async (actor: Actor, fields: Record<string, unknown> = {}) => {
  count += 1;
  const answer = await world.call(
    actor,
    'POST',
    '/jobs',
    aJobBody({ name: `Job ${count}`, ...fields })
  );
  expect([answer.status, answer.body.error?.message]).toEqual([201, undefined]);
  return answer.body.data;
};
const http = { template: 'http-request', parameters: { url: 'http://127.0.0.1:1/' } };
const execution = (id: string) => world.call('superAdmin', 'GET', `/executions/${id}`);
const ended = async (id: string) =>
  (
    await eventually(
      () => execution(id),
      ({ body }) => body.data.finishedAt !== null
    )
  ).body.data;

/** A role with these rights of any plugin; the named users get it in place of what they had. */
const giveRole = async (
  actors: string,
  permissions: { action: string; subject?: string; conditions?: string[]; fields?: string[] }[]
) => {
  const roles = serviceOf(world.site, 'admin::role');
  count += 1;
  const role = await roles.create({ name: `Role ${count}`, description: '' });
  await roles.assignPermissions(
    role.id,
    permissions.map(({ action, subject = null, conditions = [], fields }) => ({
      action: action.includes('::') ? action : `plugin::job-scheduler.${action}`,
      subject,
      conditions,
      properties: fields === undefined ? {} : { fields },
    }))
  );
  const users = serviceOf(world.site, 'admin::user');
  for (const actor of actors.split(' '))
    await users.updateById(world.ids[actor] ?? 0, { roles: [role.id] });
};
const EDITOR = [
  'templates-read',
  'jobs-create',
  'jobs-read',
  'jobs-update',
  'jobs-run',
  'executions-read',
];
const editorAnd = (...more: Parameters<typeof giveRole>[1]) => [
  ...EDITOR.map((action) => ({ action })),
  ...more,
];

describe('rows', () => {
  it('lists hold only what the right’s condition selects', async () => {
    const mine = await create('owner');
    const theirs = await create('otherOwner');
    await world.call('otherOwner', 'POST', `/jobs/${theirs.documentId}/run`, {});
    const listed = async (actor: Actor, path: string) =>
      (await world.call(actor, 'GET', path)).body.data.map(
        (one: { documentId: string; job?: { documentId: string } }) =>
          one.job?.documentId ?? one.documentId
      );

    expect(await listed('owner', '/jobs')).toContain(mine.documentId);
    expect(await listed('owner', '/jobs')).not.toContain(theirs.documentId);
    expect(await listed('owner', '/executions')).not.toContain(theirs.documentId);
    expect(await listed('otherOwner', '/executions')).toContain(theirs.documentId);
    expect(await listed('viewer', '/jobs')).toEqual(
      expect.arrayContaining([mine.documentId, theirs.documentId])
    );
    const filtered = await world.call('owner', 'GET', `/executions?job=${theirs.documentId}`);
    expect(filtered.body.meta.pagination.total).toBe(0);
  });

  it('a bulk action does nothing to others’ jobs and does not say that they exist', async () => {
    const mine = await create('owner');
    const theirs = await create('otherOwner');
    const answer = await world.call('owner', 'POST', '/jobs/bulk', {
      action: 'disable',
      ids: [theirs.documentId, 'nosuchjob0000000', mine.documentId],
    });
    const notFound = { ok: false, error: { name: 'NotFoundError', message: 'Not Found' } };
    expect(answer.body.data).toEqual([
      { documentId: theirs.documentId, ...notFound },
      { documentId: 'nosuchjob0000000', ...notFound },
      { documentId: mine.documentId, ok: true },
    ]);
    const untouched = await world.call('otherOwner', 'GET', `/jobs/${theirs.documentId}`);
    expect(untouched.body.data.enabled).toBe(true);
    const deletion = { action: 'delete', ids: [mine.documentId] };
    expect((await world.call('owner', 'POST', '/jobs/bulk', deletion)).status).toBe(403);
  });

  it('whoever may read a job is told 403, not 404, for what they may not do to it', async () => {
    const { documentId } = await create('otherOwner');
    await giveRole('editor', [
      { action: 'jobs-read' },
      { action: 'jobs-update', conditions: ['plugin::job-scheduler.is-owner'] },
    ]);
    const answer = await world.call('editor', 'POST', `/jobs/${documentId}/disable`);
    expect(answer.status).toBe(403);
  });

  it.each([
    ['admin::is-creator', 'editor'],
    ['admin::has-same-role-as-creator', 'nobody'],
  ] as const)('any condition of the role editor counts: %s', async (condition, creator) => {
    await giveRole('editor nobody', editorAnd());
    const made = await create(creator);
    const other = await create('superAdmin');
    await giveRole('editor nobody', [{ action: 'jobs-read', conditions: [condition] }]);
    const get = async (id: string) => (await world.call('editor', 'GET', `/jobs/${id}`)).status;
    expect(await get(made.documentId)).toBe(200);
    expect(await get(other.documentId)).toBe(404);
    const listed = await world.call('editor', 'GET', '/jobs?pageSize=100');
    const ids = listed.body.data.map((job: { documentId: string }) => job.documentId);
    expect([ids.includes(made.documentId), ids.includes(other.documentId)]).toEqual([true, false]);
  });

  it('the records of a deleted job are for those who may read all', async () => {
    await giveRole('editor', editorAnd({ action: 'jobs-delete' }));
    const job = await create('otherOwner');
    const run = await world.call('otherOwner', 'POST', `/jobs/${job.documentId}/run`, {});
    await ended(run.body.data.documentId);
    await world.call('superAdmin', 'DELETE', `/jobs/${job.documentId}`);
    const get = async (actor: Actor) =>
      (await world.call(actor, 'GET', `/executions/${run.body.data.documentId}`)).status;
    expect([await get('otherOwner'), await get('viewer')]).toEqual([404, 200]);
  });
});

describe('what a template needs', () => {
  beforeEach(() => giveRole('editor', editorAnd()));
  const missing = { missing: [{ action: 'plugin::job-scheduler.http-use', subject: null }] };

  it('is asked of whoever creates or previews', async () => {
    const created = await world.call('editor', 'POST', '/jobs', aJobBody({ name: 'H', ...http }));
    const previewed = await world.call('editor', 'POST', '/templates/http-request/preview', {
      parameters: http.parameters,
    });
    for (const answer of [created, previewed]) {
      expect(answer.status).toBe(403);
      expect(answer.body.error.details).toEqual(missing);
      expect(answer.body.error.message).toContain('plugin::job-scheduler.http-use');
    }
  });

  it('is asked of whoever changes, switches on, runs, clones, retries or replays', async () => {
    const job = await create('superAdmin', { ...http, retry: { maxAttempts: 1 }, enabled: false });
    const run = await world.call('superAdmin', 'POST', `/jobs/${job.documentId}/run`, {});
    const { status } = await ended(run.body.data.documentId);
    expect(status).toBe('failed');
    const post = (path: string, body?: object) => world.call('editor', 'POST', path, body ?? {});
    const put = (fields: object) =>
      world.call('editor', 'PUT', `/jobs/${job.documentId}`, {
        ...aJobBody({ name: job.name, ...http }),
        revision: 1,
        ...fields,
      });
    const answers = await Promise.all([
      put({}),
      post(`/jobs/${job.documentId}/enable`),
      post(`/jobs/${job.documentId}/run`),
      post(`/jobs/${job.documentId}/run`, { dryRun: true }),
      post(`/jobs/${job.documentId}/clone`),
      post(`/executions/${run.body.data.documentId}/retry`),
      post(`/executions/${run.body.data.documentId}/replay`),
    ]);
    expect(answers.map((answer) => [answer.status, answer.body.error?.details])).toEqual(
      answers.map(() => [403, missing])
    );
    const bulk = await post('/jobs/bulk', { action: 'run', ids: [job.documentId] });
    expect(bulk.body.data[0]).toMatchObject({ ok: false, error: { name: 'ForbiddenError' } });
  });

  it('is asked for the parameters of this very run', async () => {
    const job = await create('editor', { template: 'test.needs', parameters: { right: 'none' } });
    const run = (right: string) =>
      world.call('editor', 'POST', `/jobs/${job.documentId}/run`, { parameters: { right } });
    expect((await run('none')).status).toBe(202);
    expect((await run('http-use')).status).toBe(403);
  });

  const cleanup = {
    template: 'database-cleanup',
    parameters: {
      contentType: 'api::ticket.ticket',
      filters: { state: 'resolved' },
      olderThanDays: 1,
      maxEntries: 5,
    },
  };
  const read = 'plugin::content-manager.explorer.read';
  const remove = 'plugin::content-manager.explorer.delete';
  const subject = 'api::ticket.ticket';
  const fields = ['title', 'state', 'publishAt'];

  it.each<[string, number, Parameters<typeof giveRole>[1]]>([
    [
      'read and delete on the type',
      201,
      [
        { action: read, subject, fields },
        { action: remove, subject },
      ],
    ],
    ['no delete', 403, [{ action: read, subject, fields }]],
    [
      'delete of own entries only',
      403,
      [
        { action: read, subject, fields },
        { action: remove, subject, conditions: ['admin::is-creator'] },
      ],
    ],
    [
      'read of some fields only',
      403,
      [
        { action: read, subject, fields: ['title'] },
        { action: remove, subject },
      ],
    ],
  ])('a cleanup with %s: %i', async (_, status, permissions) => {
    await giveRole('editor', editorAnd(...permissions));
    count += 1;
    const answer = await world.call(
      'editor',
      'POST',
      '/jobs',
      aJobBody({ name: `Job ${count}`, ...cleanup })
    );
    expect(answer.status).toBe(status);
  });

  it('some parameters only the owner changes', async () => {
    const job = await create('owner', {
      template: 'test.locked',
      parameters: { open: 'a', locked: 'b' },
    });
    const put = (actor: Actor, parameters: object, revision: number) =>
      world.call(actor, 'PUT', `/jobs/${job.documentId}`, {
        ...aJobBody({ name: job.name, template: 'test.locked' }),
        parameters,
        revision,
      });
    expect((await put('superAdmin', { open: 'x', locked: 'b' }, 1)).status).toBe(200);
    const refused = await put('superAdmin', { open: 'x', locked: 'y' }, 2);
    expect([refused.status, errorPaths(refused)]).toEqual([403, ['parameters.locked']]);
    const run = await world.call('superAdmin', 'POST', `/jobs/${job.documentId}/run`, {
      parameters: { locked: 'y' },
    });
    expect(run.status).toBe(403);
    expect((await put('owner', { open: 'x', locked: 'y' }, 2)).status).toBe(200);
  });
});

describe('the owner, when an execution is about to start', () => {
  const runBySuperAdmin = async (job: { documentId: string }) => {
    const run = await world.call('superAdmin', 'POST', `/jobs/${job.documentId}/run`, {});
    return ended(run.body.data.documentId);
  };

  it('demoted since: skipped, whoever started it', async () => {
    await giveRole('editor', editorAnd({ action: 'http-use' }));
    const job = await create('editor', http);
    await giveRole('editor', editorAnd());
    expect(await runBySuperAdmin(job)).toMatchObject({
      status: 'skipped',
      reason: 'owner-right-missing',
      startedAt: expect.anything(),
    });
  });

  it('disabled or deleted since: skipped', async () => {
    const users = serviceOf(world.site, 'admin::user');
    await giveRole('editor', editorAnd());
    const job = await create('editor');
    await users.updateById(world.ids['editor'] ?? 0, { isActive: false });
    expect(await runBySuperAdmin(job)).toMatchObject({
      status: 'skipped',
      reason: 'owner-disabled',
    });
    await users.updateById(world.ids['editor'] ?? 0, { isActive: true });
    expect((await runBySuperAdmin(job)).status).toBe('succeeded');
    await world.site.strapi.db
      .connection('job_scheduler_jobs')
      .where({ document_id: job.documentId })
      .update({ owner_id: '999999' });
    expect(await runBySuperAdmin(job)).toMatchObject({
      status: 'skipped',
      reason: 'owner-disabled',
    });
  });

  it('a token that was revoked since: skipped', async () => {
    const job = await create('adminToken');
    expect(job.owner).toMatchObject({ kind: 'token', name: 'ci' });
    expect((await runBySuperAdmin(job)).status).toBe('succeeded');
    await serviceOf(world.site, 'admin::api-token-admin').revoke(Number(job.owner.id));
    expect(await runBySuperAdmin(job)).toMatchObject({
      status: 'skipped',
      reason: 'owner-disabled',
    });
    const view = await world.call('superAdmin', 'GET', `/jobs/${job.documentId}`);
    expect(view.body.data.owner).toEqual({ ...job.owner, name: null });
  });
});

describe('applying a documented set to a role', () => {
  it('gives exactly its rights, keeps the role’s other ones, and leaves a trace', async () => {
    await giveRole('editor', [{ action: 'jobs-delete' }, { action: 'plugin::upload.read' }]);
    const user = await world.site.strapi.db
      .query('admin::user')
      .findOne({ where: { id: world.ids['editor'] }, populate: ['roles'] });
    const role = user.roles[0];
    const answer = await world.call('superAdmin', 'POST', '/access/apply', {
      role: String(role.id),
      set: 'viewer',
    });
    expect([answer.status, answer.body.data]).toMatchObject([200, { set: 'viewer' }]);
    const stored = await world.site.strapi.db
      .query('admin::permission')
      .findMany({ where: { role: role.id } });
    expect(stored.map(({ action }: { action: string }) => action).toSorted()).toEqual([
      'plugin::job-scheduler.calendars-read',
      'plugin::job-scheduler.executions-read',
      'plugin::job-scheduler.jobs-read',
      'plugin::job-scheduler.scheduler-read',
      'plugin::job-scheduler.templates-read',
      'plugin::upload.read',
    ]);
    expect((await world.call('editor', 'GET', '/scheduler/status')).status).toBe(200);
    const audit = await world.call('superAdmin', 'GET', '/audit?action=access.apply');
    expect(audit.body.data[0]).toMatchObject({ object: { kind: 'role', name: role.name } });
  });

  it('refuses the super admin and roles that are not there', async () => {
    for (const role of ['strapi-super-admin', '999999']) {
      const answer = await world.call('superAdmin', 'POST', '/access/apply', {
        role,
        set: 'viewer',
      });
      expect([answer.status, errorPaths(answer)]).toEqual([400, ['role']]);
    }
  });

  it('the documented sets are what a role ends up with', async () => {
    const role = world.roles.nobody;
    await world.call('superAdmin', 'POST', '/access/apply', { role: String(role), set: 'editor' });
    const name = 'second';
    const id = await createUser(world.site, name, role);
    expect(id).toBeGreaterThan(0);
    const stored = await world.site.strapi.db
      .query('admin::permission')
      .findMany({ where: { role, action: 'plugin::job-scheduler.jobs-run' } });
    expect(stored[0].conditions).toEqual(['plugin::job-scheduler.is-owner']);
  });
});
