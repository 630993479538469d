import { daysInMonth, isLeapYear, toDate, toDay, weekdayOf } from '../time/calendar-date';
import type { CalendarDate } from '../time/calendar-date';
import type { Recurrence } from './recurrence';

/**
 * The dates of a recurrence, period after period (years, months, weeks, days), each a list of day numbers. Any period
 * can be asked for at once, so a rule of 1970 costs today what one of yesterday costs.
 */
export interface RecurrenceDates {
  /** The period that the day lies in, or the first one after it; 0 is the period of the start. */
  periodOf(day: number): number;
  /** The matching days of a period, ascending; `bySetPosition` is left to the caller. */
  datesOf(period: number): number[];
  firstDayOf(period: number): number;
}

export const recurrenceDates = (rule: Recurrence, startDay: number): RecurrenceDates => {
  const full = withDefaults(rule, startDay);
  const matches = dayTest(full);
  const { unitOf, unitStart } = units(full);
  const months = new Set(full.byMonth);
  const first = unitOf(startDay);
  return {
    periodOf: (day) => Math.max(0, Math.floor((unitOf(day) - first) / rule.interval)),
    firstDayOf: (period) => unitStart(first + period * rule.interval),
    datesOf: (period) => {
      const unit = first + period * rule.interval;
      const days: number[] = [];
      const end = unitStart(unit + 1);
      for (let day = unitStart(unit); day < end; day += 1) {
        const date = toDate(day);
        if (months.size === 0 || months.has(date.month)) {
          if (matches(day, date)) days.push(day);
        } else day += daysInMonth(date.year, date.month) - date.day;
      }
      return days;
    },
  };
};

/** What a rule leaves open is taken from its start. */
const withDefaults = (rule: Recurrence, startDay: number): Recurrence => {
  const { month, day } = toDate(startDay);
  const weekday = { nth: null, weekday: weekdayOf(startDay) };
  const { byDay, byMonthDay, byYearDay, byWeekNumber } = rule;
  if (byDay.length + byMonthDay.length + byYearDay.length > 0) return rule;
  if (byWeekNumber.length > 0) return { ...rule, byDay: [weekday] };
  switch (rule.frequency) {
    case 'yearly':
      return {
        ...rule,
        byMonth: rule.byMonth.length === 0 ? [month] : rule.byMonth,
        byMonthDay: [day],
      };
    case 'monthly':
      return { ...rule, byMonthDay: [day] };
    case 'weekly':
      return { ...rule, byDay: [weekday] };
    case 'daily':
      return rule;
  }
};

/** Periods as consecutive numbers, with the first day of each. */
const units = ({ frequency, weekStart }: Recurrence) => {
  switch (frequency) {
    case 'yearly':
      return {
        unitOf: (day: number) => toDate(day).year,
        unitStart: (year: number) => toDay(year, 1, 1),
      };
    case 'monthly':
      return {
        unitOf: (day: number) => toDate(day).year * 12 + toDate(day).month - 1,
        unitStart: (unit: number) => toDay(Math.floor(unit / 12), (unit % 12) + 1, 1),
      };
    case 'weekly': {
      // Day 0 was a Thursday.
      const shift = (4 - weekStart + 7) % 7;
      return {
        unitOf: (day: number) => Math.floor((day + shift) / 7),
        unitStart: (unit: number) => unit * 7 - shift,
      };
    }
    case 'daily':
      return { unitOf: (day: number) => day, unitStart: (unit: number) => unit };
  }
};

/** RFC 5545: each part of the rule leaves out the days that it does not name; months are looked at already. */
const dayTest = (rule: Recurrence): ((day: number, date: CalendarDate) => boolean) => {
  const plain = new Set(rule.byDay.flatMap(({ nth, weekday }) => (nth === null ? [weekday] : [])));
  const numbered = rule.byDay.filter(({ nth }) => nth !== null);
  return (day, date) => {
    const length = daysInMonth(date.year, date.month);
    if (!isNamed(rule.byMonthDay, date.day, length)) return false;
    const yearLength = isLeapYear(date.year) ? 366 : 365;
    const dayOfYear = day - toDay(date.year, 1, 1) + 1;
    if (!isNamed(rule.byYearDay, dayOfYear, yearLength)) return false;
    if (rule.byWeekNumber.length > 0 && !isInWeek(rule, day)) return false;
    if (rule.byDay.length === 0) return true;
    const weekday = weekdayOf(day);
    if (plain.has(weekday)) return true;
    const inMonth = rule.frequency === 'monthly' || rule.byMonth.length > 0;
    const [place, size] = inMonth ? [date.day, length] : [dayOfYear, yearLength];
    return numbered.some((one) => one.weekday === weekday && isNth(one.nth ?? 0, place, size));
  };
};

/** Negative numbers count from the end; an empty list names everything. */
const isNamed = (named: readonly number[], place: number, size: number): boolean =>
  named.length === 0 || named.includes(place) || named.includes(place - size - 1);

const isNth = (nth: number, place: number, size: number): boolean =>
  nth > 0 ? Math.ceil(place / 7) === nth : Math.ceil((size - place + 1) / 7) === -nth;

/** Week 1 is the first one with four days in the year. */
const isInWeek = ({ byWeekNumber, weekStart }: Recurrence, day: number): boolean => {
  const start = day - ((weekdayOf(day) - weekStart + 7) % 7);
  const { year } = toDate(start + 3);
  const first = firstWeek(year, weekStart);
  const weeks = (firstWeek(year + 1, weekStart) - first) / 7;
  return isNamed(byWeekNumber, (start - first) / 7 + 1, weeks);
};

const firstWeek = (year: number, weekStart: number): number => {
  const fourth = toDay(year, 1, 4);
  return fourth - ((weekdayOf(fourth) - weekStart + 7) % 7);
};
