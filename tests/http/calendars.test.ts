import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registerTestTemplates } from './test-templates';
import { AN_ICAL_FILE, aCalendarBody } from '../support/calendar-bodies';
import { aJobBody, errorPaths, writable } from '../support/job-bodies';
import { createWorld } from '../support/world';
import type { Actor, World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await createWorld({
    JOB_SCHEDULER_ROLE: 'off',
    JOB_SCHEDULER_TIMEZONE: 'Asia/Hong_Kong',
  });
  registerTestTemplates(world.site);
}, 120_000);
afterAll(() => world?.stop());

const fileOf = (name: string): string =>
  readFileSync(join(__dirname, '../support/calendars', name), 'utf8');

let count = 0;
const aName = (): string => `Calendar ${(count += 1)}`;
const made = async (fields: Record<string, unknown> = {}): Promise<string> => {
  const body = aCalendarBody({ name: aName(), ...fields });
  const answer = await world.call('superAdmin', 'POST', '/calendars', body);
  expect([answer.status, answer.body.error]).toEqual([201, undefined]);
  return answer.body.data.documentId;
};
const everyDay = { kind: 'yearly', name: 'Closed', from: '01-01', to: '12-31' };
const daily = { key: 'daily', kind: 'daily', time: '09:00', timezone: 'UTC' };
const aJob = async (fields: Record<string, unknown>, actor: Actor = 'superAdmin') => {
  const body = aJobBody({ name: `Job ${(count += 1)}`, schedules: [daily], ...fields });
  return world.call(actor, 'POST', '/jobs', body);
};
const errorsOf = (answer: { body: { error: { details: { errors: unknown } } } }) =>
  answer.body.error.details.errors;

