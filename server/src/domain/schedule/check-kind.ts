import type {
  CalendarInterval,
  CronSchedule,
  DailySchedule,
  ElapsedInterval,
  HourlySchedule,
  MonthlySchedule,
  OnceSchedule,
  ScheduleBase,
  WeeklySchedule,
  YearlySchedule,
} from '../../contract/schedule';
import { OVERFLOWS } from '../../contract/schedule';
import type { Checked } from '../checked';
import { sound } from '../checked';
import { SECOND, longestLength } from '../time/calendar-date';
import { cronRule } from '../time/cron-rule';
import { parseEvery } from './every';
import {
  distinctList,
  instant,
  isRealDate,
  localDate,
  oneOf,
  optional,
  timeOfDay,
  wholeNumber,
  wrong,
} from './field-rules';
import type { FieldRule, FieldRules } from './read-fields';
import { below } from './read-fields';

/** The fields of each kind beside the common ones (the table of docs/time.md). */
type Own<T extends ScheduleBase> = FieldRules<Omit<T, keyof ScheduleBase | 'kind'>>;

const SOME_DAYS = { atLeast: 1, atMost: 32 };

const overflow = optional(oneOf('overflow', OVERFLOWS), 'last');

export const hourlyFields: Own<HourlySchedule> = { minute: wholeNumber('minute', 0, 59) };

export const dailyFields: Own<DailySchedule> = { time: timeOfDay };

export const weeklyFields: Own<WeeklySchedule> = {
  weekdays: {
    check: (value) =>
      distinctList(value, (item) => wholeNumber('A weekday', 1, 7).check(item), {
        name: 'weekdays',
        ...SOME_DAYS,
        example: '[1, 5] for Monday and Friday',
      }),
  },
  time: timeOfDay,
};

export const monthlyFields: Own<MonthlySchedule> = {
  days: {
    check: (value) =>
      distinctList(value, checkMonthDay, {
        name: 'days',
        ...SOME_DAYS,
        example: '[1, 15] or ["last"]',
      }),
  },
  time: timeOfDay,
  overflow,
};

export const yearlyFields: Own<YearlySchedule> = {
  month: wholeNumber('month', 1, 12),
  day: wholeNumber('day', 1, 31),
  time: timeOfDay,
  overflow,
};

export const cronFields: Own<CronSchedule> = {
  expression: {
    check: (value) => {
      const rule = cronRule(value);
      return rule.ok ? sound(String(value)) : rule;
    },
  },
};

export const onceFields: Own<OnceSchedule> = { at: { check: (value) => checkAt(value) } };

const every: FieldRule<string> = {
  check: (value) => {
    const parsed = parseEvery(value);
    return parsed.ok ? sound(String(value)) : parsed;
  },
};

export const calendarFields: Own<CalendarInterval> = {
  every,
  start: localDate('start'),
  time: timeOfDay,
  overflow,
};

/** The anchor defaults to the whole second of `now`. */
export const elapsedFields = (now: number): Own<ElapsedInterval> => ({
  every,
  anchor: optional(instant('anchor'), new Date(Math.floor(now / SECOND) * SECOND).toISOString()),
});

/** C9 for a yearly schedule: an error where no year has the day. Its path is below the schedule. */
export const checkYearlyDate = (schedule: YearlySchedule): Checked<YearlySchedule> => {
  const longest = longestLength(schedule.month);
  if (schedule.day <= longest) return sound(schedule);
  const error = wrong(
    `day: month ${schedule.month} never has a day ${schedule.day}. Write a day from 1 to ${longest}.`,
    schedule.day
  );
  return error.ok ? error : { ok: false, errors: error.errors.map((one) => below(['day'], one)) };
};

const checkMonthDay = (value: unknown): Checked<number | 'last'> => {
  if (value === 'last') return sound('last');
  const day = wholeNumber('A day', 1, 31).check(value);
  return day.ok ? day : wrong('A day must be a whole number from 1 to 31, or "last".', value);
};

const LOCAL_TIME = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;

const checkAt = (value: unknown): Checked<string> => {
  if (typeof value === 'string' && LOCAL_TIME.test(value)) {
    return isRealDate(value)
      ? sound(value)
      : wrong(`at: the day ${value.slice(0, 10)} does not exist.`, value);
  }
  const checked = instant('at').check(value);
  if (checked.ok || (typeof value === 'string' && /(Z|[+-]\d{2}:?\d{2})$/.test(value)))
    return checked;
  return wrong(
    'at must be a local time such as "2026-12-24T18:00", or an instant with "Z" such as "2026-12-24T17:00:00Z".',
    value
  );
};
