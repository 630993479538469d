import { eventually } from '../support/eventually';
import { aJobBody } from '../support/job-bodies';
import { createWorld } from '../support/world';
import type { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 120_000);
afterAll(() => world?.stop());

const get = (path: string) => world.call('superAdmin', 'GET', path);
const post = (path: string, body: object = {}) => world.call('superAdmin', 'POST', path, body);
const create = async (fields: Record<string, unknown>) =>
  (await post('/jobs', aJobBody(fields))).body.data;
const run = async (job: { documentId: string }, body: object = {}) =>
  (await post(`/jobs/${job.documentId}/run`, body)).body.data;
const read = async (id: string) => (await get(`/executions/${id}`)).body;
const ended = async (id: string) =>
  (
    await eventually(
      () => read(id),
      ({ data }) => data.finishedAt !== null
    )
  ).data;
const running = (id: string) =>
  eventually(
    () => read(id),
    ({ data }) => data.status === 'running' && data.progress !== null
  );

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const once = { maxAttempts: 1 };

it('tells the whole of an execution that succeeded', async () => {
  const job = await create({ name: 'Succeeds' });
  const { documentId } = await run(job);
  const done = await ended(documentId);

  expect(done).toMatchObject({
    status: 'succeeded',
    reason: null,
    attempt: 1,
    scheduledFor: null,
    startedAt: expect.stringMatching(ISO),
    finishedAt: expect.stringMatching(ISO),
    error: null,
    exitCode: null,
    node: expect.any(String),
    attempts: [
      { attempt: 1, status: 'succeeded', error: null, startedAt: expect.stringMatching(ISO) },
    ],
  });
  expect(done.delayMs).toBeGreaterThanOrEqual(0);
  expect(done.durationMs).toBe(Date.parse(done.finishedAt) - Date.parse(done.startedAt));
  const shown = (await get(`/jobs/${job.documentId}`)).body.data;
  expect(shown).toMatchObject({
    executionCount: 1,
    failureCount: 0,
    recentStatuses: ['succeeded'],
    lastExecution: { documentId, status: 'succeeded', durationMs: done.durationMs },
  });
});

it('tells how it failed and when the next attempt is due', async () => {
  const job = await create({
    name: 'Fails once',
    parameters: { failAttempts: 1 },
    retry: {
      strategy: 'fixed',
      delayMs: 3_600_000,
      maxDelayMs: 3_600_000,
      jitter: 0,
      maxTotalMs: 7_200_000,
    },
  });
  const { documentId } = await run(job);
  const waiting = await eventually(
    () => read(documentId),
    ({ data }) => data.attempts[0]?.status === 'failed'
  );
  expect(waiting.data).toMatchObject({
    status: 'queued',
    attempt: 1,
    finishedAt: null,
    error: { message: expect.any(String) },
    attempts: [{ attempt: 1, status: 'failed' }],
  });
  expect(Date.parse(waiting.meta.nextAttemptAt)).toBeGreaterThan(Date.now());
  const cancelled = await post(`/executions/${documentId}/cancel`);
  expect([cancelled.status, cancelled.body.data.status]).toEqual([200, 'cancelled']);
  expect((await post(`/executions/${documentId}/cancel`)).status).toBe(409);
});

