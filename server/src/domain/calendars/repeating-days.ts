import type { WeeklyEntry, YearlyEntry } from '../../contract/calendar';
import { DAY, MINUTE, daysInMonth, toDate, toDay, weekdayOf } from '../time/calendar-date';
import type { NextStretch } from './local-stretches';

/** The same days of every year. */
export const yearlyStretches = ({ from, to, name }: YearlyEntry): NextStretch => {
  const overNewYear = from > to ? 1 : 0;
  return (local) => {
    const { year } = toDate(Math.floor(local / DAY));
    // 29 February alone is missing for up to eight years in a row.
    for (let first = year - 1; first <= year + 9; first += 1) {
      const start = dayOf(first, from);
      const end = dayAfter(first + overNewYear, to);
      if (start < end && end * DAY > local) return { from: start * DAY, to: end * DAY, name };
    }
    return null;
  };
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

/** A time of day on some weekdays; one that ends where it begins lasts 24 hours. */
export const weeklyStretches = ({ weekdays, from, to, name }: WeeklyEntry): NextStretch => {
  const wanted = new Set(weekdays.map((weekday) => weekday % 7));
  const begin = timeOf(from);
  const end = timeOf(to) > begin ? timeOf(to) : timeOf(to) + DAY;
  return (local) => {
    const today = Math.floor(local / DAY);
    for (let day = today - 1; day <= today + 7; day += 1) {
      if (!wanted.has(weekdayOf(day)) || day * DAY + end <= local) continue;
      return { from: day * DAY + begin, to: day * DAY + end, name };
    }
    return null;
  };
};

const timeOf = (time: string): number => {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return (hour * 60 + minute) * MINUTE;
};
