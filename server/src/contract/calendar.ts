/** Calendars on the wire: named times that schedules exclude, or are limited to. */

export const CALENDAR_ENTRY_KINDS = ['days', 'yearly', 'weekly', 'window', 'rule'] as const;
export type CalendarEntryKind = (typeof CALENDAR_ENTRY_KINDS)[number];

interface EntryBase {
  /** What people call it ("Christmas"); shown as the reason. */
  name: string | null;
}

/** Whole local days, both included. */
export interface DaysEntry extends EntryBase {
  kind: 'days';
  /** `YYYY-MM-DD` */
  from: string;
  to: string;
}

/** The same whole local days of every year, both included; `from` after `to` goes over New Year. */
export interface YearlyEntry extends EntryBase {
  kind: 'yearly';
  /** `MM-DD`; 29 February is there only in leap years. */
  from: string;
  to: string;
}

/** A time of day on some weekdays; `to` at or before `from` goes over midnight into the next day. */
export interface WeeklyEntry extends EntryBase {
  kind: 'weekly';
  /** 1 (Monday) to 7 (Sunday): the day on which it begins. */
  weekdays: number[];
  /** `HH:mm`, inclusive. */
  from: string;
  /** `HH:mm`, exclusive; `24:00` is the end of the day. */
  to: string;
}

/** One stretch of time. */
export interface WindowEntry extends EntryBase {
  kind: 'window';
  /** Local `YYYY-MM-DDTHH:mm[:ss]`, or an instant with `Z` or an offset; inclusive. */
  from: string;
  /** Exclusive. */
  to: string;
}

/** A repeating event of an iCalendar file. */
export interface RuleEntry extends EntryBase {
  kind: 'rule';
  /** RFC 5545 without the prefix, e.g. `FREQ=YEARLY;BYMONTH=11;BYDAY=4TH`. */
  rule: string;
  /** First start: local `YYYY-MM-DD` (whole days), local `YYYY-MM-DDTHH:mm:ss`, or an instant with `Z`. */
  start: string;
  /** Whole days of one event where `start` is a date, milliseconds otherwise. */
  length: number;
  /** Starts left out, and starts added, written like `start`. */
  except: string[];
  also: string[];
  /** The zone of the event where the file names one; the calendar's otherwise. */
  timezone: string | null;
}

export type CalendarEntry = DaysEntry | YearlyEntry | WeeklyEntry | WindowEntry | RuleEntry;

/** What people write: every optional field is filled in. An instant is inside where any entry contains it. */
export interface CalendarDefinition {
  name: string;
  description: string;
  /** Zone of local days and times; null = the zone of the schedule that is asked about. */
  timezone: string | null;
  /** At most 2,000. */
  entries: CalendarEntry[];
}

export interface CalendarServerFields {
  documentId: string;
  revision: number;
  /** How many jobs use it. */
  usedBy: number;
  createdAt: string;
  updatedAt: string;
}
export type CalendarView = CalendarDefinition & CalendarServerFields;

/** Which calendars (by documentId) a schedule keeps away from, and to which it is limited (inside any of them). */
export interface CalendarChoice {
  exclude: string[];
  only: string[];
}

/** What an import of an iCalendar file made. */
export interface CalendarImport {
  calendar: CalendarView;
  /** Events that were read, and those left out with the reason. */
  imported: number;
  skipped: { summary: string; reason: string }[];
}

/** POST /calendars/preview: the stretches of time inside a calendar, saved or not. */
export interface CalendarPreview {
  /** Zone of the local times: the calendar's, the site's where it has none. */
  zone: string;
  /** Earliest first; what touches or overlaps is one. */
  spans: CalendarSpan[];
  /** There are more than are listed. */
  more: boolean;
}

export interface CalendarSpan {
  /** Instants, ISO 8601 UTC; `to` is exclusive. */
  from: string;
  to: string;
  /** The same on the zone's clocks: `2026-12-25T00:00:00`. */
  fromLocal: string;
  toLocal: string;
  /** Names of the entries that make it. */
  names: string[];
}

/** `meta` of one calendar: the jobs that use it, as far as the caller may read them. */
export interface CalendarMeta {
  jobs: { documentId: string; name: string }[];
}
