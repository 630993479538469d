import { eventually } from '../support/eventually';
import { aJobBody, writable } from '../support/job-bodies';
import { createWorld } from '../support/world';
import type { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await createWorld();
}, 120_000);
afterAll(() => world?.stop());

const SECOND = 1_000;
const DAY = 86_400_000;

const call = (method: 'GET' | 'POST' | 'PUT', path: string, body?: object) =>
  world.call('superAdmin', method, path, body);
const jobOf = async (id: string) => (await call('GET', `/jobs/${id}`)).body.data;
const executionsOf = async (id: string) =>
  (await call('GET', `/jobs/${id}/executions?pageSize=100`)).body.data as {
    documentId: string;
    status: string;
    reason: string | null;
    scheduledFor: string | null;
  }[];
const ask = async (id: string, at: number | string, headers: Record<string, string> = {}) => {
  const instant = typeof at === 'string' ? at : new Date(at).toISOString();
  const path = `/jobs/${id}/ledger?at=${instant}`;
  const answer = await world.call('superAdmin', 'GET', path, undefined, headers);
  expect([answer.status, answer.body.error]).toEqual([200, undefined]);
  return answer.body.data;
};

/** The site's clock, as the database tells it. */
const clock = async (): Promise<number> => {
  const { headers } = await call('GET', '/scheduler/status');
  return Date.parse(String(headers['date']));
};
const passed = (instant: number) => eventually(clock, (now) => now > instant + SECOND);

const everySecond = {
  key: 'often',
  kind: 'interval',
  every: '1s',
  anchor: '2026-01-01T00:00:00.000Z',
};

it('says of a job that has had all its executions, also before it may have more, that it had ended', async () => {
  const created = await call(
    'POST',
    '/jobs',
    aJobBody({ name: 'Once only', schedules: [everySecond], maxExecutions: 1 })
  );
  const id: string = created.body.data.documentId;
  const [ran] = await eventually(
    () => executionsOf(id),
    (all) => all.length === 1
  );
  const next = Date.parse(ran?.scheduledFor ?? '') + SECOND;
  await passed(next);
  const ended = { verdict: 'not-scheduled', explanation: expect.stringMatching(/has had all/) };
  expect(await ask(id, next)).toMatchObject(ended);

  const raised = { ...writable(await jobOf(id)), revision: 1, maxExecutions: 2 };
  expect((await call('PUT', `/jobs/${id}`, raised)).status).toBe(200);
  const [second] = await eventually(
    () => executionsOf(id),
    (all) => all.length === 2
  );
  expect(await ask(id, next)).toMatchObject(ended);
  expect(await ask(id, second?.scheduledFor ?? '')).toMatchObject({ verdict: 'recorded' });
});

