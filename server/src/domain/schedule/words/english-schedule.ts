import type { Overflow } from '../../../contract/schedule';
import { capital, date, list, monthName, ordinal, plural, weekdayName } from './english';
import { englishCron } from './english-cron';
import type { MonthDay, ScheduleWords } from './words';
import { shortTime, timeOfLocal } from './clock-time';

const ELAPSED = { s: 'second', m: 'minute', h: 'hour' };
const CALENDAR = { d: 'day', w: 'week', mo: 'month', y: 'year' };

/** `every 15 minutes`, `every day` */
const every = (count: number, unit: string): string =>
  count === 1 ? `every ${unit}` : `every ${plural(count, unit)}`;

const inShortMonths = (overflow: Overflow | null): string => {
  if (overflow === null) return '';
  return overflow === 'last' ? '; in shorter months on their last day' : '; not in shorter months';
};

const monthDay = (day: MonthDay): string => (day === 'last' ? 'last day' : ordinal(day));

export const englishSchedule: ScheduleWords = {
  cron: englishCron,
  elapsed: ({ count, unit }, anchor) =>
    capital(`${every(count, ELAPSED[unit])}, counted from ${date(anchor)}, ${timeOfLocal(anchor)}`),
  calendar: ({ count, unit }, { start, time, overflow }) =>
    capital(
      `${every(count, CALENDAR[unit])} at ${shortTime(time)}, from ${date(start)} on${inShortMonths(overflow)}`
    ),
  hourly: (minute) =>
    minute === 0 ? 'Every hour, on the hour' : `Every hour, at minute ${minute}`,
  daily: (time) => `Every day at ${shortTime(time)}`,
  weekly: (weekdays, time) => {
    const days = weekdays.map(({ from, to }) =>
      from === to ? weekdayName(from) : `${weekdayName(from)} to ${weekdayName(to)}`
    );
    const [only] = weekdays;
    const isRange = weekdays.length === 1 && only !== undefined && only.from !== only.to;
    return `${isRange ? '' : 'Every '}${list(days)} at ${shortTime(time)}`;
  },
  monthly: (days, time, overflow) =>
    `Every month on the ${list(days.map(monthDay))} at ${shortTime(time)}${inShortMonths(overflow)}`,
  yearly: ({ month, day }, time, overflow) => {
    const other = overflow === 'last' ? '; in other years on 28 February' : '; in leap years only';
    const leap = overflow === null ? '' : other;
    return `Every year on ${day} ${monthName(month)} at ${shortTime(time)}${leap}`;
  },
  once: (at) => `Once, on ${date(at)} at ${timeOfLocal(at)}`,
};
