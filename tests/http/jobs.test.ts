import { aJobBody, errorPaths, writable } from '../support/job-bodies';
import { createWorld } from '../support/world';
import type { World } from '../support/world';

let world: World;
beforeAll(async () => {
  // Nothing runs by itself here: what a request changes is all that changes.
  world = await createWorld({ JOB_SCHEDULER_ROLE: 'off' });
}, 120_000);
afterAll(() => world?.stop());

const create = async (
  fields: Record<string, unknown>,
  actor: 'superAdmin' | 'owner' = 'superAdmin'
) => {
  const answer = await world.call(actor, 'POST', '/jobs', aJobBody(fields));
  expect(answer.status).toBe(201);
  return answer.body.data;
};
const daily = (time: string) => ({ key: 'daily', kind: 'daily', time, timezone: 'Asia/Hong_Kong' });

describe('a new job', () => {
  it('is completed by the documented defaults and belongs to who made it', async () => {
    const answer = await world.call('superAdmin', 'POST', '/jobs', aJobBody({ name: 'Defaults' }));

    expect(answer.status).toBe(201);
    expect(answer.body.data).toEqual({
      name: 'Defaults',
      description: '',
      category: null,
      tags: [],
      template: 'self-test',
      templateVersion: 1,
      parameters: { durationMs: 0, logLines: 3, failAttempts: 0 },
      schedules: [],
      calendars: { exclude: [], only: [] },
      missed: { policy: 'last', windowMs: 3_600_000 },
      overlap: 'skip',
      priority: 'normal',
      concurrency: { limit: null, key: null },
      timeoutMs: null,
      onLost: 'fail',
      retry: {
        maxAttempts: 3,
        strategy: 'exponential',
        delayMs: 10_000,
        maxDelayMs: 600_000,
        delaysMs: null,
        jitter: 0.2,
        maxTotalMs: 3_600_000,
        when: null,
      },
      breaker: null,
      dependencies: { mode: 'all_success', jobs: [] },
      hooks: { before: [], after: [] },
      notifications: [],
      enabled: true,
      startAt: null,
      endAt: null,
      maxExecutions: null,
      jitterMs: 0,
      documentId: expect.stringMatching(/^[a-z0-9]{24}$/),
      revision: 1,
      owner: { kind: 'user', id: String(world.ids['superAdmin']), name: 'superAdmin Tester' },
      status: 'active',
      nextRunAt: null,
      pausedUntil: null,
      pauseNote: null,
      lastExecution: null,
      recentStatuses: [],
      executionCount: 0,
      failureCount: 0,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updatedAt: expect.stringMatching(/Z$/),
    });
    expect(Math.abs(Date.parse(answer.body.data.createdAt) - Date.now())).toBeLessThan(60_000);
    expect(answer.body.meta).toEqual({
      descriptions: {},
      heldReason: null,
      breaker: null,
      pause: null,
      upstreams: [],
      dependents: [],
      calendars: {},
      scheduledCount: 0,
      queued: 0,
      running: 0,
    });
  });

  it('keeps what is said of a policy and completes the rest of it', async () => {
    const job = await create({
      name: 'Partial',
      missed: { policy: 'all' },
      retry: { maxAttempts: 5, when: { httpStatuses: [503] } },
    });

    expect(job.missed).toEqual({ policy: 'all', windowMs: 3_600_000 });
    expect(job.retry).toMatchObject({
      maxAttempts: 5,
      strategy: 'exponential',
      when: { exitCodes: [], httpStatuses: [503], errorCodes: [], timeout: false },
    });
  });

  it('is due at 01:00 UTC for 09:00 in Hong Kong, and says so in the reader’s language', async () => {
    const body = aJobBody({ name: 'Hong Kong', schedules: [daily('09:00')] });
    const answer = await world.call('superAdmin', 'POST', '/jobs', body);
    const { documentId, nextRunAt } = answer.body.data;

    expect(nextRunAt).toMatch(/T01:00:00\.000Z$/);
    expect(Date.parse(nextRunAt)).toBeGreaterThan(Date.now());
    expect(answer.body.meta.descriptions.daily).toMatch(/09:00/);
    const chinese = await world.call('superAdmin', 'GET', `/jobs/${documentId}`, undefined, {
      'Accept-Language': 'zh-HK,zh;q=0.9,en;q=0.8',
    });
    expect(chinese.body.meta.descriptions.daily).toMatch(/\p{Script=Han}/u);
  });

  it('takes instants with an offset and answers them in UTC with milliseconds', async () => {
    const job = await create({
      name: 'Instants',
      startAt: '2030-01-01T08:00:00+08:00',
      endAt: '2030-06-01T00:00:00.5Z',
    });
    expect(job).toMatchObject({
      startAt: '2030-01-01T00:00:00.000Z',
      endAt: '2030-06-01T00:00:00.500Z',
    });
  });

  it('is refused where its name is taken', async () => {
    await create({ name: 'Twice' });
    const again = await world.call('superAdmin', 'POST', '/jobs', aJobBody({ name: 'Twice' }));
    expect(again.status).toBe(409);
    expect(again.body.error).toMatchObject({ status: 409, name: 'ConflictError' });
    expect(errorPaths(again)).toEqual(['name']);
  });
});

