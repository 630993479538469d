import type { CalendarDefinition } from '../contract/calendar';
import type { JobDefinition } from '../contract/job';
import { jobCalendars, nextRun, type JobCalendars } from './calendars/job-calendars';
import { instantOf } from './instant';
import type { JobTimes } from './schedule/occurrences';

/** documentId → calendar: those that a job and its schedules refer to. */
export type Calendars = ReadonlyMap<string, CalendarDefinition>;

/** When a job runs: its nominal occurrences, and the calendars that keep some of them back. */
export interface Timetable {
  times: JobTimes;
  calendars: JobCalendars;
}

type When = Pick<JobDefinition, 'schedules' | 'startAt' | 'endAt' | 'calendars'>;

export const timetableOf = (definition: When, calendars: Calendars): Timetable => ({
  times: jobTimes(definition),
  calendars: jobCalendars(definition, calendars),
});

/** The part of a definition that says when, without its calendars. */
export const jobTimes = ({ schedules, startAt, endAt }: Omit<When, 'calendars'>): JobTimes => ({
  schedules,
  startAt: startAt === null ? null : instantOf(startAt),
  endAt: endAt === null ? null : instantOf(endAt),
});

/** The first occurrence strictly after `after` that will run; null where there is none, or none that is found. */
export const nextRunOf = ({ times, calendars }: Timetable, after: number): number | null =>
  nextRun(times, calendars, after)?.at ?? null;
