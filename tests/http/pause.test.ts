import { eventually } from '../support/eventually';
import { aJobBody, errorPaths } from '../support/job-bodies';
import { createWorld } from '../support/world';
import type { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await createWorld({ JOB_SCHEDULER_POLL_INTERVAL_MS: '1000' });
}, 120_000);
afterAll(() => world?.stop());

const get = async (path: string) => (await world.call('superAdmin', 'GET', path)).body;
const post = (path: string, body: object = {}) => world.call('superAdmin', 'POST', path, body);
const create = async (fields: Record<string, unknown>) => {
  const answer = await post('/jobs', aJobBody(fields));
  expect(answer.status).toBe(201);
  return answer.body.data;
};
/** Of every second, from now on. */
const everySecond = {
  schedules: [{ key: 'often', kind: 'interval', every: '1s' }],
  overlap: 'allow',
};
const daily = { schedules: [{ key: 'daily', kind: 'daily', time: '09:00', timezone: 'UTC' }] };
const executionsOf = async (job: { documentId: string }) =>
  (await get(`/jobs/${job.documentId}/executions?sort=scheduledFor:asc&pageSize=100`)).data;
const auditOf = async (action: string) => (await get(`/audit?action=${action}&pageSize=100`)).data;
/** The site goes on meanwhile: it answers. */
const passed = (since: string, ms: number) =>
  eventually(
    () => get('/scheduler/status'),
    () => Date.now() > Date.parse(since) + ms
  );
const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();