it('tells the story of a job: ran, overlapped, switched off, paused, edited, missed, to come', async () => {
  const created = await call(
    'POST',
    '/jobs',
    aJobBody({
      name: 'Story',
      parameters: { durationMs: 1_500 },
      schedules: [everySecond],
      missed: { policy: 'skip' },
    })
  );
  const id: string = created.body.data.documentId;
  const createdAt = Date.parse(created.body.data.createdAt);

  // It runs, and is in its own way.
  const of = (status: string) => async () =>
    (await executionsOf(id)).find((one) => one.status === status);
  const ran = await eventually(of('succeeded'), (one) => one !== undefined);
  const overlapped = await eventually(of('skipped'), (one) => one !== undefined);
  const told = await ask(id, ran?.scheduledFor ?? '');
  expect(told).toMatchObject({
    at: ran?.scheduledFor,
    verdict: 'recorded',
    execution: { documentId: ran?.documentId, status: 'succeeded' },
    reason: null,
    nextAt: new Date(Date.parse(ran?.scheduledFor ?? '') + SECOND).toISOString(),
  });
  expect(told.explanation).toMatch(/^It ran: started by its schedule at .*succeeded after 1?\d s/);
  expect(await ask(id, overlapped?.scheduledFor ?? '')).toMatchObject({
    verdict: 'recorded',
    reason: 'overlap',
    explanation: 'It did not run: another execution of the job was still in progress.',
  });
  const inChinese = await ask(id, overlapped?.scheduledFor ?? '', { 'Accept-Language': 'zh-Hant' });
  expect(inChinese.explanation).toBe('它沒有執行：此工作的上一次執行仍在進行。');

  // Between two occurrences, and before there was a job.
  const between = await ask(id, Date.parse(ran?.scheduledFor ?? '') + 400);
  expect(between).toMatchObject({
    verdict: 'not-scheduled',
    execution: null,
    previousAt: ran?.scheduledFor,
  });
  const beforeJob = Math.floor(createdAt / SECOND) * SECOND - 5 * SECOND;
  expect((await ask(id, beforeJob)).verdict).toBe('before-job');

  // Switched off for a while.
  await call('POST', `/jobs/${id}/disable`);
  const offFrom = Date.parse((await jobOf(id)).updatedAt);
  const whileOff = Math.ceil(offFrom / SECOND) * SECOND + SECOND;
  await passed(whileOff);
  expect(await ask(id, whileOff)).toMatchObject({
    verdict: 'off',
    explanation: 'The job was switched off.',
  });
  await call('POST', `/jobs/${id}/enable`);
  expect((await ask(id, whileOff)).verdict).toBe('off');

  // Paused for a while: first that is what is known, then there is a record.
  expect((await call('POST', `/jobs/${id}/pause`, { note: 'maintenance' })).status).toBe(200);
  const { meta } = (await call('GET', `/jobs/${id}`)).body;
  const whilePaused = Math.ceil(Date.parse(meta.pause.since) / SECOND) * SECOND + SECOND;
  await passed(whilePaused);
  const paused = await ask(id, whilePaused);
  expect(paused).toMatchObject({ verdict: 'off', execution: null });
  expect(paused.explanation).toMatch(/^The job was paused since /);
  await call('POST', `/jobs/${id}/resume`);
  const resumed = await ask(id, whilePaused);
  expect(resumed).toMatchObject({ verdict: 'recorded', reason: 'paused' });
  expect(resumed.explanation).toMatch(/the job was paused/);

  // Edited: what was is judged by the schedules of then.
  const { data: present } = (await call('GET', `/jobs/${id}`)).body;
  const edited = await call('PUT', `/jobs/${id}`, {
    ...writable(present),
    revision: present.revision,
    schedules: [
      { key: 'yearly', kind: 'yearly', month: 1, day: 1, time: '00:00', timezone: 'UTC' },
    ],
  });
  expect(edited.status).toBe(200);
  expect((await ask(id, ran?.scheduledFor ?? '')).verdict).toBe('recorded');
  expect(await ask(id, Date.parse(ran?.scheduledFor ?? '') + 400)).toMatchObject({
    verdict: 'not-scheduled',
    nextAt: new Date(Date.parse(ran?.scheduledFor ?? '') + SECOND).toISOString(),
  });
  expect((await ask(id, whileOff)).verdict).toBe('off');
  const after = Math.ceil(Date.parse(edited.body.data.updatedAt) / SECOND) * SECOND + SECOND;
  await passed(after);
  const since = await ask(id, after);
  expect(since).toMatchObject({ verdict: 'not-scheduled', nextAt: edited.body.data.nextRunAt });
  expect(since.explanation).toBe('No schedule of the job, as it was then, names this instant.');

  // To come.
  expect(await ask(id, edited.body.data.nextRunAt)).toMatchObject({
    verdict: 'pending',
    explanation: 'It is to come: the job will run then.',
  });
});

it('names the calendar that keeps an occurrence back, on record and to come', async () => {
  const day = (instant: number): string => new Date(instant).toISOString().slice(0, 10);
  const now = await clock();
  const entries = [
    { kind: 'days', name: 'Change freeze', from: day(now - DAY), to: day(now + 300 * DAY) },
  ];
  const calendar = { name: 'Year end', timezone: 'UTC', entries };
  const made = await call('POST', '/calendars', calendar);
  const created = await call(
    'POST',
    '/jobs',
    aJobBody({
      name: 'Kept back',
      schedules: [everySecond],
      calendars: { exclude: [made.body.data.documentId], only: [] },
    })
  );
  const id: string = created.body.data.documentId;
  const [skipped] = await eventually(
    () => executionsOf(id),
    (all) => all.length > 0
  );
  expect(skipped).toMatchObject({ status: 'skipped', reason: 'blackout' });
  const { meta } = (await call('GET', `/executions/${skipped?.documentId}`)).body;
  expect(meta.keptBackBy).toEqual({ calendar: 'Year end', entry: 'Change freeze' });
  expect(await ask(id, skipped?.scheduledFor ?? '')).toMatchObject({
    verdict: 'recorded',
    explanation: 'It did not run: the calendar “Year end” excludes that time (Change freeze).',
  });
  const later = Math.ceil((await clock()) / SECOND) * SECOND + DAY;
  expect(await ask(id, later)).toMatchObject({
    verdict: 'pending',
    reason: 'blackout',
    explanation:
      'It is to come, and will be skipped: the calendar “Year end” excludes that time (Change freeze).',
  });
  await call('POST', `/jobs/${id}/disable`);
});

