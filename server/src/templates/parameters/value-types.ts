import { boolean as yupBoolean, number as yupNumber } from 'yup';
import type { AnySchema } from 'yup';

import type { ParameterDefinition } from '../../contract/template';
import { isRecord } from './json-guard';
import type { Problem } from './problem';
import { holds, problem, sound } from './problem';

const MOST_OF_A_LIST = 100;
const MOST_OF_A_VALUE = 8192;
/** A year: no wait inside a job is longer. */
const LONGEST_DURATION = 366 * 86_400_000;
const JSON_LENGTH = 262_144;

type Makes = (definition: ParameterDefinition) => AnySchema;

export const number: Makes = (definition) =>
  holds(yupNumber().typeError('must be a number'), (value) =>
    typeof value === 'number' ? numberProblems(value, definition) : []
  );

/** Whole milliseconds, as everywhere on the wire. */
export const duration: Makes = ({ min = 0, max = LONGEST_DURATION }) =>
  sound((value) =>
    typeof value === 'number' && Number.isInteger(value)
      ? bounds(value, min, max, ' milliseconds')
      : [problem('must be a whole number of milliseconds')]
  );

export const boolean: Makes = () => yupBoolean().typeError('must be true or false');

/** `YYYY-MM-DD`, or an instant with `Z` or an offset; bounds are epoch milliseconds. */
export const date: Makes = ({ min = -Infinity, max = Infinity }) =>
  sound((value) => {
    const at = isDay(value) || isInstant(value) ? Date.parse(value) : NaN;
    if (Number.isNaN(at))
      return [problem('must be a date (2026-01-31) or an instant (2026-01-31T09:00:00Z)')];
    if (at < min) return [problem(`must not be before ${new Date(min).toISOString()}`)];
    return at > max ? [problem(`must not be after ${new Date(max).toISOString()}`)] : [];
  });

export const select: Makes = ({ options = [] }) =>
  sound((value) => (options.some((option) => option.value === value) ? [] : [notOneOf(options)]));

export const multiSelect: Makes = ({ options = [], min, max }) =>
  sound((value) => {
    if (!Array.isArray(value)) return [problem('must be a list')];
    if (new Set(value).size < value.length) return [problem('must not hold a value twice')];
    return [
      ...lengths(value, min, max),
      ...value.flatMap((one, index) =>
        options.some((option) => option.value === one) ? [] : [notOneOf(options, String(index))]
      ),
    ];
  });

export const json: Makes = ({ max = JSON_LENGTH }) =>
  sound((value) =>
    JSON.stringify(value).length > max
      ? [problem(`must have at most ${max} characters as JSON`)]
      : []
  );

export const emailList: Makes = ({ min, max }) =>
  sound((value) => {
    if (!Array.isArray(value)) return [problem('must be a list of e-mail addresses')];
    return [
      ...lengths(value, min, max),
      ...value.flatMap((one, index) =>
        isEmail(one) ? [] : [problem('must be an e-mail address', String(index))]
      ),
    ];
  });

/** Names are tokens and values are one line: a pair can stand in a header, an environment or a query. */
export const keyValue: Makes = ({ min, max }) =>
  sound((value) => {
    if (!isRecord(value)) return [problem('must be an object of names and texts')];
    return [
      ...lengths(Object.keys(value), min, max),
      ...Object.entries(value).flatMap(([name, one]) => pairProblems(name, one)),
    ];
  });

const pairProblems = (name: string, value: unknown): Problem[] => {
  if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/.test(name))
    return [problem('is not a valid name: letters, digits and - _ . only', name)];
  if (typeof value !== 'string') return [problem('must be a text', name)];
  if (value.length > MOST_OF_A_VALUE)
    return [problem(`must have at most ${MOST_OF_A_VALUE} characters`, name)];
  return /[^\P{Cc}\t]/u.test(value) ? [problem('must be one line', name)] : [];
};

const numberProblems = (value: number, { min, max, integer }: ParameterDefinition): Problem[] => {
  if (!Number.isFinite(value)) return [problem('must be a finite number')];
  if (integer === true && !Number.isSafeInteger(value)) return [problem('must be a whole number')];
  return bounds(value, min, max, '');
};

const bounds = (value: number, min = -Infinity, max = Infinity, unit: string): Problem[] => {
  if (value < min) return [problem(`must be at least ${min}${unit}`)];
  return value > max ? [problem(`must be at most ${max}${unit}`)] : [];
};

const lengths = (list: unknown[], min = 0, max = MOST_OF_A_LIST): Problem[] => {
  if (list.length < min) return [problem(`must hold at least ${min}`)];
  return list.length > max ? [problem(`must hold at most ${max}`)] : [];
};

const notOneOf = (options: { value: string | number }[], ...path: string[]): Problem =>
  problem(`must be one of ${options.map(({ value }) => value).join(', ')}`, ...path);

const isEmail = (value: unknown): boolean => {
  if (typeof value !== 'string' || value.length > 254) return false;
  const at = value.lastIndexOf('@');
  const labels = value.slice(at + 1).split('.');
  return (
    /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/.test(value.slice(0, Math.max(at, 0))) &&
    labels.length > 1 &&
    labels.every((label) => /^[A-Za-z0-9-]{1,63}$/.test(label) && !/^-|-$/.test(label))
  );
};

/** A day that exists: `2026-02-30` does not. */
export const isDay = (value: unknown): value is string => {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const at = Date.parse(value);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(value);
};

/** An instant on an existing day, with its zone said. */
export const isInstant = (value: unknown): value is string =>
  typeof value === 'string' &&
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(value) &&
  isDay(value.slice(0, 10)) &&
  !Number.isNaN(Date.parse(value));