describe('pausing a job', () => {
  it('stops it until an instant, says who did and why, and leaves its revision alone', async () => {
    const job = await create({ name: 'Paused for a day', ...daily });
    const until = inMs(26 * 3_600_000);
    const answer = await post(`/jobs/${job.documentId}/pause`, { until, note: 'Stocktaking' });
    expect(answer.status).toBe(200);
    expect(answer.body.data).toMatchObject({
      status: 'paused',
      pausedUntil: until,
      pauseNote: 'Stocktaking',
      revision: job.revision,
    });
    expect(answer.body.data.nextRunAt > until).toBe(true);
    expect(answer.body.meta.pause).toEqual({
      since: expect.any(String),
      until,
      note: 'Stocktaking',
      by: 'superAdmin Tester',
    });
    const [entry] = await auditOf('job.pause');
    expect(entry).toMatchObject({
      object: { documentId: job.documentId },
      diff: { pausedUntil: { before: null, after: until } },
    });
  });

  it('without an instant stops it until somebody resumes it; both twice change nothing', async () => {
    const job = await create({ name: 'Paused for good', ...daily });
    const pause = () => post(`/jobs/${job.documentId}/pause`, { note: 'Broken' });
    const resume = () => post(`/jobs/${job.documentId}/resume`);
    expect((await pause()).body.data).toMatchObject({
      status: 'paused',
      pausedUntil: null,
      pauseNote: 'Broken',
      nextRunAt: null,
    });
    const before = (await auditOf('job.pause')).length;
    expect((await pause()).body.meta.pause).toMatchObject({ until: null, note: 'Broken' });
    expect(await auditOf('job.pause')).toHaveLength(before);

    const resumed = await resume();
    expect(resumed.body).toMatchObject({
      data: { status: 'active', pausedUntil: null, pauseNote: null, nextRunAt: job.nextRunAt },
      meta: { pause: null },
    });
    const entries = (await auditOf('job.resume')).length;
    expect((await resume()).status).toBe(200);
    expect(await auditOf('job.resume')).toHaveLength(entries);
  });

  it('takes another end and note without forgetting when it began', async () => {
    const job = await create({ name: 'Paused anew', ...daily });
    const first = await post(`/jobs/${job.documentId}/pause`, { note: 'One' });
    const until = inMs(3_600_000);
    const second = await post(`/jobs/${job.documentId}/pause`, { until, note: 'Two' });
    const { since } = first.body.meta.pause;
    expect(second.body.meta.pause).toMatchObject({ since, until, note: 'Two' });
  });

  it.each([
    [
      'an end that is over',
      { until: '2020-01-01T00:00:00Z', note: 'x' },
      'until',
      /later than now/,
    ],
    ['an end that is no instant', { until: 'tomorrow', note: 'x' }, 'until', /./],
    ['no note', {}, 'note', /required/],
    ['an empty note', { note: '  ' }, 'note', /why/],
    ['another field', { note: 'x', for: '1h' }, 'for', /not a known field/],
  ])('refuses %s by name', async (_what, body, path, message) => {
    const job = await create({ name: `Refuses ${path} ${JSON.stringify(body)}`.slice(0, 80) });
    for (const target of [`/jobs/${job.documentId}/pause`, '/scheduler/pause']) {
      const answer = await post(target, body);
      expect(answer.status).toBe(400);
      expect(errorPaths(answer)).toEqual([path]);
      expect(answer.body.error.details.errors[0].message).toMatch(message);
    }
    expect((await get(`/jobs/${job.documentId}`)).data.status).toBe('active');
  });

  it('lets it go on by itself, with one record of what fell into it', async () => {
    const job = await create({ name: 'Goes on', ...everySecond });
    await eventually(
      () => executionsOf(job),
      (all) => all.length > 0
    );
    const until = inMs(3_500);
    await post(`/jobs/${job.documentId}/pause`, { until, note: 'A moment' });
    const all = await eventually(
      () => executionsOf(job),
      (found) => found.some((one: { scheduledFor: string }) => one.scheduledFor > until)
    );
    const missed = all.filter(({ status }: { status: string }) => status === 'missed');
    expect(missed).toMatchObject([{ reason: 'paused' }]);
    const { meta } = await get(`/executions/${missed[0].documentId}`);
    expect(meta.missedCount).toBeGreaterThanOrEqual(2);
    expect(meta.missedFrom <= missed[0].scheduledFor).toBe(true);
    expect(missed[0].scheduledFor < until).toBe(true);
    const entries = await auditOf('job.resume');
    expect(entries).toContainEqual(
      expect.objectContaining({
        actor: { kind: 'system', id: null, name: null },
        object: expect.objectContaining({ documentId: job.documentId }),
      })
    );
    await post(`/jobs/${job.documentId}/disable`);
  });

  it('counts what fell into it when somebody resumes it, and still runs when somebody starts it', async () => {
    const job = await create({ name: 'Resumed', ...everySecond });
    await post(`/jobs/${job.documentId}/pause`, { note: 'A while' });
    const { since } = (await get(`/jobs/${job.documentId}`)).meta.pause;
    const started = (await post(`/jobs/${job.documentId}/run`)).body.data;
    await eventually(
      () => get(`/executions/${started.documentId}`),
      ({ data }) => data.status === 'succeeded'
    );
    await passed(since, 2_200);
    await post(`/jobs/${job.documentId}/resume`);
    await post(`/jobs/${job.documentId}/disable`);
    const missed = (await executionsOf(job)).filter(
      ({ status }: { status: string }) => status === 'missed'
    );
    expect(missed).toMatchObject([{ reason: 'paused' }]);
    expect((await get(`/executions/${missed[0].documentId}`)).meta.missedCount).toBeGreaterThan(1);
  });

  it('can be asked for by a token', async () => {
    const job = await create({ name: 'By token', ...daily });
    const path = `/api/job-scheduler/jobs/${job.documentId}`;
    const paused = await world.call('fullToken', 'POST', `${path}/pause`, { note: 'Deploying' });
    expect(paused.body.meta.pause).toMatchObject({ note: 'Deploying', by: 'full-access' });
    const resumed = await world.call('fullToken', 'POST', `${path}/resume`);
    expect(resumed.body.data.status).toBe('active');
  });
});

describe('the list of jobs', () => {
  it('is sorted by the next run that will happen, not by the end of a pause', async () => {
    const day = (time: string) => ({ key: 'd', kind: 'daily', time, timezone: 'UTC' });
    const hour = (new Date(Date.now() + 7_200_000).getUTCHours() + 24) % 24;
    const time = `${String(hour).padStart(2, '0')}:00`;
    const tag = 'sorting';
    const first = await create({ name: 'Sorted later', tags: [tag], schedules: [day(time)] });
    const second = await create({ name: 'Sorted sooner', tags: [tag], schedules: [day(time)] });
    await post(`/jobs/${first.documentId}/pause`, { until: inMs(26 * 3_600_000), note: 'x' });
    const { data } = await get(`/jobs?tag=${tag}&sort=nextRunAt:asc`);
    expect(data.map(({ name }: { name: string }) => name)).toEqual([second.name, first.name]);
    const paused = await get(`/jobs?tag=${tag}&status=paused`);
    expect(paused.data.map(({ name }: { name: string }) => name)).toEqual([first.name]);
  });
});

