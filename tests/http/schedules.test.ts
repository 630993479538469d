import { registerTestTemplates } from './test-templates';
import { aJobBody } from '../support/job-bodies';
import { createWorld } from '../support/world';
import type { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await createWorld({
    JOB_SCHEDULER_ROLE: 'off',
    JOB_SCHEDULER_TIMEZONE: 'Asia/Hong_Kong',
  });
  registerTestTemplates(world.site);
}, 120_000);
afterAll(() => world?.stop());

const preview = async (body: object, language = 'en') =>
  world.call('viewer', 'POST', '/schedules/preview', body, { 'Accept-Language': language });
const cron = (expression: string, timezone: string) => ({
  key: 'a',
  kind: 'cron',
  expression,
  timezone,
});

describe('a preview', () => {
  // The worked values of the time rules.
  it.each([
    ['America/New_York', '30 2 * * *', '2026-03-08T00:00:00Z', '2026-03-08T07:30:00.000Z'],
    ['America/New_York', '30 1 * * *', '2026-11-01T00:00:00-04:00', '2026-11-01T05:30:00.000Z'],
    ['Australia/Lord_Howe', '15 2 * * *', '2026-10-03T12:00:00Z', '2026-10-03T15:45:00.000Z'],
    ['America/Nuuk', '30 23 * * 6', '2026-03-28T12:00:00Z', '2026-03-29T01:30:00.000Z'],
    ['Africa/Cairo', '0 0 * * *', '2026-04-23T12:00:00Z', '2026-04-23T22:00:00.000Z'],
    ['America/Havana', '30 0 * * *', '2025-11-02T00:00:00Z', '2025-11-02T04:30:00.000Z'],
    ['Antarctica/Troll', '30 1 * * *', '2026-03-29T00:00:00Z', '2026-03-29T01:30:00.000Z'],
    ['Pacific/Apia', '0 9 30 12 *', '2011-12-28T00:00:00Z', '2012-12-29T19:00:00.000Z'],
    ['Asia/Hong_Kong', '0 9 * * *', '2026-07-01T00:00:00.000Z', '2026-07-01T01:00:00.000Z'],
  ])('%s %s after %s: %s', async (timezone, expression, from, expected) => {
    const answer = await preview({ schedules: [cron(expression, timezone)], from, count: 1 });
    expect(answer.status).toBe(200);
    expect(answer.body.data.occurrences).toMatchObject([{ at: expected, zone: timezone }]);
  });

  it('tells local time, offset, verdict, words, warnings and the zone data', async () => {
    const answer = await preview({
      schedules: [{ key: 'gap', kind: 'daily', time: '02:30', timezone: 'America/New_York' }],
      from: '2026-03-07T12:00:00Z',
      count: 2,
    });
    expect(answer.body.data).toEqual({
      occurrences: [
        {
          at: '2026-03-08T07:30:00.000Z',
          local: '2026-03-08T03:30:00',
          offset: '-04:00',
          zone: 'America/New_York',
          schedule: 'gap',
          verdict: 'moved',
          note: expect.any(String),
        },
        expect.objectContaining({ at: '2026-03-09T06:30:00.000Z', verdict: 'runs', note: null }),
      ],
      descriptions: { gap: expect.stringContaining('02:30') },
      warnings: expect.any(Array),
      zoneData: expect.stringMatching(/^20\d\d[a-z]$/),
    });
  });

  it('takes the site’s zone where a schedule names none, and begins now', async () => {
    const answer = await preview({ schedules: [{ key: 'a', kind: 'daily', time: '09:00' }] });
    const { occurrences } = answer.body.data;
    expect(occurrences).toHaveLength(10);
    expect(occurrences[0]).toMatchObject({ zone: 'Asia/Hong_Kong', offset: '+08:00' });
    expect(occurrences[0].at).toMatch(/T01:00:00\.000Z$/);
    expect(Date.parse(occurrences[0].at)).toBeGreaterThan(Date.now());
  });

  it('begins strictly after `from`', async () => {
    const schedules = [cron('0 9 * * *', 'UTC')];
    const answer = await preview({ schedules, from: '2026-01-01T09:00:00Z', count: 1 });
    expect(answer.body.data.occurrences[0].at).toBe('2026-01-02T09:00:00.000Z');
  });

  it('shows what does not run only when it is asked for all', async () => {
    const schedules = [
      { ...cron('0 9 * * *', 'UTC'), key: 'low' },
      { ...cron('0 9 1 * *', 'UTC'), key: 'high', priority: 5 },
    ];
    const request = { schedules, from: '2026-01-31T12:00:00Z', count: 2 };
    const verdicts = async (body: object) =>
      (await preview(body)).body.data.occurrences.map(
        (one: { schedule: string; verdict: string }) => `${one.schedule} ${one.verdict}`
      );
    expect(await verdicts(request)).toEqual(['high runs', 'low runs']);
    expect(await verdicts({ ...request, all: true })).toEqual(
      expect.arrayContaining(['high runs', 'low merged', 'low runs'])
    );
  });

  it.each([
    ['zh', /\p{Script=Han}/u],
    ['zh-Hant-HK', /\p{Script=Han}/u],
    ['fr-FR,zh;q=0.8', /\p{Script=Han}/u],
    ['en-GB,zh', /^[\p{ASCII}–’]+$/u],
    ['fr', /^[\p{ASCII}–’]+$/u],
  ])('speaks the reader’s language: %s', async (language, script) => {
    const answer = await preview({ schedules: [cron('0 9 * * 1', 'UTC')] }, language);
    expect(answer.body.data.descriptions.a).toMatch(script);
  });

  it('is not rate-limited', async () => {
    const schedules = [cron('0 9 * * *', 'UTC')];
    for (let round = 0; round < 5; round += 1) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => preview({ schedules })));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    }
  });
});

