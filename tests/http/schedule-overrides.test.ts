import { registerTestTemplates } from './test-templates';
import { aCalendarBody } from '../support/calendar-bodies';
import { aJobBody, errorPaths, writable } from '../support/job-bodies';
import { createWorld } from '../support/world';
import type { Actor, World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await createWorld({ JOB_SCHEDULER_ROLE: 'off' });
  registerTestTemplates(world.site);
}, 120_000);
afterAll(() => world?.stop());

let count = 0;
const daily = { key: 'daily', kind: 'daily', time: '09:00', timezone: 'UTC' };
const create = (actor: Actor, fields: Record<string, unknown>) =>
  world.call(actor, 'POST', '/jobs', aJobBody({ name: `Job ${(count += 1)}`, ...fields }));
const put = (actor: Actor, job: Record<string, unknown>, fields: Record<string, unknown>) =>
  world.call(actor, 'PUT', `/jobs/${String(job['documentId'])}`, {
    ...writable(job),
    revision: job['revision'],
    ...fields,
  });
const aCalendar = async (entries: object[]): Promise<string> => {
  const body = aCalendarBody({ name: `Calendar ${(count += 1)}`, entries });
  return (await world.call('superAdmin', 'POST', '/calendars', body)).body.data.documentId;
};

describe('parameters of a schedule', () => {
  const needs = { template: 'test.needs', parameters: { right: 'none' } };
  const withOwn = (parameters: object) => ({ schedules: [{ ...daily, parameters }] });

  it('are kept as they are written, beside the others of the job', async () => {
    const given = { ...needs, ...withOwn({ right: 'none' }) };
    const job = await create('editor', given);
    expect(job.status).toBe(201);
    expect(job.body.data.schedules[0].parameters).toEqual({ right: 'none' });
  });

  it('are checked by the template together with those of the job', async () => {
    const unknown = await create('editor', { ...needs, ...withOwn({ nope: 1 }) });
    expect([unknown.status, errorPaths(unknown)]).toEqual([400, ['schedules.0.parameters.nope']]);
    const wrong = await create('editor', { ...needs, ...withOwn({ right: 5 }) });
    expect(errorPaths(wrong)).toEqual(['schedules.0.parameters.right']);
  });

  it('are named by their own path where what they name is not there, and the job’s only once', async () => {
    const given = { template: 'script', parameters: { script: 'nosuch1' } };
    const own = { ...daily, key: 'own', parameters: { script: 'nosuch2' } };
    const secrets = { PARAM_A: 'no-such-secret' };
    const other = { ...daily, key: 'other', parameters: { secrets } };
    const refused = await create('superAdmin', { ...given, schedules: [daily, own, other] });
    expect(refused.status).toBe(400);
    expect(refused.body.error.details.errors).toEqual([
      {
        path: ['schedules', '2', 'parameters', 'secrets', 'PARAM_A'],
        message: 'is not the name of a secret',
        value: 'no-such-secret',
      },
      {
        path: ['parameters', 'script'],
        message: 'is not a script of this site',
        value: 'nosuch1',
      },
      {
        path: ['schedules', '1', 'parameters', 'script'],
        message: 'is not a script of this site',
        value: 'nosuch2',
      },
    ]);
  });

  it('need the rights that the template asks for with them', async () => {
    const refused = await create('editor', { ...needs, ...withOwn({ right: 'audit-read' }) });
    expect(refused.status).toBe(403);
    expect(refused.body.error.message).toContain('plugin::job-scheduler.audit-read');
    const job = (await create('editor', { ...needs, ...withOwn({}) })).body.data;
    expect((await put('editor', job, withOwn({ right: 'audit-read' }))).status).toBe(403);
    expect((await put('superAdmin', job, withOwn({ right: 'audit-read' }))).status).toBe(200);
    const path = `/jobs/${String(job.documentId)}`;
    await world.call('superAdmin', 'POST', `${path}/disable`);
    expect((await world.call('editor', 'POST', `${path}/enable`)).status).toBe(403);
  });

  it('leave what is locked to the owner', async () => {
    const locked = { template: 'test.locked', parameters: { open: 'a', locked: 'b' } };
    const created = await create('owner', { ...locked, ...withOwn({ open: 'x' }) });
    const job = created.body.data;
    const refused = await put('superAdmin', job, withOwn({ locked: 'y' }));
    expect([refused.status, errorPaths(refused)]).toEqual([403, ['schedules.0.parameters.locked']]);
    const another = { ...daily, key: 'another', parameters: { locked: 'y' } };
    const added = await put('superAdmin', job, { schedules: [daily, another] });
    expect(errorPaths(added)).toEqual(['schedules.1.parameters.locked']);
    const open = await put('superAdmin', job, withOwn({ open: 'y', locked: 'b' }));
    expect(open.status).toBe(200);
    expect((await put('owner', open.body.data, withOwn({ locked: 'y' }))).status).toBe(200);
  });

  it('hide their secrets from the audit log', async () => {
    const headers = { Authorization: 'Bearer hush-hush' };
    const job = await create('superAdmin', {
      template: 'http-request',
      parameters: { url: 'https://example.com/' },
      ...withOwn({ headers }),
    });
    expect(job.status).toBe(201);
    const audit = await world.call(
      'superAdmin',
      'GET',
      `/audit?object=${job.body.data.documentId}`
    );
    expect(JSON.stringify(audit.body)).toContain('Authorization');
    expect(JSON.stringify(audit.body)).not.toContain('hush-hush');
  });
});

