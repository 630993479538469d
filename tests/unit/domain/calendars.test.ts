import type { CalendarDefinition, CalendarEntry } from '../../../server/src/contract/calendar';
import { compileCalendar } from '../../../server/src/domain/calendars/compile-calendar';
import {
  NO_CALENDARS,
  jobCalendars,
  nextRun,
  runsAfter,
  verdictAt,
} from '../../../server/src/domain/calendars/job-calendars';
import type { Schedule } from '../../../server/src/contract/schedule';
import { aCron, anInterval } from '../../support/factories';

const aCalendar = (
  entries: CalendarEntry[],
  given: Partial<CalendarDefinition> = {}
): CalendarDefinition => ({
  name: 'A calendar',
  description: '',
  timezone: null,
  entries,
  ...given,
});
const at = (iso: string): number => Date.parse(iso);

const christmas: CalendarEntry = {
  kind: 'days',
  name: 'Christmas',
  from: '2026-12-25',
  to: '2026-12-26',
};
const weekends: CalendarEntry = {
  kind: 'weekly',
  name: 'Weekend',
  weekdays: [6, 7],
  from: '00:00',
  to: '24:00',
};
const always: CalendarEntry = { kind: 'yearly', name: null, from: '01-01', to: '12-31' };

const isInside = (entry: CalendarEntry, zone: string, iso: string): boolean =>
  compileCalendar(aCalendar([entry]), zone).at(at(iso)).inside;

describe('whole days', () => {
  it('begin and end at midnight in the zone of the schedule', () => {
    const hongKong = compileCalendar(aCalendar([christmas]), 'Asia/Hong_Kong');
    expect(hongKong.at(at('2026-12-24T15:59:59Z'))).toEqual({
      inside: false,
      until: at('2026-12-24T16:00:00Z'),
    });
    expect(hongKong.at(at('2026-12-24T16:00:00Z'))).toEqual({
      inside: true,
      entry: 'Christmas',
      until: at('2026-12-26T16:00:00Z'),
    });
    expect(hongKong.at(at('2026-12-26T16:00:00Z')).inside).toBe(false);
  });

  it('are those of the calendar where it has a zone of its own', () => {
    const calendar = aCalendar([christmas], { timezone: 'Europe/Berlin' });
    const compiled = compileCalendar(calendar, 'Asia/Hong_Kong');
    expect(compiled.at(at('2026-12-24T16:00:00Z')).inside).toBe(false);
    expect(compiled.at(at('2026-12-24T23:00:00Z')).inside).toBe(true);
  });

  it('have 23 and 25 hours where the clock changes', () => {
    const days = (day: string): CalendarEntry => ({ kind: 'days', name: null, from: day, to: day });
    const spring = compileCalendar(aCalendar([days('2026-03-29')]), 'Europe/Berlin');
    expect(spring.at(at('2026-03-28T23:00:00Z')).inside).toBe(true);
    expect(spring.at(at('2026-03-29T21:59:59Z')).inside).toBe(true);
    expect(spring.at(at('2026-03-29T22:00:00Z')).inside).toBe(false);
    const autumn = compileCalendar(aCalendar([days('2026-10-25')]), 'Europe/Berlin');
    expect(autumn.at(at('2026-10-25T22:59:59Z')).inside).toBe(true);
    expect(autumn.at(at('2026-10-25T23:00:00Z')).inside).toBe(false);
  });
});

describe('days of every year', () => {
  it.each([
    ['2026-12-24T12:00:00Z', true],
    ['2027-01-02T23:59:59Z', true],
    ['2027-01-03T00:00:00Z', false],
    ['2026-12-23T23:59:59Z', false],
  ])('may go over New Year: %s %s', (iso, inside) => {
    const entry: CalendarEntry = { kind: 'yearly', name: null, from: '12-24', to: '01-02' };
    expect(isInside(entry, 'UTC', iso)).toBe(inside);
  });

  it.each([
    ['2027-02-28T12:00:00Z', false],
    ['2027-03-01T12:00:00Z', false],
    ['2028-02-29T12:00:00Z', true],
    ['2028-03-01T00:00:00Z', false],
  ])('29 February is there in leap years only: %s %s', (iso, inside) => {
    const entry: CalendarEntry = { kind: 'yearly', name: null, from: '02-29', to: '02-29' };
    expect(isInside(entry, 'UTC', iso)).toBe(inside);
  });
});

describe('hours of weekdays', () => {
  const night: CalendarEntry = {
    kind: 'weekly',
    name: 'Friday night',
    weekdays: [5],
    from: '22:00',
    to: '06:00',
  };
  it.each([
    ['2026-07-03T22:00', true],
    ['2026-07-04T05:59', true],
    ['2026-07-04T06:00', false],
    ['2026-07-03T05:00', false],
    ['2026-07-04T22:00', false],
  ])('go over midnight into the next day: %s %s', (local, inside) => {
    expect(isInside(night, 'Asia/Hong_Kong', `${local}:00+08:00`)).toBe(inside);
  });

  it('come twice where the clock repeats them, and not where it skips them', () => {
    const early: CalendarEntry = { ...night, weekdays: [7], from: '02:15', to: '02:45' };
    const inside = (iso: string) => isInside(early, 'Europe/Berlin', iso);
    expect(inside('2026-10-25T02:30:00+02:00')).toBe(true);
    expect(inside('2026-10-25T02:10:00+01:00')).toBe(false);
    expect(inside('2026-10-25T02:30:00+01:00')).toBe(true);
    expect(inside('2026-03-29T03:00:00+02:00')).toBe(false);
  });
});

