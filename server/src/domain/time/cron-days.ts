import { daysInMonth, toDate, weekdayOf } from './calendar-date';
import type { CronExpression, CronFieldValue } from './cron-expression';
import type { CronItem } from './cron-item';

/** A calendar cycle: what has no date in it has none at all. */
const MAX_MONTHS = 400 * 12;

interface Month {
  year: number;
  month: number;
  length: number;
  /** Day number of the 1st, and its weekday. */
  start: number;
  weekday: number;
}

/**
 * The `nextDay` of a cron expression's rule: the first matching day number at or after the given one. The latest
 * month is remembered, because a schedule of every second asks for the same one again and again.
 */
export const cronDays = ({ fields }: CronExpression): ((day: number) => number | null) => {
  const months = new Set(fields.month.values);
  const match = (month: Month): number =>
    months.has(month.month) ? matchingDays(fields, month) : 0;
  let latest = monthOf(0);
  let latestDays = match(latest);
  return (from) => {
    if (from < latest.start || from >= latest.start + latest.length) {
      latest = monthOf(from);
      latestDays = match(latest);
    }
    let days = latestDays & (-1 << (from - latest.start));
    for (let step = 0; days === 0 && step < MAX_MONTHS && latest.year <= 9999; step += 1) {
      latest = monthAfter(latest);
      latestDays = match(latest);
      days = latestDays;
    }
    return days === 0 ? null : latest.start + 31 - Math.clz32(days & -days);
  };
};

const monthOf = (dayNumber: number): Month => {
  const { year, month, day } = toDate(dayNumber);
  const start = dayNumber - day + 1;
  return { year, month, length: daysInMonth(year, month), start, weekday: weekdayOf(start) };
};

const monthAfter = (before: Month): Month => {
  const year = before.month === 12 ? before.year + 1 : before.year;
  const month = before.month === 12 ? 1 : before.month + 1;
  const weekday = (before.weekday + before.length) % 7;
  return {
    year,
    month,
    length: daysInMonth(year, month),
    start: before.start + before.length,
    weekday,
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
