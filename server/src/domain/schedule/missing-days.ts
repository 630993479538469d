import type { CalendarInterval, CronSchedule, Schedule } from '../../contract/schedule';
import { daysInMonth } from '../time/calendar-date';
import type { CronItem } from '../time/cron-item';
import { cronRule } from '../time/cron-rule';
import { parseEvery } from './every';
import type { MissingDays } from './words/words';

/** The days 29 to 31 that a schedule names and the months it runs in without them; null where there are none. */
export const missingDays = (schedule: Schedule): MissingDays | null => {
  switch (schedule.kind) {
    case 'monthly':
      return missingIn(
        schedule.days.filter((day) => day !== 'last'),
        ALL_MONTHS
      );
    case 'yearly':
      return missingIn([schedule.day], [schedule.month]);
    case 'interval':
      return 'anchor' in schedule ? null : missingOfInterval(schedule);
    case 'cron':
      return missingOfCron(schedule);
    default:
      return null;
  }
};

const ALL_MONTHS = Array.from({ length: 12 }, (_, index) => index + 1);

const missingIn = (named: readonly number[], inMonths: readonly number[]): MissingDays | null => {
  const lacks = (month: number, day: number): boolean => day > daysInMonth(2001, month);
  const days = named.filter((day) => inMonths.some((month) => lacks(month, day)));
  const months = inMonths.filter((month) => days.some((day) => lacks(month, day)));
  if (days.length === 0) return null;
  const leap = inMonths.length === 1 && days.every((day) => day === 29);
  return { days: days.toSorted((a, b) => a - b), months, leap };
};

const missingOfInterval = (schedule: CalendarInterval): MissingDays | null => {
  const every = parseEvery(schedule.every);
  if (!every.ok || (every.value.unit !== 'mo' && every.value.unit !== 'y')) return null;
  const step = every.value.unit === 'mo' ? every.value.count : 12;
  const [, month = 1, day = 1] = schedule.start.split('-').map(Number);
  const reached = ALL_MONTHS.map((_, k) => ((month - 1 + k * step) % 12) + 1);
  return missingIn(
    [day],
    [...new Set(reached)].toSorted((a, b) => a - b)
  );
};

/** Only days that were meant: single ones and ranges at the month's end, and not beside `L`. */
const missingOfCron = (schedule: CronSchedule): MissingDays | null => {
  const rule = cronRule(schedule.expression);
  if (!rule.ok) return null;
  const { dayOfMonth, month } = rule.value.expression.fields;
  if (dayOfMonth.items.some(({ kind }) => kind === 'last-day')) return null;
  const named = [...new Set(dayOfMonth.items.flatMap(lateDays))];
  return missingIn(named, month.values);
};

const lateDays = (item: CronItem): number[] => {
  if (item.kind === 'single') return [item.value];
  if (item.kind === 'nearest-working-day') return [item.day];
  if (item.kind !== 'range' || item.from < 29) return [];
  return [29, 30, 31].filter((day) => day >= item.from && day <= item.to);
};