describe('templates', () => {
  it('are listed with what their form needs', async () => {
    const list = await world.call('viewer', 'GET', '/templates');
    const uids = list.body.data.map(({ uid }: { uid: string }) => uid);
    expect(uids).toEqual(
      expect.arrayContaining([
        'self-test',
        'http-request',
        'database-cleanup',
        'publish',
        'unpublish',
      ])
    );
    const one = await world.call('viewer', 'GET', '/templates/http-request');
    expect(one.body.data).toMatchObject({
      uid: 'http-request',
      version: expect.any(Number),
      label: expect.anything(),
      hasPreview: true,
      writesContent: false,
      parameters: expect.arrayContaining([
        expect.objectContaining({ name: 'url', type: 'url', required: true }),
      ]),
    });
  });

  it('preview in the reader’s language what they would do', async () => {
    const parameters = {
      contentType: 'api::ticket.ticket',
      filters: { state: 'resolved' },
      olderThanDays: 0,
      maxEntries: 5,
    };
    const of = async (language: string) =>
      (
        await world.call(
          'superAdmin',
          'POST',
          '/templates/database-cleanup/preview',
          { parameters },
          { 'Accept-Language': language }
        )
      ).body.data;
    expect(await of('en')).toMatchObject({
      count: 0,
      summary: expect.not.stringMatching(/\p{Script=Han}/u),
    });
    expect((await of('zh')).summary).toMatch(/\p{Script=Han}/u);
  });

  it('that are gone hold their jobs back from being run or copied, with a 400 that names the field', async () => {
    const job = await world.call(
      'superAdmin',
      'POST',
      '/jobs',
      aJobBody({ name: 'Orphan', template: 'test.locked' })
    );
    await world.site.strapi.db
      .connection('job_scheduler_jobs')
      .where({ document_id: job.body.data.documentId })
      .update({
        held_reason: 'template-missing',
        template: 'gone',
        definition: JSON.stringify({ ...job.body.data, template: 'gone' }),
      });
    const { documentId } = job.body.data;
    const shown = await world.call('superAdmin', 'GET', `/jobs/${documentId}`);
    expect([shown.body.data.status, shown.body.meta.heldReason]).toEqual([
      'held',
      'template-missing',
    ]);
    for (const action of ['run', 'clone']) {
      const answer = await world.call('superAdmin', 'POST', `/jobs/${documentId}/${action}`, {});
      expect([answer.status, answer.body.error.details.errors[0].path]).toEqual([
        400,
        ['template'],
      ]);
    }
    const mended = await world.call('superAdmin', 'PUT', `/jobs/${documentId}`, {
      ...aJobBody({ name: 'Orphan', schedules: [cron('0 9 * * *', 'UTC')] }),
      revision: 1,
    });
    expect(mended.body.data).toMatchObject({
      status: 'active',
      nextRunAt: expect.stringMatching(/T09:00/),
    });
    expect(mended.body.meta.heldReason).toBeNull();
  });
});