describe('replacing a job', () => {
  it('replaces the whole definition: what is left out is its default again', async () => {
    const job = await create({ name: 'Replace', tags: ['old'], priority: 'high' });
    const body = { ...aJobBody({ name: 'Replaced' }), revision: 1, changeNote: 'shorter' };
    const answer = await world.call('superAdmin', 'PUT', `/jobs/${job.documentId}`, body);

    expect(answer.status).toBe(200);
    expect(answer.body.data).toMatchObject({
      name: 'Replaced',
      tags: [],
      priority: 'normal',
      revision: 2,
      owner: job.owner,
    });
  });

  it('takes back what it answered', async () => {
    const job = await create({
      name: 'Round trip',
      schedules: [daily('10:00')],
      endAt: '2031-01-01T00:00:00Z',
    });
    const body = { ...writable(job), revision: job.revision };
    const answer = await world.call('superAdmin', 'PUT', `/jobs/${job.documentId}`, body);
    expect(answer.status).toBe(200);
    expect(writable(answer.body.data)).toEqual(writable(job));
  });

  it('needs the revision that the caller read', async () => {
    const { documentId } = await create({ name: 'Revision' });
    const put = (body: object) => world.call('superAdmin', 'PUT', `/jobs/${documentId}`, body);
    const body = aJobBody({ name: 'Revision' });

    const without = await put(body);
    expect([without.status, errorPaths(without)]).toEqual([400, ['revision']]);
    expect((await put({ ...body, revision: 1 })).status).toBe(200);
    const stale = await put({ ...body, revision: 1 });
    expect(stale.status).toBe(409);
    expect(stale.body.error.details).toMatchObject({ revision: 2 });
  });

  it('lets one of two edits at once through', async () => {
    const { documentId } = await create({ name: 'Race' });
    const put = (description: string) =>
      world.call('superAdmin', 'PUT', `/jobs/${documentId}`, {
        ...aJobBody({ name: 'Race', description }),
        revision: 1,
      });
    const answers = await Promise.all([put('one'), put('two'), put('three')]);
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409', '409']);
  });

  it('leaves the next run alone unless the times change', async () => {
    const job = await create({ name: 'Next run', schedules: [daily('09:00')] });
    const due = await makeDue(job.documentId);
    const put = (fields: object, revision: number) =>
      world.call('superAdmin', 'PUT', `/jobs/${job.documentId}`, {
        ...writable(job),
        ...fields,
        revision,
      });

    const described = await put({ description: 'new words' }, 1);
    expect(described.body.data.nextRunAt).toBe(due);
    const moved = await put({ schedules: [daily('10:00')] }, 2);
    expect(moved.body.data.nextRunAt).toMatch(/T02:00:00\.000Z$/);
    expect(Date.parse(moved.body.data.nextRunAt)).toBeGreaterThan(Date.now());
  });

  it('keeps the anchor that an interval got when it was made', async () => {
    const every = { key: 'often', kind: 'interval', every: '15m' };
    const job = await create({ name: 'Anchor', schedules: [every] });
    const answer = await world.call('superAdmin', 'PUT', `/jobs/${job.documentId}`, {
      ...aJobBody({ name: 'Anchor', schedules: [every, { ...every, key: 'more' }] }),
      revision: 1,
    });
    expect(answer.body.data.schedules[0].anchor).toBe(job.schedules[0].anchor);
  });
});

