import type { FieldError } from '../../contract/schedule';
import type { Checked } from '../checked';
import { sound } from '../checked';

/** How one field is read. */
export interface FieldRule<T> {
  /** Answers the value as it is kept. Errors have a path below the field, usually an empty one. */
  check(value: unknown): Checked<T>;
  /** Stands in where the field is left out; a field without it is required. */
  fallback?: { value: T };
  /** `null` counts as left out. */
  nullable?: true;
}

export type FieldRules<T> = { [Name in keyof T]: FieldRule<T[Name]> };

export interface Reading {
  /** Where the object lies in the document. */
  path: string[];
  /** `a daily schedule`: what takes which fields, for the messages. */
  whatItIs: string;
}

/**
 * Reads an object field by field: completed, or every field that is wrong. Fields without a rule are refused by
 * name, never ignored.
 */
export const readFields = <T extends object>(
  input: object,
  rules: FieldRules<T>,
  { path, whatItIs }: Reading
): Checked<T> => {
  const names = Object.keys(rules) as (keyof T & string)[];
  const given = new Map<string, unknown>(Object.entries(input));
  const errors: FieldError[] = refuseUnknown([...given.keys()], names, { path, whatItIs });
  const value: Partial<T> = {};
  for (const name of names) {
    const checked = readField(name, rules[name], given.get(name));
    if (checked.ok) value[name] = checked.value;
    else errors.push(...checked.errors.map((error) => below([...path, name], error)));
  }
  return errors.length === 0 ? sound(value as T) : { ok: false, errors };
};

const readField = <T>(name: string, rule: FieldRule<T>, value: unknown): Checked<T> => {
  const leftOut = value === undefined || (value === null && rule.nullable === true);
  if (!leftOut) return rule.check(value);
  if (rule.fallback !== undefined) return sound(rule.fallback.value);
  return { ok: false, errors: [{ path: [], message: `${name} is required.` }] };
};

/** A document full of unknown names must not make a long answer. */
const MAX_SHOWN = 5;

const refuseUnknown = (
  given: string[],
  allowed: string[],
  { path, whatItIs }: Reading
): FieldError[] =>
  given
    .filter((name) => !allowed.includes(name))
    .slice(0, MAX_SHOWN)
    .map((name) => ({
      path: [...path, name.slice(0, 80)],
      message: `"${name.slice(0, 80)}" is not a field of ${whatItIs}. It takes: ${allowed.join(', ')}.`,
    }));

/** The error moved below `path`. */
export const below = (path: (string | number)[], error: FieldError): FieldError => ({
  ...error,
  path: [...path, ...error.path],
});
