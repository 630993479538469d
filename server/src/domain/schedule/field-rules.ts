import { DateTime } from 'luxon';
import type { Checked } from '../checked';
import { sound, unsound } from '../checked';
import { dateExists } from '../time/calendar-date';
import type { FieldRule } from './read-fields';
import { below } from './read-fields';

/** The rules for single values that several kinds of schedule share. */

/** One error about the value itself; short values are repeated in it. */
export const wrong = (message: string, value?: unknown): Checked<never> => {
  const repeatable =
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    (typeof value === 'string' && value.length <= 100);
  return unsound({ path: [], message, ...(repeatable ? { value } : {}) });
};

export const wholeNumber = (name: string, min: number, max: number): FieldRule<number> => ({
  check: (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
      ? sound(value === 0 ? 0 : value)
      : wrong(`${name} must be a whole number from ${min} to ${max}.`, value),
});

export const flag = (name: string): FieldRule<boolean> => ({
  check: (value) =>
    typeof value === 'boolean' ? sound(value) : wrong(`${name} must be true or false.`, value),
});

export const oneOf = <T extends string>(name: string, choices: readonly T[]): FieldRule<T> => ({
  check: (value) => {
    const choice = choices.find((candidate) => candidate === value);
    return choice === undefined
      ? wrong(`${name} must be one of: ${choices.join(', ')}.`, value)
      : sound(choice);
  },
});

/** Text of 1 to `max` characters that every database can keep. */
export const text = (name: string, max: number): FieldRule<string> => ({
  check: (value) => {
    if (typeof value !== 'string') return wrong(`${name} must be text.`, value);
    if (value.trim() === '') return wrong(`${name} must not be empty.`, value);
    if (value.length > max) {
      return wrong(`${name} has ${value.length} characters; at most ${max} are allowed.`);
    }
    if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|[\ud800-\udfff]/u.test(value)) {
      return wrong(`${name} contains a control character or half a character. Remove it.`);
    }
    return sound(value);
  },
});

const TIME = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;

/** `HH:mm` or `HH:mm:ss` */
export const timeOfDay: FieldRule<string> = {
  check: (value) =>
    typeof value === 'string' && TIME.test(value)
      ? sound(value)
      : wrong('time must be a time of day from "00:00" to "23:59", as HH:mm or HH:mm:ss.', value),
};

const LOCAL_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** `YYYY-MM-DD` of a day that exists. */
export const localDate = (name: string): FieldRule<string> => ({
  check: (value) => {
    if (typeof value !== 'string' || !LOCAL_DATE.test(value)) {
      return wrong(`${name} must be a date as YYYY-MM-DD.`, value);
    }
    return isRealDate(value)
      ? sound(value)
      : wrong(`${name}: the day ${value} does not exist.`, value);
  },
});

/** Whether text that begins with `YYYY-MM-DD` names a day of the calendar. */
export const isRealDate = (value: string): boolean => {
  const [year = 0, month = 0, day = 0] = value.slice(0, 10).split('-').map(Number);
  return dateExists({ year, month, day });
};

const INSTANT =
  /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):?[0-5]\d)$/;

/** An instant with `Z` or an offset; kept as ISO 8601 UTC with milliseconds. */
export const instant = (name: string): FieldRule<string> => ({
  check: (value) => {
    if (typeof value !== 'string' || !INSTANT.test(value)) {
      return wrong(
        `${name} must be an instant with "Z" or an offset, such as "2026-12-24T18:00:00Z".`,
        value
      );
    }
    const milliseconds = isRealDate(value) ? parseInstant(value) : NaN;
    if (Number.isNaN(milliseconds)) return wrong(`${name}: "${value}" does not exist.`, value);
    return sound(new Date(milliseconds).toISOString());
  },
});

/** Epoch milliseconds; NaN where the year is not 0 to 9999 in UTC. */
const parseInstant = (value: string): number => {
  const milliseconds = DateTime.fromISO(value, { zone: 'utc' }).toMillis();
  const year = new Date(milliseconds).getUTCFullYear();
  return year >= 0 && year <= 9999 ? milliseconds : NaN;
};

/** A field that may be left out or null. */
export const optional = <T>(rule: FieldRule<T>, fallback: T): FieldRule<T> => ({
  ...rule,
  fallback: { value: fallback },
  nullable: true,
});

interface ListRule {
  name: string;
  atLeast: number;
  atMost: number;
  example: string;
}

/** A list in which nothing comes twice. */
export const distinctList = <T>(
  value: unknown,
  check: (item: unknown) => Checked<T>,
  { name, atLeast, atMost, example }: ListRule
): Checked<T[]> => {
  if (!Array.isArray(value) || value.length < atLeast || value.length > atMost) {
    return wrong(`${name} must be a list of ${atLeast} to ${atMost} entries, such as ${example}.`);
  }
  const items: T[] = [];
  for (const [place, item] of value.entries()) {
    const checked = check(item);
    if (!checked.ok) {
      return { ok: false, errors: checked.errors.map((one) => below([String(place)], one)) };
    }
    if (items.includes(checked.value)) return wrong(`${name} names ${String(item)} twice.`);
    items.push(checked.value);
  }
  return sound(items);
};
