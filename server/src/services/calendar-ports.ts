import type { CalendarDefinition } from '../contract/calendar';
import type { Found, Page, Scope, Sort } from './lists';
import type { JobRecord } from './records';

/** A calendar as stored. Instants are epoch milliseconds. */
export interface CalendarRecord {
  id: number;
  documentId: string;
  revision: number;
  definition: CalendarDefinition;
  createdAt: number;
  updatedAt: number;
}

export const CALENDAR_SORTS = ['name', 'createdAt', 'updatedAt'] as const;
export interface CalendarQuery extends Page {
  sort: Sort<(typeof CALENDAR_SORTS)[number]>;
  q: string | null;
}

export type KnownCalendars = ReadonlyMap<string, CalendarDefinition>;

/** What reads of calendars answer; part of the store. */
export interface CalendarReads {
  findCalendar(documentId: string): Promise<CalendarRecord | undefined>;
  listCalendars(query: CalendarQuery): Promise<Found<CalendarRecord>>;
  /** Those that exist. */
  readCalendars(documentIds: readonly string[]): Promise<KnownCalendars>;
  /** name → documentId of the calendars of these names. */
  findCalendarIds(names: string[]): Promise<Map<string, string>>;
  /** documentId → how many jobs use it; none where nobody does. */
  countCalendarUses(documentIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** At most `limit` jobs of the scope that use the calendar, by name. */
  findJobsUsing(documentId: string, scope: Scope, limit: number): Promise<JobRecord[]>;
}

/** Changes to calendars, in the transaction of the other changes. Calendars are locked before jobs, in order. */
export interface CalendarChanges {
  lockCalendar(documentId: string): Promise<CalendarRecord | undefined>;
  /** Those that exist; nobody changes or deletes them before this transaction is over. */
  lockCalendars(documentIds: readonly string[]): Promise<KnownCalendars>;
  /** Throws Conflict where the name is taken; so does `updateCalendar`. */
  insertCalendar(calendar: {
    documentId: string;
    definition: CalendarDefinition;
    createdBy: number | null;
  }): Promise<void>;
  /** Counts the revision up. */
  updateCalendar(
    calendar: CalendarRecord,
    definition: CalendarDefinition,
    updatedBy: number | null
  ): Promise<void>;
  deleteCalendar(calendar: CalendarRecord): Promise<void>;
  countCalendarUses(documentIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** At most `limit` jobs of the scope that use the calendar, by name. */
  findJobsUsing(documentId: string, scope: Scope, limit: number): Promise<JobRecord[]>;
  /** Locks at most `limit` of the jobs that use the calendar, those with ids after `afterId`, in order. */
  lockJobsUsing(documentId: string, afterId: number, limit: number): Promise<JobRecord[]>;
  readCalendars(documentIds: readonly string[]): Promise<KnownCalendars>;
  /** Makes these all the calendars that the locked job uses. */
  writeCalendarLinks(jobId: number, documentIds: string[]): Promise<void>;
  /** When locked jobs run next; when the engine looks at them stays. */
  moveNextRuns(jobs: { id: number; nextRunAt: number | null }[]): Promise<void>;
}