describe('a circuit breaker', () => {
  it('is shown with the job once it opened, and told in the list', async () => {
    const job = await create({
      name: 'Trips',
      parameters: { failAttempts: 100 },
      retry: { maxAttempts: 1 },
      breaker: { failures: 2, coolDownMs: 3_600_000 },
      overlap: 'allow',
      ...daily,
    });
    const path = `/jobs/${job.documentId}`;
    expect((await get(path)).meta.breaker).toEqual({
      state: 'closed',
      failuresInARow: 0,
      until: null,
    });
    for (const _ of [1, 2]) {
      const { documentId } = (await post(`${path}/run`)).body.data;
      await eventually(
        () => get(`/executions/${documentId}`),
        ({ data }) => data.finishedAt !== null
      );
    }
    const { meta } = await get(path);
    expect(meta.breaker).toMatchObject({ state: 'open', failuresInARow: 2 });
    expect(Date.parse(meta.breaker.until)).toBeGreaterThan(Date.now() + 3_500_000);
    expect((await get('/jobs?q=Trips')).meta.breakers).toEqual({ [job.documentId]: meta.breaker });
    expect(await auditOf('job.breaker-open')).toHaveLength(1);
    const definition = (await get(path)).data;
    const { breaker: _gone, ...rest } = aJobBody({ name: 'Trips', ...daily });
    const edited = await world.call('superAdmin', 'PUT', path, {
      ...rest,
      revision: definition.revision,
    });
    expect(edited.body.meta.breaker).toBeNull();
  });
});

// Last: it stops everybody.
describe('pausing the scheduler', () => {
  it('stops everything new at once, survives in the database, and goes on by itself at its end', async () => {
    const job = await create({ name: 'All stop', ...everySecond });
    await eventually(
      () => executionsOf(job),
      (all) => all.length > 0
    );
    const until = inMs(5_000);
    const answer = await post('/scheduler/pause', { until, note: 'Moving house' });
    expect(answer.status).toBe(202);
    expect(answer.body.data).toMatchObject({
      state: 'paused',
      pause: { until, note: 'Moving house', by: 'superAdmin Tester' },
    });
    const since = answer.body.data.pause.since;
    const started = (await post(`/jobs/${job.documentId}/run`)).body.data;
    expect(started.status).toBe('queued');
    await passed(since, 2_500);
    expect((await get(`/executions/${started.documentId}`)).data.status).toBe('queued');
    const inside = (await executionsOf(job)).filter(
      (one: { scheduledFor: string | null }) =>
        one.scheduledFor !== null &&
        one.scheduledFor > new Date(Date.parse(since) + 500).toISOString()
    );
    expect(inside).toEqual([]);

    const all = await eventually(
      () => executionsOf(job),
      (found) =>
        found.some(
          (one: { scheduledFor: string | null; status: string }) =>
            one.status === 'succeeded' && (one.scheduledFor ?? '') > until
        )
    );
    const missed = all.filter(({ status }: { status: string }) => status === 'missed');
    expect(missed).toMatchObject([{ reason: 'scheduler-stopped' }]);
    await eventually(
      () => get(`/executions/${started.documentId}`),
      ({ data }) => data.status === 'succeeded'
    );
    expect((await get('/scheduler/status')).data).toMatchObject({ state: 'running', pause: null });
    expect(await auditOf('scheduler.resume')).toMatchObject([{ actor: { kind: 'system' } }]);
    await post(`/jobs/${job.documentId}/disable`);
  });

  it('lasts until somebody resumes it; both twice change nothing', async () => {
    const pause = () => post('/scheduler/pause', { note: 'Until further notice' });
    expect((await pause()).body.data.pause).toMatchObject({ until: null });
    const entries = (await auditOf('scheduler.pause')).length;
    await pause();
    expect(await auditOf('scheduler.pause')).toHaveLength(entries);
    const resume = () => post('/scheduler/resume');
    expect((await resume()).status).toBe(202);
    const resumed = (await auditOf('scheduler.resume')).length;
    expect((await resume()).body.data).toMatchObject({ state: 'running', pause: null });
    expect(await auditOf('scheduler.resume')).toHaveLength(resumed);
  });

  it('says when it last looked for work, a few seconds ago at most', async () => {
    const { data } = await eventually(
      () => get('/scheduler/status'),
      (status) => status.data.lastTickAt !== null
    );
    expect(Date.now() - Date.parse(data.lastTickAt)).toBeLessThan(5_000);
  });
});
