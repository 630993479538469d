import type {
  CalendarInterval,
  MonthlySchedule,
  WeeklySchedule,
  YearlySchedule,
} from '../../contract/schedule';
import { daysInMonth, toDate, toDay, weekdayOf } from '../time/calendar-date';
import { parseEvery } from './every';

/** The dates of the kinds that are not cron: each answers the first matching day number at or after the given one. */
export type NextDay = (day: number) => number | null;

const LAST_YEAR = 9999;

export const everyDay: NextDay = (day) => day;

export const onlyDay =
  (only: number): NextDay =>
  (day) =>
    day <= only ? only : null;

/** Weekdays are 1 (Monday) to 7 (Sunday). */
export const weeklyDays = ({ weekdays }: WeeklySchedule): NextDay => {
  const wanted = new Set(weekdays.map((weekday) => weekday % 7));
  return (from) => {
    for (let day = from; day < from + 7; day += 1) if (wanted.has(weekdayOf(day))) return day;
    return null;
  };
};

export const monthlyDays = ({ days, overflow }: MonthlySchedule): NextDay =>
  byMonth((year, month) => {
    const length = daysInMonth(year, month);
    return days.flatMap((day) => fit(day === 'last' ? length : day, length, overflow));
  });

export const yearlyDays = (schedule: YearlySchedule): NextDay =>
  byMonth((year, month) =>
    month === schedule.month ? fit(schedule.day, daysInMonth(year, month), schedule.overflow) : []
  );

/** start + k units, each computed from the start. */
export const calendarDays = (schedule: CalendarInterval): NextDay => {
  const [year = 0, month = 0, day = 0] = schedule.start.split('-').map(Number);
  const start = toDay(year, month, day);
  const every = parseEvery(schedule.every);
  if (!every.ok || every.value.kind === 'elapsed') {
    throw new Error(`Not a calendar interval: ${schedule.every}`);
  }
  const { count, unit } = every.value;
  if (unit === 'd' || unit === 'w') {
    const step = unit === 'd' ? count : count * 7;
    return (from) => start + Math.max(0, Math.ceil((from - start) / step)) * step;
  }
  const step = unit === 'mo' ? count : count * 12;
  return monthSteps({ year, month, day }, step, schedule.overflow);
};

const monthSteps = (
  start: { year: number; month: number; day: number },
  step: number,
  overflow: 'last' | 'skip'
): NextDay => {
  const first = start.year * 12 + start.month - 1;
  return (from) => {
    const { year, month } = toDate(from);
    const passed = Math.max(0, Math.floor((year * 12 + month - 1 - first) / step));
    for (let index = first + passed * step; index < (LAST_YEAR + 1) * 12; index += step) {
      const here = { year: Math.floor(index / 12), month: (index % 12) + 1 };
      const [day] = fit(start.day, daysInMonth(here.year, here.month), overflow);
      if (day === undefined) continue;
      const found = toDay(here.year, here.month, day);
      if (found >= from) return found;
    }
    return null;
  };
};

const byMonth =
  (daysOf: (year: number, month: number) => number[]): NextDay =>
  (from) => {
    let { year, month, day: earliest } = toDate(from);
    while (year <= LAST_YEAR) {
      const days = daysOf(year, month).filter((day) => day >= earliest);
      if (days.length > 0) return toDay(year, month, Math.min(...days));
      earliest = 1;
      month += 1;
      if (month === 13) [year, month] = [year + 1, 1];
    }
    return null;
  };

/** The day itself, the month's last one in its place, or none. */
const fit = (day: number, length: number, overflow: 'last' | 'skip'): number[] => {
  if (day <= length) return [day];
  return overflow === 'last' ? [length] : [];
};
