import {
  calendarBody,
  draftOfEntry,
  emptyCalendar,
  entryOf,
  formOfCalendar,
  newEntry,
  sortedEntries,
  WRITABLE_KINDS,
  type CalendarForm,
  type EntryDraft,
} from '../../../admin/src/features/calendars/calendar-form';
import { starterForm, STARTERS } from '../../../admin/src/features/calendars/starters';
import { validateCalendar } from '../../../admin/src/features/calendars/validate-calendar';
import type { CalendarEntry } from '../../../server/src/contract/calendar';
import { wordsIn } from './words';

const TODAY = '2026-03-01';

const ENTRIES: CalendarEntry[] = [
  { kind: 'days', name: 'Moving day', from: '2026-05-04', to: '2026-05-05' },
  { kind: 'yearly', name: 'New Year', from: '12-31', to: '01-02' },
  { kind: 'weekly', name: null, weekdays: [1, 5], from: '22:00', to: '06:00' },
  { kind: 'weekly', name: null, weekdays: [6], from: '00:00', to: '24:00' },
  { kind: 'window', name: null, from: '2026-05-04T08:00', to: '2026-05-04T09:30' },
  { kind: 'window', name: null, from: '2026-05-04T08:00:00Z', to: '2026-05-04T09:30:00Z' },
  {
    kind: 'rule',
    name: 'Thanksgiving',
    rule: 'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH',
    start: '2020-11-26',
    length: 1,
    except: ['2021-11-25'],
    also: [],
    timezone: 'America/New_York',
  },
];

const draftOf = (entry: CalendarEntry): EntryDraft =>
  draftOfEntry(entry, { id: 'x', today: TODAY });

const aForm = (patch: Partial<CalendarForm> = {}): CalendarForm => ({
  ...emptyCalendar(),
  name: 'Holidays',
  ...patch,
});

describe('a calendar in the form', () => {
  it.each(ENTRIES.map((entry) => [entry.kind, entry] as const))(
    'says the same after it was opened and sent: %s',
    (_kind, entry) => {
      expect(entryOf(draftOf(entry))).toEqual(entry);
    }
  );

  it('is sent whole, trimmed, and with no zone where each schedule has its own', () => {
    const form = formOfCalendar(
      { name: ' Holidays ', description: '', timezone: null, entries: ENTRIES },
      TODAY
    );
    expect(calendarBody(form)).toEqual({
      name: 'Holidays',
      description: '',
      timezone: null,
      entries: ENTRIES,
    });
    expect(calendarBody({ ...form, timezone: 'Asia/Hong_Kong' }).timezone).toBe('Asia/Hong_Kong');
  });

  it('gives new entries ids of their own, and they are sound as they come', () => {
    const entries = WRITABLE_KINDS.reduce<EntryDraft[]>(
      (taken, kind) => [...taken, newEntry(kind, { taken, today: TODAY })],
      []
    );
    expect(new Set(entries.map(({ id }) => id)).size).toBe(WRITABLE_KINDS.length);
    expect(validateCalendar(aForm({ entries }))).toEqual({});
  });

  it.each(STARTERS)('starts from %s with sound entries', (starter) => {
    for (const language of ['en', 'zh'] as const) {
      const form = starterForm(starter, wordsIn(language), TODAY);
      expect(form.entries.length).toBeGreaterThan(0);
      expect(validateCalendar(form)).toEqual({});
    }
  });

  it('is sorted by date with what repeats first, or by name', () => {
    const entries = [
      draftOf({ kind: 'days', name: 'b', from: '2027-01-01', to: '2027-01-01' }),
      draftOf({ kind: 'days', name: 'C', from: '2026-01-01', to: '2026-01-01' }),
      draftOf({ kind: 'yearly', name: 'a', from: '12-25', to: '12-25' }),
      draftOf({ kind: 'weekly', name: 'd', weekdays: [3], from: '09:00', to: '10:00' }),
    ];
    expect(sortedEntries(entries, 'date').map(({ name }) => name)).toEqual(['d', 'a', 'C', 'b']);
    expect(sortedEntries(entries, 'name').map(({ name }) => name)).toEqual(['a', 'b', 'C', 'd']);
  });
});

describe('what is wrong with a calendar', () => {
  const wrong = (entry: CalendarEntry): string[] =>
    Object.keys(validateCalendar(aForm({ entries: [draftOf(entry)] })));

  it('is a missing name', () => {
    expect(Object.keys(validateCalendar(aForm({ name: ' ' })))).toEqual(['name']);
  });

  it('is an end before its beginning, at the field of the end', () => {
    expect(wrong({ kind: 'days', name: null, from: '2026-05-05', to: '2026-05-04' })).toEqual([
      'entries.0.to',
    ]);
    expect(
      wrong({ kind: 'window', name: null, from: '2026-05-04T09:00', to: '2026-05-04T09:00' })
    ).toEqual(['entries.0.to']);
  });

  it('is not an entry over midnight, over New Year or on 29 February', () => {
    expect(
      wrong({ kind: 'weekly', name: null, weekdays: [1], from: '22:00', to: '06:00' })
    ).toEqual([]);
    expect(wrong({ kind: 'yearly', name: null, from: '12-31', to: '01-02' })).toEqual([]);
    expect(wrong({ kind: 'yearly', name: null, from: '02-29', to: '02-29' })).toEqual([]);
  });

  it('leaves a local time against an instant to the scheduler, who knows the zone', () => {
    expect(
      wrong({ kind: 'window', name: null, from: '2026-05-04T09:00', to: '2026-05-04T05:00:00Z' })
    ).toEqual([]);
  });

  it('is a day that no year has, an emptied day, no weekday, and half a moment', () => {
    expect(wrong({ kind: 'yearly', name: null, from: '02-30', to: '04-31' })).toEqual([
      'entries.0.from',
      'entries.0.to',
    ]);
    expect(wrong({ kind: 'weekly', name: null, weekdays: [], from: '09:00', to: '10:00' })).toEqual(
      ['entries.0.weekdays']
    );
    expect(wrong({ kind: 'window', name: null, from: 'T09:00', to: '2026-05-04T' })).toEqual([
      'entries.0.from',
      'entries.0.to',
    ]);
  });

  it('is more entries than the server takes', () => {
    const entry = draftOf({ kind: 'days', name: null, from: TODAY, to: TODAY });
    const entries = Array.from({ length: 2_001 }, () => entry);
    expect(Object.keys(validateCalendar(aForm({ entries })))).toEqual(['entries']);
  });
});
