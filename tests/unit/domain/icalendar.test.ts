import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CalendarDefinition } from '../../../server/src/contract/calendar';
import { compileCalendar } from '../../../server/src/domain/calendars/compile-calendar';
import { readIcalFile } from '../../../server/src/domain/calendars/icalendar/read-file';
import { previewCalendar } from '../../../server/src/domain/calendars/preview-calendar';

const fileOf = (name: string): string =>
  readFileSync(join(__dirname, '../../support/calendars', name), 'utf8');
const read = (content: string) => readIcalFile(content, 2_000);

const calendarOf = (content: string): CalendarDefinition => ({
  name: 'Imported',
  description: '',
  timezone: null,
  entries: read(content).events.flatMap(({ entries }) => entries),
});

/** The stretches of a year on the clock of a zone: `from → to name`. */
const stretches = (content: string, zone: string, year: number): string[] =>
  previewCalendar(calendarOf(content), {
    zone,
    from: Date.UTC(year, 0, 1) - 86_400_000,
    to: Date.UTC(year + 1, 0, 1),
  }).spans.map(({ fromLocal, toLocal, names }) => `${fromLocal} → ${toLocal} ${names.join(', ')}`);

const event = (...lines: string[]): string =>
  ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR'].join('\r\n');

describe('public holidays as calendars export them', () => {
  it('Google: whole local days, although they are marked as free time', () => {
    const file = read(fileOf('google-hong-kong-2026.ics'));
    expect(file).toMatchObject({ name: 'Holidays in Hong Kong', skipped: [] });
    expect(file.events).toHaveLength(17);
    expect(file.events[1]?.entries).toEqual([
      { kind: 'days', name: 'Lunar New Year’s Day', from: '2026-02-17', to: '2026-02-17' },
    ]);
    const compiled = compileCalendar(
      calendarOf(fileOf('google-hong-kong-2026.ics')),
      'Asia/Hong_Kong'
    );
    expect(compiled.at(Date.parse('2026-02-17T09:00:00+08:00'))).toEqual({
      inside: true,
      entry: 'Lunar New Year’s Day',
      until: Date.parse('2026-02-18T00:00:00+08:00'),
    });
    expect(compiled.at(Date.parse('2026-02-20T09:00:00+08:00')).inside).toBe(false);
  });

  it('an older Google: dates that do not say that they are, a day as so many seconds', () => {
    const lines = ['DTSTART;TZID=America/Los_Angeles:20041225', 'DURATION:PT86400S'];
    const file = read(event('SUMMARY:Christmas', ...lines, 'EXDATE:20051225', 'RRULE:FREQ=YEARLY'));
    expect(file.skipped).toEqual([]);
    const content = event('SUMMARY:Christmas', ...lines, 'EXDATE:20251225', 'RRULE:FREQ=YEARLY');
    expect(stretches(content, 'Australia/Sydney', 2026)).toEqual([
      '2026-12-25T00:00:00 → 2026-12-26T00:00:00 Christmas',
    ]);
    expect(stretches(content, 'Australia/Sydney', 2025)).toEqual([]);
  });

  it('a government: a byte order mark and Chinese names', () => {
    const file = read(fileOf('government-hong-kong-2026.ics'));
    expect(file).toMatchObject({ name: '香港公眾假期', skipped: [] });
    expect(file.events.map(({ summary }) => summary)).toContain('農曆年初一');
    expect(file.events).toHaveLength(17);
  });

  it('a holiday site: folded descriptions, names with a language', () => {
    const file = read(fileOf('officeholidays-germany-2026.ics'));
    expect(file.skipped).toEqual([]);
    expect(file.events.map(({ entries }) => entries[0])).toContainEqual({
      kind: 'days',
      name: 'Germany: Tag der Deutschen Einheit',
      from: '2026-10-03',
      to: '2026-10-03',
    });
  });

  it('Apple: yearly rules, floating times, added dates', () => {
    const all = stretches(fileOf('apple-holidays-united-states.ics'), 'America/New_York', 2026);
    expect(all).toEqual([
      '2026-01-01T00:00:00 → 2026-01-02T00:00:00 New Year’s Day',
      '2026-01-19T00:00:00 → 2026-01-20T00:00:00 Martin Luther King Jr. Day',
      '2026-05-25T00:00:00 → 2026-05-26T00:00:00 Memorial Day',
      '2026-06-30T18:00:00 → 2026-06-30T23:30:00 Inventory',
      '2026-09-30T18:00:00 → 2026-09-30T23:30:00 Inventory',
      '2026-11-26T00:00:00 → 2026-11-28T00:00:00 Thanksgiving and the day after it',
      '2026-12-31T18:00:00 → 2026-12-31T19:00:00 Inventory',
    ]);
    expect(
      stretches(fileOf('apple-holidays-united-states.ics'), 'America/New_York', 2028)
    ).toContain('2028-11-07T00:00:00 → 2028-11-08T00:00:00 Election Day');
    expect(read(fileOf('apple-holidays-united-states.ics')).skipped).toEqual([
      { summary: 'On the moon', reason: 'its time zone "Moon/Tranquility" is not known' },
      {
        summary: 'Heartbeat',
        reason: 'its rule: FREQ must be one of YEARLY, MONTHLY, WEEKLY, DAILY',
      },
    ]);
  });
});