/** As if its occurrence had come while the scheduler looked elsewhere. */
const makeDue = async (documentId: string): Promise<string> => {
  const at = Math.floor(Date.now() / 1000) * 1000 - 5000;
  await world.site.strapi.db
    .connection('job_scheduler_jobs')
    .where({ document_id: documentId })
    .update({ next_at: at, next_run_at: at });
  return new Date(at).toISOString();
};

describe('switching a job', () => {
  it('off leaves nothing to come, on looks forward only, and doing it again changes nothing', async () => {
    const job = await create({ name: 'Switch', schedules: [daily('09:00')] });
    const post = async (to: string) =>
      (await world.call('superAdmin', 'POST', `/jobs/${job.documentId}/${to}`)).body.data;

    await makeDue(job.documentId);
    expect(await post('disable')).toMatchObject({
      status: 'disabled',
      nextRunAt: null,
      revision: 2,
    });
    expect(await post('disable')).toMatchObject({ revision: 2 });
    expect(await post('enable')).toMatchObject({
      status: 'active',
      nextRunAt: job.nextRunAt,
      revision: 3,
    });
    expect(await post('enable')).toMatchObject({ revision: 3 });
  });
});

describe('cloning a job', () => {
  it('makes a disabled copy that belongs to the caller, under a free name', async () => {
    const job = await create({ name: 'Original', tags: ['x'], schedules: [daily('09:00')] });
    const clone = () => world.call('superAdmin', 'POST', `/jobs/${job.documentId}/clone`, {});
    const first = await clone();
    expect(first.status).toBe(201);
    expect(first.body.data).toMatchObject({
      name: 'Original (2)',
      tags: ['x'],
      schedules: job.schedules,
      enabled: false,
      nextRunAt: null,
      revision: 1,
    });
    expect((await clone()).body.data.name).toBe('Original (3)');
    const named = await world.call('superAdmin', 'POST', `/jobs/${job.documentId}/clone`, {
      name: 'Other',
    });
    expect(named.body.data.name).toBe('Other');
  });
});

