import type { CalendarChoice } from './calendar';

/** Schedules on the wire (see docs/user-guide.md). Instants are ISO 8601 UTC strings, durations say their unit. */

export const SCHEDULE_KINDS = [
  'interval',
  'hourly',
  'daily',
  'weekly',
  'monthly',
  'yearly',
  'cron',
  'once',
] as const;
export type ScheduleKind = (typeof SCHEDULE_KINDS)[number];

export const OVERFLOWS = ['last', 'skip'] as const;
/** What a month without the day does: its last day, or no run. */
export type Overflow = (typeof OVERFLOWS)[number];

export interface ScheduleBase {
  /** Unique in the job. */
  key: string;
  /** IANA name as the admin chose it; the site's zone where left out. */
  timezone: string;
  enabled: boolean;
  /** When two schedules fall on one instant the higher priority runs. */
  priority: number;
  /** Inclusive instant, ISO 8601 UTC. */
  startAt: string | null;
  /** Exclusive instant, ISO 8601 UTC. */
  endAt: string | null;
  comment: string | null;
  /** Takes the place of the job's parameters of the same names. */
  parameters?: Record<string, unknown> | null;
  /** Takes the place of the job's calendars. */
  calendars?: CalendarChoice | null;
}

/** anchor + k · every, in real time; the zone only formats. */
export interface ElapsedInterval extends ScheduleBase {
  kind: 'interval';
  /** `90s`, `15m`, `2h`; at least one second. */
  every: string;
  /** ISO 8601 UTC. */
  anchor: string;
}

/** start + k units at `time`, computed from the start, never from the previous run. */
export interface CalendarInterval extends ScheduleBase {
  kind: 'interval';
  /** `2d`, `1w`, `3mo`, `1y`. */
  every: string;
  /** Local date `YYYY-MM-DD`. */
  start: string;
  /** `HH:mm` or `HH:mm:ss`. */
  time: string;
  overflow: Overflow;
}

export interface HourlySchedule extends ScheduleBase {
  kind: 'hourly';
  minute: number;
}
export interface DailySchedule extends ScheduleBase {
  kind: 'daily';
  time: string;
}
export interface WeeklySchedule extends ScheduleBase {
  kind: 'weekly';
  /** 1 (Monday) to 7 (Sunday). */
  weekdays: number[];
  time: string;
}
export interface MonthlySchedule extends ScheduleBase {
  kind: 'monthly';
  days: (number | 'last')[];
  time: string;
  overflow: Overflow;
}
export interface YearlySchedule extends ScheduleBase {
  kind: 'yearly';
  month: number;
  day: number;
  time: string;
  overflow: Overflow;
}
export interface CronSchedule extends ScheduleBase {
  kind: 'cron';
  expression: string;
}
export interface OnceSchedule extends ScheduleBase {
  kind: 'once';
  /** Local `YYYY-MM-DDTHH:mm[:ss]`, or an instant with `Z` or an offset. */
  at: string;
}

/** A checked schedule: every optional field is filled in. */
export type Schedule =
  | ElapsedInterval
  | CalendarInterval
  | HourlySchedule
  | DailySchedule
  | WeeklySchedule
  | MonthlySchedule
  | YearlySchedule
  | CronSchedule
  | OnceSchedule;

export const VERDICTS = [
  'runs',
  'moved',
  'once',
  'excluded',
  'outside-window',
  'before-start',
  'after-end',
  'merged',
  'paused',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The verdicts of occurrences that will run; `count` of a preview counts these. */
export const RUNNING_VERDICTS = ['runs', 'moved', 'once'] as const satisfies readonly Verdict[];

export interface OccurrenceView {
  /** The instant, ISO 8601 UTC with milliseconds. */
  at: string;
  /** Local date and time, `2026-03-08T03:30:00`. */
  local: string;
  /** `+08:00` */
  offset: string;
  zone: string;
  /** The schedule's key. */
  schedule: string;
  verdict: Verdict;
  /** A sentence for people where the verdict needs one. */
  note: string | null;
}

export const SCHEDULE_WARNINGS = [
  'both-day-fields',
  'uneven-step',
  'short-months',
  'spacing',
  'clock-changes',
  'never-again',
] as const;
export type ScheduleWarningCode = (typeof SCHEDULE_WARNINGS)[number];

export interface ScheduleWarning {
  code: ScheduleWarningCode;
  /** The schedule's key. */
  schedule: string;
  message: string;
}

export interface PreviewView {
  occurrences: OccurrenceView[];
  /** schedule key → the schedule in words */
  descriptions: Record<string, string>;
  warnings: ScheduleWarning[];
  /** The time-zone data release in use, e.g. `2026f`. */
  zoneData: string;
}

export const SCHEDULE_CHANGES = ['kept', 'added', 'removed'] as const;
/** An occurrence that both, only the new or only the old schedules name. */
export interface ChangedOccurrence {
  change: (typeof SCHEDULE_CHANGES)[number];
  /** The instant, ISO 8601 UTC with milliseconds. */
  at: string;
  local: string;
  offset: string;
  zone: string;
  schedule: string;
  /** The verdict and note under the schedules that name it (the new ones where both do). */
  verdict: Verdict;
  note: string | null;
}

/** POST /jobs/:id/schedules/diff: old against new, from now on, earliest first. */
export interface ScheduleDiffView {
  occurrences: ChangedOccurrence[];
  /** schedule key → words, of the stored and of the new schedules */
  before: Record<string, string>;
  after: Record<string, string>;
  warnings: ScheduleWarning[];
}

/** One field that is wrong: path as in `schedules.0.expression`. */
export interface FieldError {
  path: (string | number)[];
  message: string;
  /** The refused value where it helps and is safe to repeat. */
  value?: unknown;
}
