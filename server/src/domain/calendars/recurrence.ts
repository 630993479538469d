import type { Checked } from '../checked';
import { sound, unsound } from '../checked';
import { dateExists, toDay } from '../time/calendar-date';

/**
 * An RRULE of RFC 5545, read strictly. Frequencies below a day are refused: a rule that starts every second is no
 * calendar. The dates that it names are computed in `recurrence-dates.ts`.
 */
export interface Recurrence {
  frequency: Frequency;
  interval: number;
  count: number | null;
  /** Inclusive; `utc` where it was written with `Z`. A date means its whole day. */
  until: { local: number; utc: boolean; wholeDay: boolean } | null;
  /** 0 (Sunday) to 6. */
  weekStart: number;
  byMonth: number[];
  byMonthDay: number[];
  byYearDay: number[];
  byWeekNumber: number[];
  byDay: { nth: number | null; weekday: number }[];
  byHour: number[];
  byMinute: number[];
  bySecond: number[];
  bySetPosition: number[];
}

const FREQUENCIES = {
  YEARLY: 'yearly',
  MONTHLY: 'monthly',
  WEEKLY: 'weekly',
  DAILY: 'daily',
} as const;
export type Frequency = (typeof FREQUENCIES)[keyof typeof FREQUENCIES];

const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const MAX_LENGTH = 1_000;
const MAX_COUNT = 1_000;

/** Thrown inside only: turned into an error of the check. */
class BadPart extends Error {}

/** The rule without its prefix, e.g. `FREQ=YEARLY;BYMONTH=11;BYDAY=4TH`. Errors have an empty path. */
export const parseRecurrence = (text: unknown): Checked<Recurrence> => {
  try {
    return sound(check(read(text)));
  } catch (error) {
    if (!(error instanceof BadPart)) throw error;
    const value = typeof text === 'string' && text.length <= 100 ? { value: text } : {};
    return unsound({ path: [], message: error.message, ...value });
  }
};

const read = (text: unknown): Map<string, string> => {
  if (typeof text !== 'string' || text === '')
    throw new BadPart('must be a rule such as FREQ=YEARLY');
  if (text.length > MAX_LENGTH) throw new BadPart(`must have at most ${MAX_LENGTH} characters`);
  const parts = new Map<string, string>();
  for (const part of text.replace(/;$/, '').split(';')) {
    const [, name = '', value = ''] = /^([A-Za-z-]+)=([\w,+-]+)$/.exec(part) ?? [];
    if (name === '') throw new BadPart(`"${part.slice(0, 40)}" is not a part such as BYMONTH=11`);
    if (parts.has(name.toUpperCase())) throw new BadPart(`${name.toUpperCase()} is there twice`);
    parts.set(name.toUpperCase(), value.toUpperCase());
  }
  return parts;
};

const KNOWN = new Set([
  'FREQ',
  'INTERVAL',
  'COUNT',
  'UNTIL',
  'WKST',
  'BYMONTH',
  'BYMONTHDAY',
  'BYYEARDAY',
  'BYWEEKNO',
  'BYDAY',
  'BYHOUR',
  'BYMINUTE',
  'BYSECOND',
  'BYSETPOS',
]);

const check = (parts: Map<string, string>): Recurrence => {
  for (const name of parts.keys()) if (!KNOWN.has(name)) throw new BadPart(`${name} is not known`);
  const frequency = frequencyOf(parts.get('FREQ'));
  const rule: Recurrence = {
    frequency,
    interval: whole(parts, 'INTERVAL', [1, 1_000]) ?? 1,
    count: whole(parts, 'COUNT', [1, MAX_COUNT]),
    until: untilOf(parts.get('UNTIL')),
    weekStart: weekdayOf(parts.get('WKST') ?? 'MO', 'WKST'),
    byMonth: list(parts, 'BYMONTH', [1, 12]),
    byMonthDay: list(parts, 'BYMONTHDAY', [1, 31], 'signed'),
    byYearDay: list(parts, 'BYYEARDAY', [1, 366], 'signed'),
    byWeekNumber: list(parts, 'BYWEEKNO', [1, 53], 'signed'),
    byDay: daysOf(parts.get('BYDAY')),
    byHour: list(parts, 'BYHOUR', [0, 23]),
    byMinute: list(parts, 'BYMINUTE', [0, 59]),
    bySecond: list(parts, 'BYSECOND', [0, 59]),
    bySetPosition: list(parts, 'BYSETPOS', [1, 366], 'signed'),
  };
  refuseCombinations(rule);
  return rule;
};