describe('the log', () => {
  let id: string;
  beforeAll(async () => {
    const job = await create({ name: 'Logs', parameters: { logLines: 30 } });
    id = (await run(job)).documentId;
    await ended(id);
  });
  const logs = (query: string) => get(`/executions/${id}/logs?${query}`);

  it('comes in slices after a cursor, until it is done', async () => {
    const all = (await logs('limit=1000')).body;
    expect(all.data.length).toBeGreaterThanOrEqual(30);
    expect(all.data.map(({ seq }: { seq: number }) => seq)).toEqual(
      all.data.map((_: unknown, index: number) => index + 1)
    );
    expect(all.meta).toEqual({ nextAfter: all.data.length, done: true });
    expect(all.data[0]).toMatchObject({
      at: expect.stringMatching(ISO),
      attempt: 1,
      text: expect.any(String),
    });

    const slices: unknown[] = [];
    let meta = { nextAfter: 0, done: false };
    while (!meta.done) {
      const slice = (await logs(`after=${meta.nextAfter}&limit=7`)).body;
      expect(slice.data.length).toBeLessThanOrEqual(7);
      slices.push(...slice.data);
      meta = slice.meta;
    }
    expect(slices).toEqual(all.data);
  });

  it('is searched by text and by stream', async () => {
    const all = (await logs('limit=1000')).body.data as { text: string; stream: string }[];
    const needle = all[4]?.text.toUpperCase() ?? '';
    const found = (await logs(`q=${encodeURIComponent(needle)}`)).body.data as { text: string }[];
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(({ text }) => text.toUpperCase().includes(needle))).toBe(true);
    for (const stream of ['stdout', 'stderr', 'system']) {
      const of = (await logs(`stream=${stream}&limit=1000`)).body.data;
      expect(of).toEqual(all.filter((line) => line.stream === stream));
    }
  });

  it('is downloaded as plain text, a line for each line whatever it holds', async () => {
    const [chunk] = await world.site.strapi.db
      .connection('job_scheduler_log_chunks')
      .select('*')
      .limit(1);
    const { id: row } = await world.site.strapi.db
      .query('plugin::job-scheduler.execution')
      .findOne({ where: { documentId: id } });
    await world.site.strapi.db.connection('job_scheduler_log_chunks').insert({
      execution_id: row,
      first_seq: 5000,
      last_seq: 5000,
      at: chunk.at,
      lines: JSON.stringify([
        {
          seq: 5000,
          at: Number(chunk.at),
          attempt: 1,
          stream: 'stdout',
          level: 'info',
          text: 'a\nb\u001b[31m=cmd',
        },
      ]),
    });
    const answer = await get(`/executions/${id}/logs/download`);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="${id}.log"`,
      'x-content-type-options': 'nosniff',
    });
    const lines = answer.text.trimEnd().split('\n');
    expect(lines.at(-1)).toMatch(/\[stdout\] INFO a\\u000ab\\u001b\[31m=cmd$/);
    expect(lines.length).toBe((await logs('limit=1000')).body.data.length);
  });
});

it('a running one shows its progress and ends when it is cancelled', async () => {
  const job = await create({
    name: 'Long',
    parameters: { durationMs: 600_000, logLines: 1_000 },
    retry: once,
  });
  const { documentId } = await run(job);
  const { data } = await running(documentId);
  expect(data.attempts).toMatchObject([{ attempt: 1, status: 'running', finishedAt: null }]);
  expect((await post(`/executions/${documentId}/retry`)).status).toBe(409);
  expect((await post(`/executions/${documentId}/replay`)).status).toBe(409);

  expect((await post(`/executions/${documentId}/cancel`)).status).toBe(200);
  expect(await ended(documentId)).toMatchObject({ status: 'cancelled' });
});

it('deleting a job stops what runs of it', async () => {
  const job = await create({
    name: 'Deleted',
    parameters: { durationMs: 600_000, logLines: 1_000 },
    retry: once,
  });
  const { documentId } = await run(job);
  await running(documentId);
  expect((await world.call('superAdmin', 'DELETE', `/jobs/${job.documentId}`)).status).toBe(204);
  expect(await ended(documentId)).toMatchObject({
    status: 'cancelled',
    job: { documentId: job.documentId },
  });
  expect((await post(`/executions/${documentId}/retry`)).status).toBe(409);
  expect((await post(`/executions/${documentId}/replay`)).status).toBe(409);
});

it('retry is one more attempt of the same occurrence; replay is another one with the same input', async () => {
  const job = await create({ name: 'Again', parameters: { failAttempts: 1 }, retry: once });
  const first = await ended((await run(job, { parameters: { logLines: 2 } })).documentId);
  expect(first).toMatchObject({ status: 'failed', attempt: 1, maxAttempts: 1 });

  const retried = await post(`/executions/${first.documentId}/retry`);
  expect([retried.status, retried.body.data]).toMatchObject([
    202,
    {
      documentId: first.documentId,
      occurrenceId: first.occurrenceId,
      status: 'queued',
      finishedAt: null,
    },
  ]);
  expect(await ended(first.documentId)).toMatchObject({
    status: 'succeeded',
    attempt: 2,
    attempts: [{ status: 'failed' }, { status: 'succeeded' }],
  });
  expect((await post(`/executions/${first.documentId}/retry`)).status).toBe(409);

  const replayed = await post(`/executions/${first.documentId}/replay`);
  expect([replayed.status, replayed.body.data]).toMatchObject([
    202,
    { trigger: 'replay', scheduledFor: null, parameters: first.parameters },
  ]);
  expect(replayed.body.data.occurrenceId).not.toBe(first.occurrenceId);
  expect(replayed.body.data.parameters.logLines).toBe(2);
});

describe('the list of executions', () => {
  it('is filtered by status, trigger, job and time, and sorted', async () => {
    const job = await create({ name: 'Listed', overlap: 'allow' });
    const other = await create({
      name: 'Listed too',
      parameters: { failAttempts: 9 },
      retry: once,
    });
    const a = await ended((await run(job)).documentId);
    const b = await ended((await run(job)).documentId);
    const c = await ended((await run(other)).documentId);
    const ids = async (query: string) =>
      (await get(`/executions?q=listed&${query}`)).body.data.map(
        (one: { documentId: string }) => one.documentId
      );
    const [A, B, C] = [a.documentId, b.documentId, c.documentId];

    expect(await ids('')).toEqual([C, B, A]);
    expect(await ids('sort=queuedAt:asc')).toEqual([A, B, C]);
    expect(await ids('sort=finishedAt:asc&pageSize=1')).toEqual([A]);
    expect(await ids('status=succeeded')).toEqual([B, A]);
    expect(await ids('status=failed,lost')).toEqual([C]);
    expect(await ids('status=failed&status=succeeded')).toEqual([C, B, A]);
    expect(await ids('trigger=schedule,api')).toEqual([]);
    expect(await ids('trigger=manual')).toEqual([C, B, A]);
    expect(await ids(`job=${job.documentId}`)).toEqual([B, A]);
    expect(await ids(`from=${b.queuedAt}`)).toEqual([C, B]);
    expect(await ids(`to=${b.queuedAt}`)).toEqual([A]);
    const ofJob = await get(`/jobs/${job.documentId}/executions?status=succeeded`);
    expect(ofJob.body.meta.pagination).toEqual({ page: 1, pageSize: 20, pageCount: 1, total: 2 });
  });
});

describe('the scheduler', () => {
  it('says what it is doing', async () => {
    const status = (await get('/scheduler/status')).body.data;
    expect(status).toMatchObject({
      state: 'running',
      enabled: true,
      engine: 'database',
      database: world.site.database,
      timezone: 'UTC',
      zoneData: expect.stringMatching(/^20\d\d[a-z]$/),
      nodes: [{ role: 'all', state: 'running', pid: process.pid, maxConcurrent: 20 }],
      limits: { maxConcurrentTotal: null, maxQueuedPerJob: 10_000 },
      // Scripts are off.
      scriptApproval: null,
      containment: null,
    });
    expect(status.nodes[0]).not.toHaveProperty('lastTickAt');
    expect(status.outcomes).toHaveLength(24);
    const [now, before] = status.outcomes.toReversed();
    expect(Date.parse(now.from) - Date.parse(before.from)).toBe(3_600_000);
    expect(now.succeeded + before.succeeded).toBeGreaterThan(3);
    expect(now.failed + before.failed).toBeGreaterThan(0);
    expect(status.rates.perMinute).toBeGreaterThan(0);
  });

  it('is live and ready without a login, and says nothing else', async () => {
    for (const probe of ['live', 'ready']) {
      const answer = await world.call('anonymous', 'GET', `/api/job-scheduler/health/${probe}`);
      expect([answer.status, answer.body]).toEqual([200, { status: 'ok' }]);
    }
  });
});

it('says in a list what those that wait are waiting for', async () => {
  const job = await create({
    name: 'One after the other',
    overlap: 'queue-all',
    parameters: { durationMs: 60_000 },
  });
  const first = await run(job);
  const second = await run(job);
  const { data, meta } = (await get(`/jobs/${job.documentId}/executions`)).body;
  expect(data).toHaveLength(2);
  expect(meta.waits[second.documentId]).toEqual({ waitsFor: 'turn', upstreams: [] });
  await post(`/executions/${second.documentId}/cancel`);
  await post(`/executions/${first.documentId}/cancel`);
  expect(await ended(second.documentId)).toMatchObject({ status: 'cancelled' });
  await ended(first.documentId);
  const over = (await get(`/jobs/${job.documentId}/executions`)).body;
  expect(over.meta.waits).toEqual({});
});
