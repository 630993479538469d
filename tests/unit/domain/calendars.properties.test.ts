import fc from 'fast-check';
import ICAL from 'ical.js';
import type { CalendarDefinition, CalendarEntry } from '../../../server/src/contract/calendar';
import { compileCalendar } from '../../../server/src/domain/calendars/compile-calendar';
import { jobCalendars, nextRun } from '../../../server/src/domain/calendars/job-calendars';
import { localOf, ruleStretches } from '../../../server/src/domain/calendars/rule-stretches';
import { nextOccurrence } from '../../../server/src/domain/schedule/occurrences';
import { formatLocal, localAt } from '../../../server/src/domain/time/local-time';
import { aCron } from '../../support/factories';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Havana',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Pacific/Apia',
  'America/St_Johns',
  'Antarctica/Troll',
];
/** Days with clock changes and plain ones, in those zones. */
const DAYS = [
  '2026-03-08',
  '2026-03-29',
  '2026-04-05',
  '2026-04-24',
  '2026-10-04',
  '2026-10-25',
  '2026-11-01',
  '2026-12-31',
  '2028-02-29',
  '2011-12-30',
  '2007-11-04',
];

const two = (value: number): string => String(value).padStart(2, '0');
const time = fc.integer({ min: 0, max: 24 * 60 - 1 }).map((minute) => {
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
});
const near = fc
  .tuple(fc.constantFrom(...DAYS), fc.integer({ min: -2, max: 2 }))
  .map(([day, shift]) => Date.parse(`${day}T00:00:00Z`) + shift * DAY);
const dateText = (local: number): string => formatLocal(local).slice(0, 10);
const weekday = fc.integer({ min: 1, max: 7 });

const entry: fc.Arbitrary<CalendarEntry> = fc.oneof(
  fc.tuple(near, fc.integer({ min: 0, max: 3 })).map(([day, length]): CalendarEntry => ({
    kind: 'days',
    name: 'days',
    from: dateText(day),
    to: dateText(day + length * DAY),
  })),
  fc.tuple(near, near).map(([from, to]): CalendarEntry => ({
    kind: 'yearly',
    name: 'yearly',
    from: dateText(from).slice(5),
    to: dateText(to).slice(5),
  })),
  fc
    .tuple(fc.uniqueArray(weekday, { minLength: 1 }), time, fc.oneof(time, fc.constant('24:00')))
    .map(([weekdays, from, to]): CalendarEntry => ({
      kind: 'weekly',
      name: 'weekly',
      weekdays,
      from,
      to,
    })),
  fc
    .tuple(near, time, fc.integer({ min: 1, max: 3_000 }))
    .map(([day, begin, minutes]): CalendarEntry => {
      const from = `${dateText(day)}T${begin}`;
      return {
        kind: 'window',
        name: 'window',
        from,
        to: formatLocal(localOf(from) + minutes * MINUTE),
      };
    }),
  fc
    .tuple(near, time, fc.integer({ min: 1, max: 3_000 }))
    .map(([day, begin, minutes]): CalendarEntry => {
      const from = Date.parse(`${dateText(day)}T${begin}:00Z`);
      const iso = (at: number) => new Date(at).toISOString();
      return { kind: 'window', name: 'window', from: iso(from), to: iso(from + minutes * MINUTE) };
    })
);

/** By the words of the contract: an instant is inside where its zone's clock shows a time inside. */
const isInside = (one: CalendarEntry, zone: string, instant: number): boolean => {
  const local = localAt(zone, instant);
  const text = formatLocal(local);
  switch (one.kind) {
    case 'days':
      return text.slice(0, 10) >= one.from && text.slice(0, 10) <= one.to;
    case 'yearly': {
      const today = text.slice(5, 10);
      return one.from <= one.to
        ? today >= one.from && today <= one.to
        : today >= one.from || today <= one.to;
    }
    case 'weekly': {
      const now = text.slice(11, 16);
      const is = (day: number) => one.weekdays.includes(((day + 6) % 7) + 1);
      const today = new Date(local).getUTCDay();
      if (one.from < one.to) return is(today) && now >= one.from && now < one.to;
      return (is(today) && now >= one.from) || (is(today + 6) && now < one.to);
    }
    case 'window':
      return one.from.endsWith('Z')
        ? instant >= Date.parse(one.from) && instant < Date.parse(one.to)
        : local >= localOf(one.from) && local < localOf(one.to);
    case 'rule':
      throw new Error('Rules have a test of their own');
  }
};

const calendarOf = (entries: CalendarEntry[]): CalendarDefinition => ({
  name: 'Calendar',
  description: '',
  timezone: null,
  entries,
});

const entries = fc.array(entry, { minLength: 1, maxLength: 4 });
const zones = fc.constantFrom(...ZONES);