it('tells of an outage, of what was merged, and of what is too long ago', async () => {
  const daily = { key: 'daily', kind: 'daily', time: '09:00', timezone: 'UTC' };
  const twin = { ...daily, key: 'twin', priority: -1 };
  const body = aJobBody({
    name: 'Outage',
    schedules: [daily, twin],
    missed: { policy: 'last', windowMs: 2 * DAY },
  });
  const id: string = (await call('POST', '/jobs', body)).body.data.documentId;

  // As if the site had been down for ten days, and the job were a year old.
  const now = await clock();
  const nine = (daysAgo: number) => Math.floor(now / DAY) * DAY + 9 * 3_600_000 - daysAgo * DAY;
  const { connection } = world.site.strapi.db;
  await connection('job_scheduler_jobs')
    .where({ document_id: id })
    .update({
      next_at: nine(10),
      cursor_at: nine(11),
      created_at: new Date(now - 365 * DAY),
    });
  await call('POST', `/jobs/${id}/run`, {});
  const records = await eventually(
    () => executionsOf(id),
    (all) => all.some(({ status }) => status === 'missed')
  );
  const caughtUp = records.find(({ scheduledFor, status }) => scheduledFor && status !== 'missed');
  expect(await ask(id, caughtUp?.scheduledFor ?? '')).toMatchObject({
    verdict: 'recorded',
    execution: { documentId: caughtUp?.documentId },
    explanation: expect.stringContaining(
      'The schedule “daily” ran; “twin” fell on the same instant and ran with it.'
    ),
  });
  const missed = records.find(({ status }) => status === 'missed');
  const inTheRange = await ask(id, nine(8));
  expect(inTheRange).toMatchObject({
    verdict: 'recorded',
    reason: 'catch-up-exceeded',
    execution: { documentId: missed?.documentId },
    previousAt: new Date(nine(9)).toISOString(),
    nextAt: new Date(nine(7)).toISOString(),
  });
  expect(inTheRange.explanation).toMatch(
    /^It was missed with others, \d+ from .* to .*: it was too/
  );

  expect(await ask(id, nine(100))).toMatchObject({
    verdict: 'forgotten',
    explanation: expect.stringContaining('90 days'),
  });
  expect((await ask(id, nine(20))).verdict).toBe('unknown');
});

it('a start by hand answers for its own instant', async () => {
  const job = (await call('POST', '/jobs', aJobBody({ name: 'By hand' }))).body.data;
  const { data } = (await call('POST', `/jobs/${job.documentId}/run`, {})).body;
  await eventually(
    () => executionsOf(job.documentId),
    ([one]) => one?.status === 'succeeded'
  );
  const answer = await ask(job.documentId, data.queuedAt);
  expect(answer).toMatchObject({
    verdict: 'recorded',
    execution: { documentId: data.documentId },
    previousAt: null,
    nextAt: null,
  });
  expect(answer.explanation).toMatch(/^It ran: started by hand \(superAdmin Tester\) at /);
  const long = Date.parse(job.createdAt) + 3_600_000;
  expect(await ask(job.documentId, long)).toMatchObject({
    verdict: 'not-scheduled',
    explanation: 'The job had no schedule: it is started by hand or over the API.',
  });
});

it('of several starts within a second, each answers for its own instant', async () => {
  const body = aJobBody({ name: 'By hand, thrice', overlap: 'queue-all' });
  const { documentId } = (await call('POST', '/jobs', body)).body.data;
  const start = async () => (await call('POST', `/jobs/${documentId}/run`, {})).body.data;
  const started = [await start(), await start(), await start()];
  for (const one of started)
    expect(await ask(documentId, one.queuedAt)).toMatchObject({
      execution: { documentId: one.documentId },
    });
});

it('asks for one instant', async () => {
  const job = (await call('POST', '/jobs', aJobBody({ name: 'Asked' }))).body.data;
  for (const query of ['', '?at=yesterday', '?at=2026-01-01T00:00:00Z&from=1'])
    expect((await call('GET', `/jobs/${job.documentId}/ledger${query}`)).status).toBe(400);
  const unknown = `/jobs/${'a'.repeat(24)}/ledger?at=2026-01-01T00:00:00Z`;
  expect((await call('GET', unknown)).status).toBe(404);
});
