import { checkSchedules } from '../../../server/src/domain/schedule/check';
import { NOW, aSchedule, refusals, theSchedules } from '../../support/schedules';

const daily = { kind: 'daily', time: '09:00' };

describe('checking schedules from outside', () => {
  it('fills in every default', () => {
    const checked = checkSchedules([daily], { zone: 'Asia/Hong_Kong', now: NOW });
    expect(checked).toEqual({
      ok: true,
      value: [
        {
          key: 'schedule-1',
          kind: 'daily',
          time: '09:00',
          timezone: 'Asia/Hong_Kong',
          enabled: true,
          priority: 0,
          startAt: null,
          endAt: null,
          comment: null,
          parameters: null,
          calendars: null,
        },
      ],
    });
  });

  it('keeps what it answered when it is checked again', () => {
    const inputs = [
      daily,
      { kind: 'interval', every: '15m' },
      { kind: 'interval', every: '2mo', start: '2026-01-31', time: '09:00' },
      { kind: 'monthly', days: [31, 'last'], time: '09:00:30' },
      { kind: 'once', at: '2026-12-24T18:00:00+01:00', startAt: '2026-01-01T00:00+08:00' },
    ];
    const checked = theSchedules(...inputs);
    expect(theSchedules(...checked)).toEqual(checked);
  });

  it('gives schedules without a key one that no other has', () => {
    const keys = theSchedules({ ...daily, key: 'schedule-2' }, daily, daily).map(({ key }) => key);
    expect(keys).toEqual(['schedule-2', 'schedule-2-2', 'schedule-3']);
  });

  it('keeps the calendars and parameters that a schedule has of its own', () => {
    const own = { parameters: { a: 1 }, calendars: { exclude: ['x'], only: [] } };
    expect(aSchedule({ ...daily, ...own })).toEqual({ ...aSchedule(daily), ...own });
    expect(aSchedule({ ...daily, calendars: { exclude: ['x'] } }).calendars).toEqual(own.calendars);
  });

  it('takes null for what is left out', () => {
    const nothing = { parameters: null, calendars: null, startAt: null, comment: null };
    expect(aSchedule({ ...daily, ...nothing, timezone: null })).toEqual(aSchedule(daily));
  });

  it.each([
    [{ ...daily, calendars: ['x'] }, 'calendars must be an object with exclude and only'],
    [{ ...daily, calendars: { exclude: [5] } }, 'calendars.exclude.0: A calendar must be text'],
    [{ ...daily, calendars: { only: ['x', 'x'] } }, 'calendars.only: only names x twice'],
    [{ ...daily, calendars: { except: ['x'] } }, '"except" is not a field of calendars'],
    [{ ...daily, parameters: [1] }, 'parameters must be an object'],
    [
      { ...daily, expression: '* * * * *' },
      '0.expression: "expression" is not a field of a schedule of kind "daily". It takes:',
    ],
    [{ ...daily, overflow: 'last' }, '0.overflow: "overflow" is not a field'],
    [
      JSON.parse('{"kind":"daily","time":"09:00","__proto__":{"a":1}}'),
      '0.__proto__: "__proto__" is not a field',
    ],
    [{ ...daily, time: '9:00' }, '0.time: time must be a time of day from "00:00" to "23:59"'],
    [{ ...daily, time: '24:00' }, 'time must be a time of day'],
    [{ ...daily, time: '09:00:60' }, 'time must be a time of day'],
    [{ ...daily, time: 900 }, 'time must be a time of day'],
    [{ kind: 'daily' }, '0.time: time is required'],
    [{ ...daily, key: '' }, 'key must not be empty'],
    [{ ...daily, key: 5 }, 'key must be text'],
    [{ ...daily, key: 'a\u0000' }, 'control character'],
    [{ ...daily, key: 'x'.repeat(65) }, 'at most 64'],
    [{ ...daily, timezone: 'BST' }, '0.timezone: "BST" is not the name of a time zone'],
    [{ ...daily, timezone: 'europe/berlin' }, 'Did you mean "Europe/Berlin"?'],
    [{ ...daily, timezone: 'hong kong' }, 'Did you mean "Asia/Hong_Kong"?'],
    [{ ...daily, timezone: '+08:00' }, 'Write an IANA name'],
    [{ ...daily, timezone: '' }, 'time zone is empty'],
    [{ ...daily, timezone: 8 }, 'must be text'],
    [{ ...daily, enabled: 'yes' }, '0.enabled: enabled must be true or false'],
    [{ ...daily, priority: '1' }, '0.priority: priority must be a whole number'],
    [{ ...daily, priority: 1.5 }, 'priority must be a whole number'],
    [{ ...daily, startAt: '2026-01-01' }, '0.startAt: startAt must be an instant'],
    [{ ...daily, startAt: '2026-01-01T00:00' }, 'startAt must be an instant with "Z"'],
    [{ ...daily, startAt: '2026-02-30T00:00:00Z' }, 'does not exist'],
    [{ ...daily, startAt: 1767225600000 }, 'startAt must be an instant'],
    [
      { ...daily, startAt: '2026-01-02T00:00Z', endAt: '2026-01-02T00:00Z' },
      '0.endAt: endAt must be later than startAt',
    ],
    [{ ...daily, comment: {} }, '0.comment: comment must be text'],
    [{ kind: 'Daily', time: '09:00' }, '0.kind: kind must be one of: interval, hourly'],
    [{ time: '09:00' }, '0.kind: kind must be one of'],
    [{ kind: 'hourly', minute: '5' }, '0.minute: minute must be a whole number from 0 to 59'],
    [{ kind: 'hourly', minute: 60 }, 'minute must be a whole number from 0 to 59'],
    [{ kind: 'weekly', weekdays: [], time: '09:00' }, '0.weekdays: weekdays must be a list'],
    [
      { kind: 'weekly', weekdays: [0], time: '09:00' },
      '0.weekdays.0: A weekday must be a whole number from 1 to 7',
    ],
    [{ kind: 'weekly', weekdays: [1, 1], time: '09:00' }, 'names 1 twice'],
    [{ kind: 'weekly', weekdays: 1, time: '09:00' }, 'weekdays must be a list'],
    [
      { kind: 'monthly', days: [0], time: '09:00' },
      '0.days.0: A day must be a whole number from 1 to 31, or "last"',
    ],
    [{ kind: 'monthly', days: ['L'], time: '09:00' }, 'or "last"'],
    [
      { kind: 'monthly', days: [31], time: '09:00', overflow: 'next' },
      '0.overflow: overflow must be one of: last, skip',
    ],
    [
      { kind: 'yearly', month: 2, day: 30, time: '09:00' },
      '0.day: day: month 2 never has a day 30',
    ],
    [{ kind: 'yearly', month: 4, day: 31, time: '09:00', overflow: 'last' }, 'never has a day 31'],
    [
      { kind: 'yearly', month: 13, day: 1, time: '09:00' },
      '0.month: month must be a whole number from 1 to 12',
    ],
    [{ kind: 'interval' }, '0.every: every is required'],
    [{ kind: 'interval', every: 90 }, 'every must be a whole number and a unit'],
    [{ kind: 'interval', every: '0s' }, 'at least 1 second'],
    [{ kind: 'interval', every: '1.5h' }, 'every must be a whole number and a unit'],
    [{ kind: 'interval', every: '1h30m' }, 'every must be a whole number and a unit'],
    [{ kind: 'interval', every: '15M' }, 'every must be a whole number and a unit'],
    [
      { kind: 'interval', every: '200y', start: '2026-01-01', time: '09:00' },
      'at most a hundred years',
    ],
    [
      { kind: 'interval', every: '15m', start: '2026-01-01' },
      '0.start: "start" is not a field of an interval of seconds, minutes or hours',
    ],
    [{ kind: 'interval', every: '36h', time: '09:00' }, '0.time: "time" is not a field'],
    [
      {
        kind: 'interval',
        every: '2d',
        anchor: '2026-01-01T00:00:00Z',
        start: '2026-01-01',
        time: '09:00',
      },
      '0.anchor: "anchor" is not a field of an interval of days',
    ],
    [{ kind: 'interval', every: '2d', time: '09:00' }, '0.start: start is required'],
    [{ kind: 'interval', every: '2d', start: '2026-01-01' }, '0.time: time is required'],
    [
      { kind: 'interval', every: '1mo', start: '2026-02-30', time: '09:00' },
      '0.start: start: the day 2026-02-30 does not exist',
    ],
    [
      { kind: 'interval', every: '1mo', start: '1 May', time: '09:00' },
      'start must be a date as YYYY-MM-DD',
    ],
    [{ kind: 'interval', every: '15m', anchor: 'now' }, '0.anchor: anchor must be an instant'],
    [{ kind: 'once' }, '0.at: at is required'],
    [{ kind: 'once', at: '2026-02-29T09:00' }, '0.at: at: the day 2026-02-29 does not exist'],
    [{ kind: 'once', at: '2026-02-28' }, '0.at: at must be a local time'],
    [{ kind: 'once', at: '2026-02-28T25:00Z' }, '0.at: at must be an instant'],
    [
      { kind: 'once', at: '2011-12-30T09:00', timezone: 'Pacific/Apia' },
      'does not exist in Pacific/Apia',
    ],
    [{ kind: 'cron', expression: '60 * * * *' }, '0.expression: Minute: "60"'],
  ])('refuses %j', (input, message) => {
    expect(refusals(input).join('\n')).toContain(`schedules.0`);
    expect(refusals(input).join('\n')).toContain(message);
  });

  it.each([null, undefined, {}, 'x', 5, [null], [[]], ['daily'], [5]])('refuses %j', (input) => {
    expect(checkSchedules(input, { zone: 'UTC', now: NOW }).ok).toBe(false);
  });

  it('refuses two schedules with one key', () => {
    expect(refusals({ ...daily, key: 'a' }, { ...daily, key: 'a' })).toEqual([
      'schedules.1.key: key "a" is used twice. Every schedule of a job needs its own.',
    ]);
  });

  it('refuses more schedules than anyone needs', () => {
    expect(refusals(...Array.from({ length: 101 }, () => daily))).toEqual([
      'schedules: schedules has 101 entries; at most 100 are allowed.',
    ]);
  });

  it('reports every wrong field with the path that it was given', () => {
    const checked = checkSchedules([{ kind: 'daily', time: 'x', enabled: 1 }], {
      zone: 'UTC',
      now: NOW,
      path: ['jobs', '3', 'schedules'],
    });
    const paths = checked.ok ? [] : checked.errors.map(({ path }) => path.join('.'));
    expect(paths.toSorted()).toEqual(['jobs.3.schedules.0.enabled', 'jobs.3.schedules.0.time']);
  });
});
