import type { WeeklyEntry, YearlyEntry } from '../../contract/calendar';
import { DAY, MINUTE, daysInMonth, toDate, toDay } from '../time/calendar-date';
import type { LocalStretch, NextStretch } from './local-stretches';
import { knownStretches, withoutOverlaps } from './local-stretches';

/** 29 February alone is missing for up to eight years in a row. */
const MAX_YEARS = 9;

/** The same days of every year, of all such entries of a calendar at once. */
export const yearlyStretches = (entries: readonly YearlyEntry[]): NextStretch => {
  const known = new Map<number, NextStretch>();
  const inYear = (year: number): NextStretch => {
    const next =
      known.get(year) ??
      knownStretches([year - 1, year].flatMap((first) => entries.flatMap(stretchFrom(first))));
    known.set(year, next);
    return next;
  };
  return (local) => {
    const { year } = toDate(Math.floor(local / DAY));
    for (let ahead = 0; ahead <= MAX_YEARS; ahead += 1) {
      const found = inYear(year + ahead)(local);
      if (found !== null) return found;
    }
    return null;
  };
};

const stretchFrom =
  (year: number) =>
  ({ from, to, name }: YearlyEntry): LocalStretch[] => {
    const start = dayOf(year, from);
    const end = dayAfter(from > to ? year + 1 : year, to);
    return start < end ? [{ from: start * DAY, to: end * DAY, name }] : [];
  };

/** 29 February of a common year is 1 March here. */
const dayOf = (year: number, monthDay: string): number => {
  const [month = 0, day = 0] = monthDay.split('-').map(Number);
  return toDay(year, month, day);
};

const dayAfter = (year: number, monthDay: string): number => {
  const [month = 0, day = 0] = monthDay.split('-').map(Number);
  return toDay(year, month, Math.min(day, daysInMonth(year, month))) + 1;
};

const WEEK = 7 * DAY;
/** Monday, 5 January 1970. */
const A_MONDAY = 4 * DAY;

/** Times of day on weekdays, of all such entries of a calendar at once; one that ends where it begins lasts 24 hours. */
export const weeklyStretches = (entries: readonly WeeklyEntry[]): NextStretch => {
  const week = withoutOverlaps(entries.flatMap(stretchesOfWeek));
  // What began last week may last into this one, and what comes next may be next week's.
  const around = knownStretches([-WEEK, 0, WEEK].flatMap((by) => week.map(moved(by))));
  return (local) => {
    const monday = Math.floor((local - A_MONDAY) / WEEK) * WEEK + A_MONDAY;
    const found = around(local - monday);
    return found === null ? null : moved(monday)(found);
  };
};

const stretchesOfWeek = ({ weekdays, from, to, name }: WeeklyEntry): LocalStretch[] => {
  const begin = timeOf(from);
  const end = timeOf(to) > begin ? timeOf(to) : timeOf(to) + DAY;
  return weekdays.map((weekday) => ({
    from: (weekday - 1) * DAY + begin,
    to: (weekday - 1) * DAY + end,
    name,
  }));
};

const moved =
  (by: number) =>
  ({ from, to, name }: LocalStretch): LocalStretch => ({ from: from + by, to: to + by, name });

const timeOf = (time: string): number => {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return (hour * 60 + minute) * MINUTE;
};