describe('the calendars of a job', () => {
  const daily = { ...aCron('0 9 * * *'), timezone: 'Asia/Hong_Kong' };
  const known = new Map([
    ['holidays', aCalendar([christmas, weekends], { name: 'Holidays' })],
    ['christmas', aCalendar([christmas], { name: 'Christmas' })],
    [
      'office',
      aCalendar([{ ...weekends, weekdays: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }], {
        name: 'Office hours',
      }),
    ],
    ['always', aCalendar([always], { name: 'Always' })],
  ]);
  const job = (schedules: Schedule[], exclude: string[], only: string[] = []) => {
    const calendars = jobCalendars({ schedules, calendars: { exclude, only } }, known);
    return { calendars, times: { schedules, startAt: null, endAt: null } };
  };
  const nextOf = ({ calendars, times }: ReturnType<typeof job>, from: string) => {
    const run = nextRun(times, calendars, at(from));
    return run === null ? null : new Date(run.at).toISOString();
  };

  it('keep runs away from what they exclude', () => {
    // Friday 25 and Saturday 26 are Christmas, Sunday is a weekend.
    expect(nextOf(job([daily], ['holidays']), '2026-12-24T02:00:00Z')).toBe(
      '2026-12-28T01:00:00.000Z'
    );
  });

  it('limit runs to what they name', () => {
    const hourly = { ...aCron('0 * * * *'), timezone: 'Europe/Berlin' };
    expect(nextOf(job([hourly], [], ['office']), '2026-07-03T15:00:00Z')).toBe(
      '2026-07-06T06:00:00.000Z'
    );
  });

  it('may both exclude and limit; what is excluded says so first', () => {
    const both = job([daily], ['christmas'], ['office']);
    const occurrence = { at: at('2026-12-26T01:00:00Z'), key: 'cron', merged: [] };
    expect(verdictAt(both.calendars, occurrence)).toEqual({
      verdict: 'blackout',
      calendar: 'Christmas',
      entry: 'Christmas',
      until: at('2026-12-26T16:00:00Z'),
    });
    const sunday = { ...occurrence, at: at('2026-12-27T01:00:00Z') };
    expect(verdictAt(both.calendars, sunday)).toMatchObject({
      verdict: 'outside-window',
      calendar: 'Office hours',
    });
  });

  it('of a schedule take the place of those of the job', () => {
    const own = { ...daily, key: 'own', calendars: { exclude: [], only: [] } };
    expect(nextOf(job([own], ['always']), '2026-12-24T02:00:00Z')).toBe('2026-12-25T01:00:00.000Z');
  });

  it('leave the instant to a schedule that may run then', () => {
    const first = { ...daily, key: 'first', priority: 10 };
    const second = { ...daily, key: 'second', calendars: { exclude: [], only: [] } };
    const two = job([first, second], ['christmas']);
    const nominal = { at: at('2026-12-25T01:00:00Z'), key: 'first', merged: ['second'] };
    expect(verdictAt(two.calendars, nominal)).toEqual({
      verdict: 'runs',
      occurrence: { at: nominal.at, key: 'second', merged: [] },
    });
    expect(
      runsAfter(two.times, two.calendars, {
        after: at('2026-12-24T02:00:00Z'),
        until: Infinity,
        limit: 3,
      }).map(({ key, merged }) => [key, merged])
    ).toEqual([
      ['second', []],
      ['second', []],
      ['first', ['second']],
    ]);
  });

  it('that exclude everything leave nothing, whatever the schedule', () => {
    for (const schedule of [daily, aCron('* * * * * *'), anInterval('1s'), aCron('0 0 29 2 *')])
      expect(nextOf(job([schedule], ['always']), '2026-01-01T00:00:00Z')).toBeNull();
  });

  it('that contain nothing leave nothing', () => {
    const empty = new Map([['empty', aCalendar([])]]);
    const choice = { schedules: [daily], calendars: { exclude: [], only: ['empty'] } };
    const times = { schedules: [daily], startAt: null, endAt: null };
    expect(nextRun(times, jobCalendars(choice, empty), 0)).toBeNull();
  });

  it('that are gone exclude nothing, and contain nothing', () => {
    expect(nextOf(job([daily], ['gone']), '2026-12-24T02:00:00Z')).toBe('2026-12-25T01:00:00.000Z');
    expect(nextOf(job([daily], [], ['gone']), '2026-12-24T02:00:00Z')).toBeNull();
  });

  it('cost nothing where there are none', () => {
    expect(job([daily], []).calendars).toBe(NO_CALENDARS);
  });

  it('a hundred schedules and two thousand entries are looked through in bounded steps', () => {
    const entries = Array.from({ length: 2_000 }, (_one, index): CalendarEntry => {
      const minute = String(index % 60).padStart(2, '0');
      const hour = String(Math.floor(index / 60) % 24).padStart(2, '0');
      const time = `${hour}:${minute}`;
      return { kind: 'weekly', name: null, weekdays: [1, 2, 3, 4, 5, 6, 7], from: time, to: time };
    });
    const schedules = Array.from({ length: 100 }, (_one, index) => ({
      ...anInterval('1s'),
      key: `s${index}`,
    }));
    const crowded = new Map([['crowded', aCalendar(entries)]]);
    const choice = { schedules, calendars: { exclude: ['crowded'], only: [] } };
    const calendars = jobCalendars(choice, crowded);
    expect(nextRun({ schedules, startAt: null, endAt: null }, calendars, 0)).toBeNull();
  });
});