const frequencyOf = (text: string | undefined): Frequency => {
  const known = Object.entries(FREQUENCIES).find(([name]) => name === text);
  if (known !== undefined) return known[1];
  throw new BadPart(`FREQ must be one of ${Object.keys(FREQUENCIES).join(', ')}`);
};

/** More starts than this in one day are no calendar. */
const MAX_TIMES = 96;

const refuseCombinations = (rule: Recurrence): void => {
  const { frequency, byDay } = rule;
  if (rule.count !== null && rule.until !== null)
    throw new BadPart('COUNT and UNTIL must not be there together');
  if (byDay.some(({ nth }) => nth !== null) && (frequency === 'weekly' || frequency === 'daily'))
    throw new BadPart('BYDAY takes numbers such as 4TH only in yearly and monthly rules');
  if (rule.byWeekNumber.length > 0 && frequency !== 'yearly')
    throw new BadPart('BYWEEKNO belongs to yearly rules only');
  if (rule.byYearDay.length > 0 && frequency !== 'yearly')
    throw new BadPart('BYYEARDAY belongs to yearly rules only');
  if (rule.byMonthDay.length > 0 && frequency === 'weekly')
    throw new BadPart('BYMONTHDAY does not belong to weekly rules');
  const times = [rule.byHour, rule.byMinute, rule.bySecond].map(({ length }) => length || 1);
  if (times.reduce((product, length) => product * length, 1) > MAX_TIMES)
    throw new BadPart(`must start at most ${MAX_TIMES} times a day`);
};

const whole = (parts: Map<string, string>, name: string, [min, max]: [number, number]) => {
  const text = parts.get(name);
  if (text === undefined) return null;
  const value = /^\d{1,6}$/.test(text) ? Number(text) : NaN;
  if (!(value >= min && value <= max))
    throw new BadPart(`${name} must be a whole number from ${min} to ${max}`);
  return value;
};

const list = (
  parts: Map<string, string>,
  name: string,
  [min, max]: [number, number],
  sign: 'signed' | 'plain' = 'plain'
): number[] => {
  const text = parts.get(name);
  if (text === undefined) return [];
  const values = text.split(',').map((item) => (/^[+-]?\d{1,3}$/.test(item) ? Number(item) : NaN));
  const isGood = (value: number): boolean => {
    const size = sign === 'signed' ? Math.abs(value) : value;
    return size >= min && size <= max;
  };
  if (!values.every(isGood)) {
    const also = sign === 'signed' ? `, or -${max} to -${min}` : '';
    throw new BadPart(`${name} takes whole numbers from ${min} to ${max}${also}`);
  }
  return [...new Set(values)];
};

const daysOf = (text: string | undefined): Recurrence['byDay'] =>
  (text?.split(',') ?? []).map((item) => {
    const [, nth = '', weekday = ''] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(item) ?? [];
    const number = nth === '' ? null : Number(nth);
    if (number !== null && (number === 0 || Math.abs(number) > 53))
      throw new BadPart('BYDAY takes numbers from 1 to 53, or -53 to -1');
    return { nth: number, weekday: weekdayOf(weekday, 'BYDAY') };
  });

const weekdayOf = (text: string, name: string): number => {
  const weekday = WEEKDAYS.indexOf(text);
  if (weekday < 0) throw new BadPart(`${name} takes ${WEEKDAYS.join(', ')}`);
  return weekday;
};

const untilOf = (text: string | undefined): Recurrence['until'] => {
  if (text === undefined) return null;
  const [, year, month, day, hour, minute, second, zulu] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/.exec(text) ?? [];
  const date = { year: Number(year), month: Number(month), day: Number(day) };
  if (year === undefined || !dateExists(date))
    throw new BadPart('UNTIL must be a date or time such as 20261231 or 20261231T235959Z');
  const wholeDay = hour === undefined;
  const seconds = wholeDay ? 0 : Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  const local = toDay(date.year, date.month, date.day) * 86_400_000 + seconds * 1000;
  return { local, utc: zulu === 'Z', wholeDay };
};
