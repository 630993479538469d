import type { Overflow } from '../../../contract/schedule';
import type { CronShape, Stretch } from '../cron-shape';
import type { Local } from './clock-time';

/** The languages that the server speaks: English and Traditional Chinese. */
export type Language = 'en' | 'zh';

/** A day of the month in schedules that people filled in. */
export type MonthDay = number | 'last';

/** Days of the month that are missing in months; `leap`: 29 February, which most years lack. */
export interface MissingDays {
  days: number[];
  months: number[];
  leap: boolean;
}

/** A schedule in a sentence, without a full stop and without the zone. */
export interface ScheduleWords {
  cron(shape: CronShape): string;
  elapsed(every: { count: number; unit: 's' | 'm' | 'h' }, anchor: Local): string;
  calendar(
    every: { count: number; unit: 'd' | 'w' | 'mo' | 'y' },
    at: { start: Local; time: string; overflow: Overflow | null }
  ): string;
  hourly(minute: number): string;
  daily(time: string): string;
  weekly(weekdays: Stretch[], time: string): string;
  /** `overflow` is null where every month has the days. */
  monthly(days: MonthDay[], time: string, overflow: Overflow | null): string;
  yearly(date: { month: number; day: number }, time: string, overflow: Overflow | null): string;
  once(at: Local): string;
}

/** Why an occurrence is not simply "runs". */
export interface NoteWords {
  moved(skipped: Local, runs: Local, zone: string): string;
  both(skipped: Local, zone: string): string;
  once(local: Local, zone: string): string;
  beforeStart(start: Local): string;
  afterEnd(end: Local): string;
  paused(): string;
  /** The whole job, until somebody resumes it. */
  jobPaused(): string;
  merged(by: string): string;
  /** A calendar excludes it; `entry` is what the calendar calls the day. */
  excluded(calendar: string, entry: string | null): string;
  /** None of the calendars to which it is limited contains it. */
  outsideWindow(calendars: string): string;
}

/** Things that an editor should know before saving. */
export interface WarningWords {
  bothDayFields(): string;
  unevenStep(step: { field: UnevenField; step: number; values: number[] }): string;
  shortMonths(missing: MissingDays, overflow: Overflow): string;
  /** Seconds between two runs. */
  spacing(least: number, most: number): string;
  clockChanges(zone: string, changes: { from: Local; to: Local }[]): string;
  neverAgain(): string;
  /** There are runs, and calendars keep all of them back. */
  keptBack(): string;
}

export type UnevenField = 'second' | 'minute' | 'hour' | 'dayOfMonth' | 'month' | 'dayOfWeek';
