import { DateTime } from 'luxon';
import type { Local } from './clock-time';

/** Pieces of English that several sentences share. */

export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

export const monthName = (month: number): string => MONTHS[month - 1] ?? '';
export const weekdayName = (weekday: number): string => WEEKDAYS[weekday - 1] ?? '';

/** `a, b and c` */
export const list = (parts: readonly string[], word = 'and'): string =>
  parts.length < 2
    ? parts.join('')
    : `${parts.slice(0, -1).join(', ')} ${word} ${parts[parts.length - 1] ?? ''}`;

export const ordinal = (value: number): string => {
  const ending = ['th', 'st', 'nd', 'rd'][value % 10] ?? 'th';
  return `${value}${value % 100 > 10 && value % 100 < 14 ? 'th' : ending}`;
};

export const plural = (count: number, unit: string): string =>
  `${count} ${unit}${count === 1 ? '' : 's'}`;

/** `8 March 2026` */
export const date = (local: Local): string =>
  DateTime.fromMillis(local, { zone: 'utc' })
    .reconfigure({ locale: 'en-GB', numberingSystem: 'latn', outputCalendar: 'gregory' })
    .toFormat('d LLLL yyyy');

export const capital = (sentence: string): string =>
  sentence.charAt(0).toUpperCase() + sentence.slice(1);