describe('a calendar', () => {
  it('is completed, read, listed, changed and deleted', async () => {
    const name = aName();
    const created = await world.call('superAdmin', 'POST', '/calendars', aCalendarBody({ name }));
    expect(created.status).toBe(201);
    const { data } = created.body;
    expect(data).toEqual({
      name,
      description: '',
      timezone: null,
      entries: [{ kind: 'days', name: 'Closed', from: '2026-12-25', to: '2026-12-26' }],
      documentId: expect.any(String),
      revision: 1,
      usedBy: 0,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
    const path = `/calendars/${data.documentId}`;
    expect((await world.call('viewer', 'GET', path)).body).toEqual({ data, meta: { jobs: [] } });
    const list = await world.call('viewer', 'GET', `/calendars?q=${encodeURIComponent(name)}`);
    expect(list.body).toMatchObject({ data: [{ name }], meta: { pagination: { total: 1 } } });
    const body = {
      ...aCalendarBody({ name, timezone: 'Europe/Berlin', entries: [] }),
      revision: 1,
    };
    const changed = await world.call('superAdmin', 'PUT', path, body);
    expect(changed.body.data).toMatchObject({
      revision: 2,
      timezone: 'Europe/Berlin',
      entries: [],
    });
    expect((await world.call('superAdmin', 'DELETE', path)).status).toBe(204);
    expect((await world.call('superAdmin', 'GET', path)).status).toBe(404);
  });

  it('is changed only by who read its present revision', async () => {
    const path = `/calendars/${await made()}`;
    const put = (body: object) => world.call('superAdmin', 'PUT', path, body);
    expect(errorPaths(await put(aCalendarBody({ name: aName() })))).toEqual(['revision']);
    expect((await put({ ...aCalendarBody({ name: aName() }), revision: 1 })).status).toBe(200);
    const stale = await put({ ...aCalendarBody({ name: aName() }), revision: 1 });
    expect([stale.status, stale.body.error.details]).toEqual([409, { revision: 2 }]);
  });

  it('has a name of its own', async () => {
    const name = aName();
    await made({ name });
    const again = await world.call('superAdmin', 'POST', '/calendars', aCalendarBody({ name }));
    expect([again.status, errorPaths(again)]).toEqual([409, ['name']]);
    const other = await made();
    const body = { ...aCalendarBody({ name }), revision: 1 };
    expect((await world.call('superAdmin', 'PUT', `/calendars/${other}`, body)).status).toBe(409);
  });

  it('leaves a trace of who did what', async () => {
    const id = await made();
    await world.call('superAdmin', 'PUT', `/calendars/${id}`, {
      ...aCalendarBody({ name: aName(), entries: [everyDay] }),
      revision: 1,
    });
    await world.call('superAdmin', 'DELETE', `/calendars/${id}`);
    const audit = await world.call('superAdmin', 'GET', `/audit?object=${id}`);
    expect(audit.body.data.map(({ action }: { action: string }) => action)).toEqual([
      'calendar.delete',
      'calendar.update',
      'calendar.create',
    ]);
    expect(audit.body.data[1].diff.entries).toEqual({
      before: [{ kind: 'days', name: 'Closed', from: '2026-12-25', to: '2026-12-26' }],
      after: [everyDay],
    });
  });

  it.each<[string, string, object]>([
    ['entries', 'must be a list', { entries: {} }],
    ['entries', 'at most 2000', { entries: Array.from({ length: 2_001 }, () => everyDay) }],
    ['timezone', 'Did you mean "Asia/Hong_Kong"?', { timezone: 'hong kong' }],
    ['usedBy', 'is set by the server', { usedBy: 3 }],
    ['color', 'is not a known field', { color: 'red' }],
    ['entries.0.kind', 'must be one of days, yearly', { entries: [{ kind: 'moon' }] }],
    ['entries.0', 'must be an object', { entries: ['2026-12-25'] }],
    [
      'entries.1.from',
      'the day 2026-02-30 does not exist',
      { entries: [everyDay, { kind: 'days', from: '2026-02-30', to: '2026-03-01' }] },
    ],
    [
      'entries.0.to',
      'must not be before from',
      { entries: [{ kind: 'days', from: '2026-03-02', to: '2026-03-01' }] },
    ],
    [
      'entries.0.to',
      'the day 02-30 does not exist',
      { entries: [{ kind: 'yearly', from: '02-29', to: '02-30' }] },
    ],
    [
      'entries.0.weekdays.0',
      'must be a whole number from 1 to 7',
      { entries: [{ kind: 'weekly', weekdays: [0], from: '09:00', to: '10:00' }] },
    ],
    [
      'entries.0.from',
      'must be a time of day',
      { entries: [{ kind: 'weekly', weekdays: [1], from: '24:00', to: '10:00' }] },
    ],
    [
      'entries.0.to',
      'must be written like from',
      {
        entries: [{ kind: 'window', from: '2026-12-25T09:00', to: '2026-12-25T10:00:00Z' }],
      },
    ],
    [
      'entries.0.rule',
      'FREQ must be one of',
      { entries: [{ kind: 'rule', rule: 'FREQ=SECONDLY', start: '2026-01-01', length: 1 }] },
    ],
    [
      'entries.0.rule',
      'names no day at all',
      {
        entries: [
          {
            kind: 'rule',
            rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
            start: '2026-01-01',
            length: 1,
          },
        ],
      },
    ],
    [
      'entries.0.except.0',
      'must be a date like start',
      {
        entries: [
          {
            kind: 'rule',
            rule: 'FREQ=DAILY',
            start: '2026-01-01',
            length: 1,
            except: ['2026-01-02T09:00'],
          },
        ],
      },
    ],
  ])('says what is wrong: %s %s', async (path, message, fields) => {
    const body = aCalendarBody({ name: aName(), ...fields });
    const answer = await world.call('superAdmin', 'POST', '/calendars', body);
    expect(answer.status).toBe(400);
    expect(errorsOf(answer)).toEqual([
      expect.objectContaining({
        path: path.split('.'),
        message: expect.stringContaining(message),
      }),
    ]);
  });
});

describe('a calendar in use', () => {
  it('is named by jobs that exist; others are refused with their place', async () => {
    const calendar = await made();
    const answer = await aJob({
      calendars: { exclude: ['nowhere1'], only: [calendar] },
      schedules: [{ ...daily, calendars: { exclude: [calendar, 'nowhere2'] } }],
    });
    expect(answer.status).toBe(400);
    expect(errorPaths(answer)).toEqual(['calendars.exclude.0', 'schedules.0.calendars.exclude.1']);
  });

  it('tells how many jobs use it, and names those that the reader may see', async () => {
    const calendar = await made();
    const job = await aJob({ calendars: { exclude: [calendar], only: [] } }, 'owner');
    expect(job.status).toBe(201);
    expect(Object.keys(job.body.meta.calendars)).toEqual([calendar]);
    const { documentId, name } = job.body.data;
    const asOwner = await world.call('owner', 'GET', `/calendars/${calendar}`);
    expect(asOwner.body).toMatchObject({
      data: { usedBy: 1 },
      meta: { jobs: [{ documentId, name }] },
    });
    const asOther = await world.call('otherOwner', 'GET', `/calendars/${calendar}`);
    expect(asOther.body).toMatchObject({ data: { usedBy: 1 }, meta: { jobs: [] } });
  });

  it('is not deleted; the jobs are named', async () => {
    const calendar = await made();
    const job = await aJob({ schedules: [{ ...daily, calendars: { exclude: [calendar] } }] });
    const refused = await world.call('superAdmin', 'DELETE', `/calendars/${calendar}`);
    expect(refused.status).toBe(409);
    const { documentId, name } = job.body.data;
    expect(refused.body.error).toMatchObject({
      message: `A job uses this calendar: "${name}"`,
      details: { jobs: [{ documentId, name }], count: 1 },
    });
    expect((await world.call('superAdmin', 'DELETE', `/jobs/${documentId}`)).status).toBe(204);
    expect((await world.call('superAdmin', 'DELETE', `/calendars/${calendar}`)).status).toBe(204);
  });

  it('is free again when the job lets go of it', async () => {
    const calendar = await made();
    const job = await aJob({ calendars: { exclude: [calendar], only: [] } });
    const { documentId } = job.body.data;
    const body = { ...writable(job.body.data), calendars: { exclude: [], only: [] }, revision: 1 };
    expect((await world.call('superAdmin', 'PUT', `/jobs/${documentId}`, body)).status).toBe(200);
    expect((await world.call('superAdmin', 'DELETE', `/calendars/${calendar}`)).status).toBe(204);
  });

  it('is either taken by a job or deleted, never both, when both are asked at once', async () => {
    for (let round = 0; round < 8; round += 1) {
      const calendar = await made();
      const [job, deletion] = await Promise.all([
        aJob({ calendars: { exclude: [calendar], only: [] } }),
        world.call('superAdmin', 'DELETE', `/calendars/${calendar}`),
      ]);
      expect([
        [201, 409],
        [400, 204],
      ]).toContainEqual([job.status, deletion.status]);
    }
  });

  it('moves the next runs of its jobs at once when it is changed', async () => {
    const calendar = await made({ entries: [] });
    const job = await aJob({ calendars: { exclude: [calendar], only: [] } });
    const path = `/jobs/${job.body.data.documentId}`;
    const nextRun = async () => (await world.call('superAdmin', 'GET', path)).body.data.nextRunAt;
    const before = await nextRun();
    expect(before).not.toBeNull();
    const put = (revision: number, entries: object[]) =>
      world.call('superAdmin', 'PUT', `/calendars/${calendar}`, {
        ...aCalendarBody({ name: aName(), entries }),
        revision,
      });
    const day = before.slice(0, 10);
    expect((await put(1, [{ kind: 'days', from: day, to: day }])).status).toBe(200);
    expect(Date.parse(await nextRun()) - Date.parse(before)).toBe(86_400_000);
    await put(2, [everyDay]);
    expect(await nextRun()).toBeNull();
    await put(3, []);
    expect(await nextRun()).toBe(before);
  });
});

describe('an import', () => {
  const imported = (body: object) => world.call('superAdmin', 'POST', '/calendars/import', body);

  it('makes a calendar of a file of public holidays', async () => {
    const answer = await imported({ content: fileOf('google-hong-kong-2026.ics') });
    expect(answer.status).toBe(201);
    const { calendar, imported: events, skipped } = answer.body.data;
    expect({ events, skipped }).toEqual({ events: 17, skipped: [] });
    expect(calendar).toMatchObject({ name: 'Holidays in Hong Kong', timezone: null, revision: 1 });
    expect(calendar.entries).toHaveLength(17);
    const again = await imported({ content: fileOf('google-hong-kong-2026.ics') });
    expect([again.status, errorPaths(again)]).toEqual([409, ['name']]);
  });

  it('tells what it left out', async () => {
    const name = aName();
    const answer = await imported({ name, content: fileOf('apple-holidays-united-states.ics') });
    expect(answer.body.data).toMatchObject({ calendar: { name }, imported: 6 });
    expect(answer.body.data.skipped).toHaveLength(2);
  });

  it.each<[string, object]>([
    ['must be the text of an iCalendar file', { content: '' }],
    ['The file does not begin with BEGIN:VCALENDAR', { content: '<html></html>' }],
    [
      'The file holds no event that can be taken: it has no start',
      { content: AN_ICAL_FILE.replace(/DTSTART.*\r\n/, '') },
    ],
    ['The file holds no event', { content: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR' }],
  ])('is refused where the file is none: %s', async (message, body) => {
    const answer = await imported({ name: aName(), ...body });
    expect(answer.status).toBe(400);
    expect(errorsOf(answer)).toMatchObject([{ path: ['content'], message }]);
  });

  it('refuses unknown fields', async () => {
    expect(errorPaths(await imported({ content: AN_ICAL_FILE, url: 'http://x' }))).toEqual(['url']);
  });
});

describe('a preview of a calendar', () => {
  it('lists its stretches on its own clock', async () => {
    const answer = await world.call('viewer', 'POST', '/calendars/preview', {
      timezone: 'Europe/Berlin',
      entries: [
        { kind: 'weekly', name: 'Weekend', weekdays: [6, 7], from: '00:00', to: '24:00' },
        { kind: 'days', name: 'Monday off', from: '2026-03-30', to: '2026-03-30' },
      ],
      from: '2026-03-25T00:00:00Z',
      to: '2026-04-03T00:00:00Z',
    });
    expect(answer.body.data).toEqual({
      zone: 'Europe/Berlin',
      more: false,
      spans: [
        {
          from: '2026-03-27T23:00:00.000Z',
          to: '2026-03-30T22:00:00.000Z',
          fromLocal: '2026-03-28T00:00:00',
          toLocal: '2026-03-31T00:00:00',
          names: ['Weekend', 'Monday off'],
        },
      ],
    });
  });

  it('says when there are more than it lists, and checks as a save does', async () => {
    const preview = (body: object) => world.call('viewer', 'POST', '/calendars/preview', body);
    const often = {
      kind: 'rule',
      rule: 'FREQ=DAILY;BYHOUR=1,2,3,4',
      start: '2026-01-01T00:00:00Z',
      length: 1_000,
    };
    const answer = await preview({ entries: [often], from: '2026-01-01T00:00:00Z' });
    expect(answer.body.data).toMatchObject({ more: true, zone: 'Asia/Hong_Kong' });
    expect(answer.body.data.spans).toHaveLength(1_000);
    expect(errorPaths(await preview({ entries: [{ kind: 'days', from: 'x', to: 'y' }] }))).toEqual([
      'entries.0.from',
      'entries.0.to',
    ]);
    const backwards = { entries: [], from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' };
    expect(errorPaths(await preview(backwards))).toEqual(['to']);
  });
});