/** Where the compiled calendar is wrong, or does not keep its word on how long; null where it is right. */
const firstFault = (list: CalendarEntry[], zone: string, start: number): unknown => {
  const compiled = compileCalendar(calendarOf(list), zone);
  let promised: { inside: boolean; until: number } | null = null;
  for (let at = start; at < start + 2 * DAY; at += 7 * MINUTE) {
    const said = compiled.at(at);
    const isRight = said.inside === list.some((one) => isInside(one, zone, at));
    const isKept = promised === null || at >= promised.until || said.inside === promised.inside;
    if (!isRight || !isKept || said.until <= at) return { at: new Date(at), said, promised };
    promised = said;
  }
  return null;
};

test('minute by minute, a compiled calendar says what the clock shows', () => {
  fc.assert(
    fc.property(entries, zones, near, (list, zone, start) => {
      expect(firstFault(list, zone, start)).toBeNull();
    }),
    { numRuns: 150 }
  );
});

test('the next run is the first occurrence that the naive calendar lets through', () => {
  const cron = fc.constantFrom('*/20 * * * *', '30 2 * * *', '15 */3 * * *', '0 0 * * *');
  fc.assert(
    fc.property(entries, zones, near, cron, fc.boolean(), (list, zone, from, expression, only) => {
      const schedules = [{ ...aCron(expression), timezone: zone }];
      const times = { schedules, startAt: null, endAt: null };
      const choice = only ? { exclude: [], only: ['c'] } : { exclude: ['c'], only: [] };
      const calendars = jobCalendars(
        { schedules, calendars: choice },
        new Map([['c', calendarOf(list)]])
      );
      let expected = nextOccurrence(times, from);
      while (expected !== null && expected.at < from + 4 * DAY) {
        const { at } = expected;
        if (list.some((one) => isInside(one, zone, at)) === only) break;
        expected = nextOccurrence(times, at);
      }
      const found = nextRun(times, calendars, from);
      if (expected !== null && expected.at < from + 4 * DAY) expect(found).toEqual(expected);
      else expect(found?.at ?? Infinity).toBeGreaterThanOrEqual(from + 4 * DAY);
    }),
    { numRuns: 200 }
  );
});

describe('rules, beside a second opinion', () => {
  /** Plain rules: the library answers dates that do not exist for the odder ones. */
  const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
  const byDay = fc.subarray(days, { minLength: 1 }).map((list) => list.join(','));
  const interval = fc.integer({ min: 1, max: 4 });
  const month = fc.integer({ min: 1, max: 12 });
  const nth = fc.constantFrom('1', '2', '3', '4', '-1');
  const rule = fc.oneof(
    interval.map((n) => `FREQ=DAILY;INTERVAL=${n}`),
    fc.tuple(interval, byDay).map(([n, list]) => `FREQ=WEEKLY;INTERVAL=${n};BYDAY=${list};WKST=MO`),
    fc
      .tuple(interval, fc.integer({ min: 1, max: 28 }))
      .map(([n, day]) => `FREQ=MONTHLY;INTERVAL=${n};BYMONTHDAY=${day}`),
    fc
      .tuple(interval, nth, fc.constantFrom(...days))
      .map(([n, place, day]) => `FREQ=MONTHLY;INTERVAL=${n};BYDAY=${place}${day}`),
    fc
      .tuple(month, nth, fc.constantFrom(...days))
      .map(([m, place, day]) => `FREQ=YEARLY;BYMONTH=${m};BYDAY=${place}${day}`),
    fc
      .tuple(month, fc.integer({ min: 1, max: 28 }))
      .map(([m, day]) => `FREQ=YEARLY;BYMONTH=${m};BYMONTHDAY=${day}`),
    fc.tuple(byDay, nth).map(([list, place]) => `FREQ=MONTHLY;BYDAY=${list};BYSETPOS=${place}`),
    fc.integer({ min: 1, max: 30 }).map((count) => `FREQ=DAILY;INTERVAL=3;COUNT=${count}`)
  );

  const oursOf = (text: string, start: string, count: number): string[] => {
    const next = ruleStretches(
      {
        kind: 'rule',
        name: null,
        rule: text,
        start,
        length: 1,
        except: [],
        also: [],
        timezone: null,
      },
      'UTC'
    );
    const found: string[] = [];
    for (let at = localOf(start); found.length < count;) {
      const stretch = next(at);
      if (stretch === null) break;
      found.push(dateText(stretch.from));
      at = stretch.to;
    }
    return found;
  };

  it('begins on the same days as the library says, from the first one on', () => {
    fc.assert(
      fc.property(rule, fc.integer({ min: 0, max: 2_000 }), (text, shift) => {
        const anyDay = dateText(Date.UTC(2020, 0, 1) + shift * DAY);
        const start = oursOf(text, anyDay, 1)[0] ?? anyDay;
        const iterator = ICAL.Recur.fromString(text).iterator(ICAL.Time.fromDateString(start));
        const theirs: string[] = [];
        while (theirs.length < 12) {
          const one = iterator.next();
          if (!one) break;
          theirs.push(one.toString().slice(0, 10));
        }
        expect(oursOf(text, start, 12)).toEqual(theirs);
      }),
      { numRuns: 500 }
    );
  });
});
