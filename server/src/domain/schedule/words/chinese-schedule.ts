import type { Overflow } from '../../../contract/schedule';
import { date, dayName, list, spaced, weekdayName } from './chinese';
import { chineseCron } from './chinese-cron';
import type { ScheduleWords } from './words';
import { shortTime, timeOfLocal } from './clock-time';

const ELAPSED = { s: '秒', m: '分鐘', h: '小時' };
const CALENDAR = { d: '日', w: '星期', mo: '個月', y: '年' };

/** `每 15 分鐘`, `每日` */
const every = (count: number, unit: string): string =>
  count === 1 ? `每${unit}` : `每 ${count} ${unit}`;

const inShortMonths = (overflow: Overflow | null): string => {
  if (overflow === null) return '';
  return overflow === 'last' ? '；較短的月份則在最後一日' : '；較短的月份不執行';
};

export const chineseSchedule: ScheduleWords = {
  cron: chineseCron,
  elapsed: ({ count, unit }, anchor) =>
    `${every(count, ELAPSED[unit])}，由 ${date(anchor)} ${timeOfLocal(anchor)} 起計`,
  calendar: ({ count, unit }, { start, time, overflow }) =>
    `${every(count, CALENDAR[unit])} ${shortTime(time)}，由 ${date(start)}起${inShortMonths(overflow)}`,
  hourly: (minute) => (minute === 0 ? '每小時正點' : `每小時第 ${minute} 分`),
  daily: (time) => `每日 ${shortTime(time)}`,
  weekly: (weekdays, time) => {
    const days = weekdays.map(({ from, to }) =>
      from === to ? weekdayName(from) : `${weekdayName(from)}至${weekdayName(to)}`
    );
    return `逢${list(days)} ${shortTime(time)}`;
  },
  monthly: (days, time, overflow) => {
    const names = days.map((day) => (day === 'last' ? '最後一日' : dayName(day)));
    return spaced(`每月${list(names)} ${shortTime(time)}${inShortMonths(overflow)}`);
  },
  yearly: ({ month, day }, time, overflow) => {
    const other = overflow === 'last' ? '；非閏年則在 2 月 28 日' : '；只在閏年執行';
    return `每年 ${month} 月 ${day} 日 ${shortTime(time)}${overflow === null ? '' : other}`;
  },
  once: (at) => `只執行一次：${date(at)} ${timeOfLocal(at)}`,
};
