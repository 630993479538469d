import { daysInMonth, toDate, toDay, weekdayOf } from './calendar-date';
import type { CronExpression, CronFieldValue } from './cron-expression';
import type { CronItem } from './cron-item';

/** A calendar cycle: what has no date in it has none at all. */
const MAX_MONTHS = 400 * 12;

interface Month {
  year: number;
  month: number;
  length: number;
  /** Weekday of the 1st. */
  weekday: number;
}

/** The `nextDay` of a cron expression's rule: the first matching day number at or after the given one. */
export const cronDays = ({ fields }: CronExpression): ((day: number) => number | null) => {
  const months = new Set(fields.month.values);
  const inMonth = rememberLast((year, month) => matchingDays(fields, monthOf(year, month)));
  return (from) => {
    let { year, month, day } = toDate(from);
    for (let step = 0; step < MAX_MONTHS && year <= 9999; step += 1) {
      if (months.has(month)) {
        const later = inMonth(year, month) & (-1 << (day - 1));
        if (later !== 0) return toDay(year, month, 32 - Math.clz32(later & -later));
      }
      day = 1;
      month += 1;
      if (month === 13) [year, month] = [year + 1, 1];
    }
    return null;
  };
};

const monthOf = (year: number, month: number): Month => ({
  year,
  month,
  length: daysInMonth(year, month),
  weekday: weekdayOf(toDay(year, month, 1)),
});

/** A schedule of every second asks for the same month again and again. */
const rememberLast = (
  compute: (year: number, month: number) => number
): ((year: number, month: number) => number) => {
  let key = NaN;
  let answer = 0;
  return (year, month) => {
    if (key !== year * 12 + month) {
      key = year * 12 + month;
      answer = compute(year, month);
    }
    return answer;
  };
};

/** Bit d - 1 is set for each matching day d (C6: both fields restricted means either). */
const matchingDays = (fields: CronExpression['fields'], month: Month): number => {
  const existing = month.length === 31 ? 0x7fffffff : (1 << month.length) - 1;
  const { dayOfMonth, dayOfWeek } = fields;
  if (dayOfMonth.open && dayOfWeek.open) return existing;
  const byDate = dayOfMonth.open ? 0 : daysByDate(dayOfMonth, month);
  const byWeekday = dayOfWeek.open ? 0 : daysByWeekday(dayOfWeek, month);
  return (byDate | byWeekday) & existing;
};

const daysByDate = ({ values, items }: CronFieldValue, month: Month): number =>
  bits(values) | bits(items.map((item) => specialDay(item, month)));

const daysByWeekday = ({ values, items }: CronFieldValue, month: Month): number => {
  let days = bits(items.map((item) => specialDay(item, month)));
  for (const weekday of values) {
    for (let day = firstOf(weekday, month); day <= month.length; day += 7) days |= 1 << (day - 1);
  }
  return days;
};

/** Day 0 means none. */
const bits = (days: readonly number[]): number =>
  days.reduce((mask, day) => (day > 0 ? mask | (1 << (day - 1)) : mask), 0);

const firstOf = (weekday: number, month: Month): number => 1 + ((weekday - month.weekday + 7) % 7);

const specialDay = (item: CronItem, month: Month): number => {
  if (item.kind === 'last-day') return month.length;
  if (item.kind === 'last-working-day') return nearestWorkingDay(month.length, month);
  if (item.kind === 'nearest-working-day') {
    return item.day <= month.length ? nearestWorkingDay(item.day, month) : 0;
  }
  if (item.kind === 'nth-weekday') {
    const day = firstOf(item.weekday, month) + 7 * (item.nth - 1);
    return day <= month.length ? day : 0;
  }
  if (item.kind !== 'last-weekday') return 0;
  return month.length - ((month.weekday + month.length - 1 - item.weekday + 7) % 7);
};

/** Saturday goes back and Sunday on, but neither leaves the month. */
const nearestWorkingDay = (day: number, month: Month): number => {
  const weekday = (month.weekday + day - 1) % 7;
  if (weekday === 6) return day > 1 ? day - 1 : day + 2;
  if (weekday === 0) return day < month.length ? day + 1 : day - 2;
  return day;
};