describe('running a job', () => {
  it('answers 202 with the execution, its parameters merged over the job’s', async () => {
    const job = await create({ name: 'Run', parameters: { durationMs: 5, logLines: 1 } });
    const answer = await world.call('superAdmin', 'POST', `/jobs/${job.documentId}/run`, {
      parameters: { logLines: 7 },
      note: 'by hand',
    });
    expect(answer.status).toBe(202);
    expect(answer.body.data).toMatchObject({
      job: { documentId: job.documentId, name: 'Run' },
      trigger: 'manual',
      scheduledFor: null,
      status: 'queued',
      attempt: 0,
      maxAttempts: 3,
      attempts: [],
      parameters: { durationMs: 5, logLines: 7, failAttempts: 0 },
      startedBy: { kind: 'user', id: String(world.ids['superAdmin']) },
      occurrenceId: answer.body.data.documentId,
    });
    expect(answer.body.meta).toMatchObject({ note: 'by hand', cancelRequested: false });
  });

  it('goes by overlap: the second is recorded as skipped', async () => {
    const job = await create({ name: 'Overlap' });
    const run = () => world.call('superAdmin', 'POST', `/jobs/${job.documentId}/run`, {});
    await run();
    expect((await run()).body.data).toMatchObject({ status: 'skipped', reason: 'overlap' });
    const free = await create({ name: 'No overlap', overlap: 'allow' });
    const runFree = () => world.call('superAdmin', 'POST', `/jobs/${free.documentId}/run`, {});
    await runFree();
    expect((await runFree()).body.data).toMatchObject({ status: 'queued', reason: null });
  });

  it('minds neither that it is disabled nor that it ended', async () => {
    const job = await create({ name: 'Disabled', enabled: false, endAt: '2020-01-01T00:00:00Z' });
    const answer = await world.call('superAdmin', 'POST', `/jobs/${job.documentId}/run`, {});
    expect(answer.body.data.status).toBe('queued');
  });

  it('only says what it would do on a dry run', async () => {
    const job = await create({
      name: 'Dry',
      template: 'database-cleanup',
      parameters: {
        contentType: 'api::ticket.ticket',
        filters: { state: 'resolved' },
        olderThanDays: 0,
        maxEntries: 10,
      },
    });
    const answer = await world.call('superAdmin', 'POST', `/jobs/${job.documentId}/run`, {
      dryRun: true,
    });
    expect(answer.status).toBe(200);
    expect(answer.body.data).toMatchObject({ count: 0, summary: expect.any(String) });
    const executions = await world.call('superAdmin', 'GET', `/jobs/${job.documentId}/executions`);
    expect(executions.body.data).toEqual([]);
    const selfTest = await create({ name: 'No dry run', template: 'self-test' });
    const none = await world.call('superAdmin', 'POST', `/jobs/${selfTest.documentId}/run`, {
      dryRun: true,
    });
    expect([200, 400]).toContain(none.status);
  });

  it('remembers what earlier starts by hand were given', async () => {
    const job = await create({ name: 'History', overlap: 'allow' });
    for (const logLines of [1, 2, 3])
      await world.call('superAdmin', 'POST', `/jobs/${job.documentId}/run`, {
        parameters: { logLines },
      });
    const answer = await world.call(
      'superAdmin',
      'GET',
      `/jobs/${job.documentId}/parameters/history?pageSize=2`
    );
    expect(
      answer.body.data.map((one: { parameters: { logLines: number } }) => one.parameters.logLines)
    ).toEqual([3, 2]);
    expect(answer.body.meta.pagination).toEqual({ page: 1, pageSize: 2, pageCount: 2, total: 3 });
  });
});

describe('deleting a job', () => {
  it('answers 204, cancels what waits, and keeps the records with the job’s name', async () => {
    const job = await create({ name: 'Delete me' });
    const run = await world.call('superAdmin', 'POST', `/jobs/${job.documentId}/run`, {});
    const gone = await world.call('superAdmin', 'DELETE', `/jobs/${job.documentId}`);
    expect([gone.status, gone.text]).toEqual([204, '']);

    expect((await world.call('superAdmin', 'GET', `/jobs/${job.documentId}`)).status).toBe(404);
    const execution = await world.call(
      'superAdmin',
      'GET',
      `/executions/${run.body.data.documentId}`
    );
    expect(execution.body.data).toMatchObject({
      status: 'cancelled',
      job: { documentId: job.documentId, name: 'Delete me' },
    });
    const list = await world.call('superAdmin', 'GET', `/executions?job=${job.documentId}`);
    expect(list.body.meta.pagination.total).toBe(1);
  });
});

describe('many jobs at once', () => {
  it('answers what came of each, for itself', async () => {
    const a = await create({ name: 'Bulk A' });
    const b = await create({ name: 'Bulk B', enabled: false });
    const bulk = (action: string) =>
      world.call('superAdmin', 'POST', '/jobs/bulk', {
        action,
        ids: [a.documentId, 'nosuchjob0000000', b.documentId],
      });
    const missing = {
      documentId: 'nosuchjob0000000',
      ok: false,
      error: { name: 'NotFoundError', message: 'Not Found' },
    };
    for (const action of ['enable', 'disable', 'run', 'delete'])
      expect((await bulk(action)).body.data).toEqual([
        { documentId: a.documentId, ok: true },
        missing,
        { documentId: b.documentId, ok: true },
      ]);
    expect((await world.call('superAdmin', 'GET', `/jobs/${a.documentId}`)).status).toBe(404);
  });
});

