import type { Checked } from '../checked';
import { sound } from '../checked';
import { DAY, HOUR, MINUTE, SECOND } from '../time/calendar-date';
import { wrong } from './field-rules';

/** The `every` of an interval: real time, or units of the calendar. */
export type Every =
  | { kind: 'elapsed'; count: number; unit: 's' | 'm' | 'h'; milliseconds: number }
  | { kind: 'calendar'; count: number; unit: 'd' | 'w' | 'mo' | 'y' };

const ELAPSED = { s: SECOND, m: MINUTE, h: HOUR };
const DAYS = { d: 1, w: 7, mo: 30, y: 365 };
const MAX_DAYS = 100 * 366;

/** `90s`, `15m`, `2h`, `2d`, `1w`, `3mo`, `1y`; up to a hundred years. Errors have an empty path. */
export const parseEvery = (value: unknown): Checked<Every> => {
  const [, digits = '', unit = ''] =
    typeof value === 'string' ? (/^(\d{1,12})(s|m|h|d|w|mo|y)$/.exec(value) ?? []) : [];
  if (digits === '') {
    return wrong(
      'every must be a whole number and a unit: s, m, h, d, w, mo or y, such as "90s", "15m", "2h", "1d", "3mo".',
      value
    );
  }
  const count = Number(digits);
  if (count < 1) return wrong('every must be at least 1 second ("1s").', value);
  const every = describeUnit(count, unit);
  const days = every.kind === 'elapsed' ? every.milliseconds / DAY : count * DAYS[every.unit];
  return days > MAX_DAYS ? wrong('every must be at most a hundred years.', value) : sound(every);
};

const describeUnit = (count: number, unit: string): Every => {
  if (unit === 's' || unit === 'm' || unit === 'h') {
    return { kind: 'elapsed', count, unit, milliseconds: count * ELAPSED[unit] };
  }
  return {
    kind: 'calendar',
    count,
    unit: unit === 'd' || unit === 'w' || unit === 'mo' ? unit : 'y',
  };
};