describe('a preview with calendars', () => {
  const hourly = {
    key: 'hourly',
    kind: 'cron',
    expression: '0 * * * *',
    timezone: 'Europe/Berlin',
  };
  const from = '2026-12-24T20:00:00Z';
  const preview = (body: object, language = 'en') =>
    world.call(
      'viewer',
      'POST',
      '/schedules/preview',
      { from, ...body },
      {
        'Accept-Language': language,
      }
    );
  const christmas = { kind: 'days', name: 'Christmas', from: '2026-12-25', to: '2026-12-26' };

  it('lists what runs, and with `all` what is excluded, by which day', async () => {
    const calendar = await aCalendar([christmas]);
    const body = { schedules: [hourly], calendars: { exclude: [calendar] }, count: 3 };
    const runs = (await preview(body)).body.data.occurrences;
    expect(runs.map(({ local }: { local: string }) => local)).toEqual([
      '2026-12-24T22:00:00',
      '2026-12-24T23:00:00',
      '2026-12-27T00:00:00',
    ]);
    const all = (await preview({ ...body, all: true })).body.data.occurrences;
    expect(all[2]).toMatchObject({
      local: '2026-12-25T00:00:00',
      verdict: 'excluded',
      note: expect.stringMatching(/^The calendar "Calendar \d+" excludes it: Christmas\.$/),
    });
    const zh = (await preview({ ...body, all: true }, 'zh')).body.data.occurrences;
    expect(zh[2].note).toMatch(/^被行事曆「Calendar \d+」排除：Christmas。$/);
  });

  it('tells times outside of the calendars to which it is limited', async () => {
    const office = {
      kind: 'weekly',
      name: null,
      weekdays: [1, 2, 3, 4, 5],
      from: '09:00',
      to: '17:00',
    };
    const calendar = await aCalendar([office]);
    const body = { schedules: [hourly], calendars: { only: [calendar] }, count: 2, all: true };
    const { occurrences } = (await preview(body)).body.data;
    expect(occurrences[0]).toMatchObject({
      local: '2026-12-24T22:00:00',
      verdict: 'outside-window',
    });
    const run = occurrences.find(({ verdict }: { verdict: string }) => verdict === 'runs');
    expect(run.local).toBe('2026-12-25T09:00:00');
  });

  it('lets a schedule’s own calendars take the place of the job’s', async () => {
    const calendar = await aCalendar([christmas]);
    const free = { ...hourly, calendars: { exclude: [], only: [] } };
    const body = { schedules: [free], calendars: { exclude: [calendar] }, count: 3 };
    expect((await preview(body)).body.data.occurrences[2].local).toBe('2026-12-25T00:00:00');
  });

  it('warns where calendars leave nothing', async () => {
    const calendar = await aCalendar([{ kind: 'yearly', name: null, from: '01-01', to: '12-31' }]);
    const answer = await preview({ schedules: [hourly], calendars: { exclude: [calendar] } });
    expect(answer.body.data.occurrences).toEqual([]);
    expect(answer.body.data.warnings).toContainEqual({
      code: 'never-again',
      schedule: 'hourly',
      message: 'Calendars keep back every run of this schedule that can be foreseen.',
    });
  });

  it('refuses calendars that are not there', async () => {
    const answer = await preview({ schedules: [hourly], calendars: { exclude: ['nowhere1'] } });
    expect([answer.status, errorPaths(answer)]).toEqual([400, ['calendars.exclude.0']]);
  });
});