describe('an Outlook calendar', () => {
  const outlook = fileOf('outlook-maintenance.ics');
  it('repeats over midnight in its Windows zone, without the starts left out, moved and cancelled', () => {
    const january = stretches(outlook, 'Europe/Berlin', 2026).slice(0, 6);
    expect(january).toEqual([
      '2026-01-06T22:00:00 → 2026-01-07T03:00:00 Patch window',
      '2026-01-13T22:00:00 → 2026-01-14T03:00:00 Patch window',
      '2026-01-28T23:00:00 → 2026-01-29T04:00:00 Patch window (moved)',
      '2026-02-10T22:00:00 → 2026-02-11T03:00:00 Patch window',
      '2026-02-17T22:00:00 → 2026-02-18T03:00:00 Patch window',
      '2026-02-24T22:00:00 → 2026-02-25T03:00:00 Patch window',
    ]);
  });

  it('keeps the hour of the clock in summer', () => {
    expect(stretches(outlook, 'UTC', 2026)).toContain(
      '2026-06-09T20:00:00 → 2026-06-10T01:00:00 Patch window'
    );
  });

  it('knows whole days that are written as times', () => {
    expect(calendarOf(outlook).entries).toContainEqual({
      kind: 'days',
      name: 'Move to the new data centre',
      from: '2026-07-01',
      to: '2026-07-03',
    });
  });

  it('says what it left out', () => {
    expect(read(outlook).skipped).toEqual([
      { summary: 'Cancelled: Patch window', reason: 'it is cancelled' },
      { summary: 'Lunch', reason: 'it is marked as free time' },
    ]);
  });
});

describe('time zones of events', () => {
  const windowOf = (tzid: string) =>
    calendarOf(event(`DTSTART;TZID=${tzid}:20260701T090000`, `DTEND;TZID=${tzid}:20260701T100000`))
      .entries[0];

  it.each([
    ['Europe/Berlin', '2026-07-01T07:00:00.000Z'],
    ['W. Europe Standard Time', '2026-07-01T07:00:00.000Z'],
    ['/freeassociation.sourceforge.net/Europe/Berlin', '2026-07-01T07:00:00.000Z'],
    ['/citadel.org/20260101_1/America/Argentina/Buenos_Aires', '2026-07-01T12:00:00.000Z'],
    ['China Standard Time', '2026-07-01T01:00:00.000Z'],
  ])('%s', (tzid, from) => {
    expect(windowOf(tzid)).toMatchObject({ kind: 'window', from });
  });

  it('a VTIMEZONE may tell the place that its own name does not', () => {
    const content = event(
      'DTSTART;TZID=Office:20260701T090000',
      'DTEND;TZID=Office:20260701T100000'
    ).replace(
      'BEGIN:VEVENT',
      'BEGIN:VTIMEZONE\r\nTZID:Office\r\nX-LIC-LOCATION:Asia/Hong_Kong\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT'
    );
    expect(calendarOf(content).entries).toMatchObject([{ from: '2026-07-01T01:00:00.000Z' }]);
  });

  it('a time in a gap is later by the gap', () => {
    const entries = calendarOf(
      event(
        'DTSTART;TZID=Europe/Berlin:20260329T023000',
        'DTEND;TZID=Europe/Berlin:20260329T060000'
      )
    ).entries;
    expect(entries).toMatchObject([
      { from: '2026-03-29T01:30:00.000Z', to: '2026-03-29T04:00:00.000Z' },
    ]);
  });

  it('an end in another zone ends when that clock says so', () => {
    const entries = calendarOf(
      event('DTSTART;TZID=Europe/Berlin:20260701T100000', 'DTEND:20260701T100000Z')
    ).entries;
    expect(entries).toMatchObject([
      { from: '2026-07-01T08:00:00.000Z', to: '2026-07-01T10:00:00.000Z' },
    ]);
  });
});

