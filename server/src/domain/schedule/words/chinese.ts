import { toDate, DAY } from '../../time/calendar-date';
import type { Local } from './clock-time';

/** Pieces of Traditional Chinese that several sentences share. */

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'];

export const weekdayName = (weekday: number): string => `星期${WEEKDAYS[weekday - 1] ?? ''}`;
export const monthName = (month: number): string => `${month} 月`;
export const dayName = (day: number): string => `${day} 日`;

/** Blanks between Chinese characters and digits, none between Chinese characters. */
export const spaced = (text: string): string =>
  text
    .replace(/([\u4e00-\u9fff])(?=\d)/g, '$1 ')
    .replace(/(\d)(?=[\u4e00-\u9fff])/g, '$1 ')
    .replace(/([\u3000-\u9fff\uff00-\uffef]) +(?=[\u3000-\u9fff\uff00-\uffef])/g, '$1');

/** `甲、乙及丙` */
export const list = (parts: readonly string[]): string =>
  parts.length < 2
    ? parts.join('')
    : `${parts.slice(0, -1).join('、')}及${parts[parts.length - 1] ?? ''}`;

/** `2026 年 3 月 8 日` */
export const date = (local: Local): string => {
  const { year, month, day } = toDate(Math.floor(local / DAY));
  return `${year} 年 ${month} 月 ${day} 日`;
};