describe('old schedules against new ones', () => {
  const diff = (id: string, body: object, actor: Actor = 'superAdmin') =>
    world.call(actor, 'POST', `/jobs/${id}/schedules/diff`, body);
  const times = (answer: { body: { data: { occurrences: object[] } } }, change: string) =>
    answer.body.data.occurrences
      .filter((one) => Reflect.get(one, 'change') === change)
      .map((one) => String(Reflect.get(one, 'local')).slice(11, 16));

  it('tells what stays, what comes and what goes', async () => {
    const schedules = [{ ...daily, kind: 'cron', time: undefined, expression: '0 9,12 * * *' }];
    const { documentId } = (await create('superAdmin', { schedules })).body.data;
    const changed = [{ ...schedules[0], expression: '0 12,15 * * *' }];
    const answer = await diff(documentId, { schedules: changed, count: 4 });
    expect(answer.status).toBe(200);
    expect(times(answer, 'kept')).toEqual(['12:00', '12:00']);
    expect(times(answer, 'added')).toEqual(['15:00', '15:00']);
    expect(times(answer, 'removed')).toEqual(['09:00', '09:00']);
    expect(answer.body.data).toMatchObject({
      before: { daily: expect.stringContaining('09:00') },
      after: { daily: expect.stringContaining('15:00') },
      warnings: expect.any(Array),
    });
    const sorted = answer.body.data.occurrences.map(({ at }: { at: string }) => at);
    expect(sorted).toEqual(sorted.toSorted());
    expect(Date.parse(sorted[0])).toBeGreaterThan(Date.now() - 60_000);
  });

  it('compares a rare schedule with a dense one rightly', async () => {
    const schedules = [{ key: 'dense', kind: 'cron', expression: '* * * * *', timezone: 'UTC' }];
    const { documentId } = (await create('superAdmin', { schedules })).body.data;
    const answer = await diff(documentId, { schedules: [{ ...daily, key: 'rare' }], count: 3 });
    expect(times(answer, 'kept')).toEqual(['09:00', '09:00', '09:00']);
    expect(times(answer, 'added')).toEqual([]);
    expect(times(answer, 'removed').length).toBeGreaterThanOrEqual(2);
  });

  it('knows an interval by the anchor that the job gave it', async () => {
    const schedules = [{ key: 'often', kind: 'interval', every: '7h' }];
    const { documentId } = (await create('superAdmin', { schedules })).body.data;
    const answer = await diff(documentId, { schedules });
    expect(times(answer, 'kept')).toHaveLength(20);
    expect(answer.body.data.occurrences).toHaveLength(20);
  });

  it('tells which calendar takes a run away', async () => {
    const { documentId } = (await create('superAdmin', { schedules: [daily] })).body.data;
    const calendar = await aCalendar([
      { kind: 'yearly', name: 'Closed for good', from: '01-01', to: '12-31' },
    ]);
    const answer = await diff(documentId, {
      schedules: [daily],
      calendars: { exclude: [calendar], only: [] },
      count: 2,
    });
    expect(answer.body.data.occurrences).toEqual([
      expect.objectContaining({
        change: 'removed',
        verdict: 'excluded',
        note: expect.stringContaining('Closed for good'),
      }),
      expect.objectContaining({ change: 'removed', verdict: 'excluded' }),
    ]);
  });

  it('keeps to the span of the job unless another one is given', async () => {
    const endAt = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000 + 3 * 86_400_000);
    const fields = { schedules: [daily], endAt: endAt.toISOString() };
    const { documentId } = (await create('superAdmin', fields)).body.data;
    const same = await diff(documentId, { schedules: [daily] });
    expect(times(same, 'added')).toEqual([]);
    const longer = await diff(documentId, { schedules: [daily], endAt: null });
    expect(times(longer, 'added').length).toBeGreaterThan(10);
  });

  it('shows the runs of a paused job as paused', async () => {
    const { documentId } = (await create('superAdmin', { schedules: [daily] })).body.data;
    await world.call('superAdmin', 'POST', `/jobs/${documentId}/pause`, { note: 'Later' });
    const answer = await diff(documentId, { schedules: [{ ...daily, time: '10:00' }], count: 1 });
    expect(answer.body.data.occurrences).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ change: 'added', verdict: 'paused' }),
        expect.objectContaining({ change: 'removed', verdict: 'paused' }),
      ])
    );
  });

  it('begins behind a pause that ends by itself', async () => {
    const { documentId } = (await create('superAdmin', { schedules: [daily] })).body.data;
    const until = new Date(Date.now() + 10 * 86_400_000).toISOString();
    await world.call('superAdmin', 'POST', `/jobs/${documentId}/pause`, { note: 'x', until });
    const answer = await diff(documentId, { schedules: [daily], count: 1 });
    expect(answer.body.data.occurrences[0].at >= until).toBe(true);
  });

  it('refuses what a preview refuses, and shows nothing of jobs that one may not read', async () => {
    const { documentId } = (await create('owner', { schedules: [daily] })).body.data;
    const wrong = await diff(documentId, { schedules: [{ ...daily, time: '25:00' }] });
    expect([wrong.status, errorPaths(wrong)]).toEqual([400, ['schedules.0.time']]);
    expect(errorPaths(await diff(documentId, {}))).toEqual(['schedules']);
    expect(errorPaths(await diff(documentId, { schedules: [], count: 101 }))).toEqual(['count']);
    const refused = await diff(documentId, { schedules: [] }, 'otherOwner');
    expect(refused.status).toBe(404);
  });
});