describe('an event that begins with a date takes whole days', () => {
  it.each<[what: string, end: string[], to: string]>([
    ['the one, where nothing is said', [], '02'],
    [
      'the one, where it ends with the same date, as published files have it',
      ['DTEND:20260701'],
      '02',
    ],
    ['the one, where it ends at a time of that day', ['DTEND:20260701T050001Z'], '02'],
    ['the one, where it lasts for hours', ['DURATION:PT5H'], '02'],
    ['up to the date after them, as the format wants it', ['DTEND;VALUE=DATE:20260703'], '03'],
    ['with the one in which it ends', ['DTEND:20260703T050000Z'], '04'],
  ])('%s', (_what, end, to) => {
    const content = event('DTSTART;VALUE=DATE:20260701', 'SUMMARY:x', ...end);
    expect(stretches(content, 'Asia/Hong_Kong', 2026)).toEqual([
      `2026-07-01T00:00:00 → 2026-07-${to}T00:00:00 x`,
    ]);
  });
});

describe('events that are left out, with the reason', () => {
  const reasonOf = (...lines: string[]) => read(event('SUMMARY:x', ...lines)).skipped;
  const start = 'DTSTART:20260701T100000Z';
  const end = 'DTEND:20260701T110000Z';
  const manyExceptions = `EXDATE:${'20260702T100000Z,'.repeat(1_000)}20260701T100000Z`;
  it.each<[reason: string, lines: string[]]>([
    ['it has no start', [end]],
    ['it takes no time', [start]],
    ['it takes no time', [start, 'DTEND:20260701T090000Z']],
    ['it takes no time', ['DTSTART;VALUE=DATE:20260702', 'DTEND;VALUE=DATE:20260701']],
    ['its dtstart is not written in the format', ['DTSTART:soon']],
    ['its dtstart is not a date or time that exists', ['DTSTART;VALUE=DATE:20261301']],
    ['its dtstart is not a date or time that exists', ['DTSTART;VALUE=DATE:20260230']],
    ['its dtend is not a date or time that exists', [start, 'DTEND:20260701T256100Z']],
    ['its exdate is not a date or time that exists', [start, end, 'EXDATE:20260732T100000Z']],
    ['it has more than one rule', [start, end, 'RRULE:FREQ=DAILY', 'RRULE:FREQ=WEEKLY']],
    ['its rule: FREQ must be one of', [start, end, 'RRULE:FREQ=HOURLY;COUNT=3']],
    ['its rule: COUNT must be a whole number', [start, end, 'RRULE:FREQ=DAILY;COUNT=99999']],
    ['its rule: "__proto__=1" is not a part', [start, end, 'RRULE:FREQ=DAILY;__proto__=1']],
    ['one of its lines is too long', [start, end, `SUMMARY:${'x'.repeat(200_000)}`]],
    ['it ends after 9998', [start, 'DURATION:P999999999999999999W']],
    ['it ends after 9998', ['DTSTART;VALUE=DATE:20260701', 'DURATION:P500000W']],
    ['is not between 1900 and 9998', ['DTSTART:00010101T000000Z', end]],
    ['it has more than 1000 exceptions', [start, end, 'RRULE:FREQ=DAILY', manyExceptions]],
    ['all later events', [start, end, 'RECURRENCE-ID;RANGE=THISANDFUTURE:20260701T100000Z']],
  ])('%s', (reason, lines) => {
    expect(reasonOf(...lines)).toEqual([
      { summary: expect.stringMatching(/^x/), reason: expect.stringContaining(reason) },
    ]);
  });
});

describe('files that are refused', () => {
  it.each([
    ['nothing', '', 'does not begin with BEGIN:VCALENDAR'],
    ['a page', '<html>', 'does not begin with BEGIN:VCALENDAR'],
    ['half a file', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n', 'ends inside VEVENT'],
    ['crossed ends', 'BEGIN:VCALENDAR\r\nEND:VEVENT\r\n', 'ends VEVENT where it did not begin'],
    [
      'bottomless nesting',
      `BEGIN:VCALENDAR\r\n${'BEGIN:X\r\n'.repeat(100_000)}`,
      'nests components',
    ],
    [
      'too many events',
      `BEGIN:VCALENDAR\n${'BEGIN:VEVENT\nEND:VEVENT\n'.repeat(2_001)}END:VCALENDAR`,
      'holds more than 2000 events',
    ],
  ])('%s', (_what, content, message) => {
    expect(() => read(content)).toThrow(message);
  });

  it('names of prototypes are names like others', () => {
    const file = read(
      event(
        '__proto__:x',
        'DTSTART;TZID=__proto__:20260701T100000',
        'SUMMARY:__proto__',
        'UID:__proto__'
      )
    );
    expect(file.skipped).toEqual([
      { summary: '__proto__', reason: 'its time zone "__proto__" is not known' },
    ]);
    expect(Reflect.get({}, 'x')).toBeUndefined();
  });

  it('a description of a megabyte is dropped unread', () => {
    const folded = '\r\n x'.repeat(200_000);
    const file = read(event(`DESCRIPTION:${folded}`, 'DTSTART;VALUE=DATE:20260701', 'SUMMARY:x'));
    expect(file.events).toHaveLength(1);
  });
});