describe('the list of jobs', () => {
  const names = async (query: string) => {
    const answer = await world.call('superAdmin', 'GET', `/jobs?${query}&category=list`);
    expect(answer.status).toBe(200);
    return answer.body.data.map((job: { name: string }) => job.name);
  };

  beforeAll(async () => {
    const cleanup = {
      template: 'http-request',
      parameters: { url: 'https://example.com/' },
    };
    const of = (fields: object) => create({ category: 'list', ...fields });
    await of({ name: 'L active', tags: ['db', 'say "hi"'], schedules: [daily('09:00')] });
    await of({ name: 'L by hand', tags: ['dbx', 'é%_'], description: '100% of it' });
    await of({ name: 'L disabled', enabled: false, ...cleanup });
    await of({
      name: 'L ended',
      schedules: [{ key: 'o', kind: 'once', at: '2020-01-01T00:00:00Z' }],
    });
    await of({ name: 'L over', endAt: '2020-01-01T00:00:00Z' });
    await of({
      name: 'L switched off',
      schedules: [{ ...daily('09:00'), enabled: false }],
    });
    await world.site.strapi.db
      .connection('job_scheduler_jobs')
      .where({ name: 'L by hand' })
      .update({ paused_until: 8_640_000_000_000_000 });
  });

  it.each([
    ['status=active', ['L active', 'L switched off']],
    ['status=ended', ['L ended', 'L over']],
    ['status=disabled,paused', ['L by hand', 'L disabled']],
    ['status=held', []],
    ['enabled=false', ['L disabled']],
    ['template=http-request', ['L disabled']],
    ['tag=db', ['L active']],
    ['tag=say%20%22hi%22', ['L active']],
    ['tag=%C3%A9%25_', ['L by hand']],
    ['tag=d', []],
    ['q=L%20O', ['L over']],
    ['q=100%25', ['L by hand']],
    ['q=10_%25', []],
    ['owner=me&status=ended', ['L ended', 'L over']],
    ['owner=user:999999', []],
    ['sort=name:desc&pageSize=2', ['L switched off', 'L over']],
    ['sort=name:desc&pageSize=2&page=3', ['L by hand', 'L active']],
    ['sort=nextRunAt&pageSize=1', ['L active']],
    ['sort=createdAt:desc&pageSize=1', ['L switched off']],
  ])('%s', async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  it('says of each job the status that its filter finds it by', async () => {
    for (const status of ['active', 'disabled', 'paused', 'held', 'ended']) {
      const answer = await world.call('superAdmin', 'GET', `/jobs?status=${status}&pageSize=100`);
      const statuses = answer.body.data.map((job: { status: string }) => job.status);
      expect(new Set(statuses)).toEqual(new Set(statuses.length === 0 ? [] : [status]));
    }
  });

  it('shows the newest executions of every job of a page', async () => {
    const job = await create({ name: 'Sparkline', overlap: 'skip' });
    for (let run = 0; run < 22; run += 1)
      await world.call('superAdmin', 'POST', `/jobs/${job.documentId}/run`, {});
    const answer = await world.call('superAdmin', 'GET', '/jobs?q=Sparkline');
    const [shown] = answer.body.data;
    expect(shown.recentStatuses).toEqual(Array.from({ length: 20 }, () => 'skipped'));
    expect(shown.lastExecution).toMatchObject({
      status: 'skipped',
      startedAt: null,
      durationMs: null,
    });
  });

  it('costs as many statements for a hundred jobs as for one', async () => {
    const count = async (query: string) => {
      let statements = 0;
      const listen = () => (statements += 1);
      world.site.strapi.db.connection.on('query', listen);
      await world.call('superAdmin', 'GET', `/jobs?${query}`);
      world.site.strapi.db.connection.removeListener('query', listen);
      return statements;
    };
    // The site does other things too: the fewest of several tries are those of the list alone.
    const fewest = async (query: string): Promise<number> => {
      const counts: number[] = [];
      for (let one = 0; one < 5; one += 1) counts.push(await count(query));
      return Math.min(...counts);
    };
    expect(await fewest('pageSize=100')).toBe(await fewest('pageSize=1'));
  });
});
