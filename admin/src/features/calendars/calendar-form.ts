import type {
  CalendarDefinition,
  CalendarEntry,
  CalendarEntryKind,
  RuleEntry,
} from '../../../../server/src/contract/calendar';
import type { CalendarBody } from './calendars-api';

/** A calendar while it is made or edited. */
export interface CalendarForm {
  name: string;
  description: string;
  /** '': each schedule's own. */
  timezone: string;
  entries: EntryDraft[];
}

export interface MonthDay {
  month: number;
  /** Undefined while emptied. */
  day: number | undefined;
}

/** One entry with the fields of all kinds side by side, so that changing the kind loses nothing. */
export interface EntryDraft {
  /** Only for the list on the page; never sent. */
  id: string;
  kind: CalendarEntryKind;
  name: string;
  /** `days`: `YYYY-MM-DD`. */
  firstDay: string;
  lastDay: string;
  /** `yearly` */
  first: MonthDay;
  last: MonthDay;
  /** `weekly`: 1 (Monday) to 7, `HH:mm`; midnight at the end is 00:00. */
  weekdays: number[];
  fromTime: string;
  toTime: string;
  /** `window`: local `YYYY-MM-DDTHH:mm`, or with the offset that it came with. */
  begin: string;
  end: string;
  /** `rule`: as it came from the file. */
  rule: RuleEntry | null;
}

/** The kinds that people write by hand; rules come from files. */
export const WRITABLE_KINDS = [
  'days',
  'yearly',
  'weekly',
  'window',
] as const satisfies readonly CalendarEntryKind[];
export type WritableKind = (typeof WRITABLE_KINDS)[number];

export const emptyCalendar = (): CalendarForm => ({
  name: '',
  description: '',
  timezone: '',
  entries: [],
});

export const formOfCalendar = (
  { name, description, timezone, entries }: CalendarDefinition,
  today: string
): CalendarForm => ({
  name,
  description,
  timezone: timezone ?? '',
  entries: entries.map((entry, index) => draftOfEntry(entry, { id: `entry-${index}`, today })),
});

/** A new entry of a kind, beginning today (a local date). */
export const newEntry = (
  kind: WritableKind,
  { taken, today }: { taken: readonly EntryDraft[]; today: string }
): EntryDraft => ({ ...emptyEntry(freeId(taken), today), kind });

/** What is sent. */
export const calendarBody = (form: CalendarForm): CalendarBody => ({
  name: form.name.trim(),
  description: form.description.trim(),
  ...calendarTimes(form),
});

/** The part that decides which times are inside. */
export const calendarTimes = ({ timezone, entries }: CalendarForm) => ({
  timezone: timezone || null,
  entries: entries.map(entryOf),
});

/** An entry as the API takes it. */
export const entryOf = (draft: EntryDraft): CalendarEntry => {
  const name = draft.name.trim() || null;
  switch (draft.kind) {
    case 'days':
      return { kind: 'days', name, from: draft.firstDay, to: draft.lastDay };
    case 'yearly':
      return {
        kind: 'yearly',
        name,
        from: monthDayText(draft.first),
        to: monthDayText(draft.last),
      };
    case 'weekly':
      return {
        kind: 'weekly',
        name,
        weekdays: [...draft.weekdays].sort((a, b) => a - b),
        from: draft.fromTime,
        to: draft.toTime === '00:00' ? '24:00' : draft.toTime,
      };
    case 'window':
      return { kind: 'window', name, from: draft.begin, to: draft.end };
    case 'rule':
      if (draft.rule === null) throw new Error('A rule comes from a file');
      return { ...draft.rule, name };
  }
};

export const draftOfEntry = (
  entry: CalendarEntry,
  { id, today }: { id: string; today: string }
): EntryDraft => ({
  ...emptyEntry(id, today),
  kind: entry.kind,
  name: entry.name ?? '',
  ...fieldsOf(entry),
});

const fieldsOf = (entry: CalendarEntry): Partial<EntryDraft> => {
  switch (entry.kind) {
    case 'days':
      return { firstDay: entry.from, lastDay: entry.to };
    case 'yearly':
      return { first: monthDayOf(entry.from), last: monthDayOf(entry.to) };
    case 'weekly':
      return {
        weekdays: entry.weekdays,
        fromTime: entry.from,
        toTime: entry.to === '24:00' ? '00:00' : entry.to,
      };
    case 'window':
      return { begin: entry.from, end: entry.to };
    case 'rule':
      return { rule: entry };
  }
};

const emptyEntry = (id: string, today: string): EntryDraft => ({
  id,
  kind: 'days',
  name: '',
  firstDay: today,
  lastDay: today,
  first: { month: 1, day: 1 },
  last: { month: 1, day: 1 },
  weekdays: [1, 2, 3, 4, 5],
  fromTime: '09:00',
  toTime: '17:00',
  begin: `${today}T00:00`,
  end: `${today}T12:00`,
  rule: null,
});

const freeId = (taken: readonly EntryDraft[]): string => {
  let n = taken.length;
  while (taken.some(({ id }) => id === `entry-${n}`)) n += 1;
  return `entry-${n}`;
};

const monthDayOf = (text: string): MonthDay => {
  const [month = '1', day = ''] = text.split('-');
  return { month: Number(month), day: day === '' ? undefined : Number(day) };
};

const monthDayText = ({ month, day }: MonthDay): string => `${two(month)}-${two(day ?? 0)}`;

const two = (part: number): string => String(part).padStart(2, '0');

export const ENTRY_ORDERS = ['date', 'name'] as const;
export type EntryOrder = (typeof ENTRY_ORDERS)[number];

/** The entries in another order; what has no date of its own comes first, as it comes every year or week. */
export const sortedEntries = (entries: readonly EntryDraft[], order: EntryOrder): EntryDraft[] => {
  const keyOf = order === 'date' ? dateKey : ({ name }: EntryDraft) => name.trim().toLowerCase();
  return [...entries].sort((a, b) => compare(keyOf(a), keyOf(b)));
};

const dateKey = (draft: EntryDraft): string => {
  switch (draft.kind) {
    case 'weekly':
      return ` 0${Math.min(...draft.weekdays)}${draft.fromTime}`;
    case 'yearly':
      return ` 1${monthDayText(draft.first)}`;
    case 'days':
      return draft.firstDay;
    case 'window':
      return draft.begin;
    case 'rule':
      return draft.rule?.start ?? '';
  }
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
