import type { FieldError } from '../contract/schedule';

/** Checks one value at `path`: answers it completed, or undefined after adding to `errors`. */
export type Check<T> = (value: unknown, path: string[], errors: FieldError[]) => T | undefined;

/** A key of an object; without `default` it must be there. */
export interface Field<T> {
  check: Check<T>;
  default?: T;
}
type Fields = Record<string, Field<unknown>>;
type Shaped<S extends Fields> = { [K in keyof S]: S[K] extends Field<infer T> ? T : never };

export const required = <T>(check: Check<T>): Field<T> => ({ check });
export const optional = <T>(check: Check<T>, initial: NoInfer<T>): Field<T> => ({
  check,
  default: initial,
});

/** Adds an error, with the refused value where it is short enough to repeat. */
export const refuse = (
  errors: FieldError[],
  path: string[],
  message: string,
  value?: unknown
): undefined => {
  errors.push(isShort(value) ? { path, message, value } : { path, message });
};

const isShort = (value: unknown): boolean =>
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && value.length <= 100);

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object of exactly these keys, missing ones completed. Unknown keys are errors, never dropped. */
export const shape =
  <S extends Fields>(fields: S): Check<Shaped<S>> =>
  (value, path, errors) => {
    if (!isObject(value)) return refuse(errors, path, 'must be an object', value);
    const before = errors.length;
    for (const key of Object.keys(value))
      if (!Object.hasOwn(fields, key)) refuse(errors, [...path, key], 'is not a known field');
    const entries = Object.entries(fields).map(([key, field]) => [
      key,
      readField(field, Object.hasOwn(value, key) ? value[key] : undefined, [...path, key], errors),
    ]);
    return errors.length === before ? (Object.fromEntries(entries) as Shaped<S>) : undefined;
  };

const readField = (
  field: Field<unknown>,
  value: unknown,
  path: string[],
  errors: FieldError[]
): unknown => {
  if (value !== undefined) return field.check(value, path, errors);
  if ('default' in field) return field.default;
  return refuse(errors, path, 'is required');
};

const CONTROL = /[\p{Cc}\u2028\u2029]/u;
const CONTROL_BUT_LINES = /[^\P{Cc}\n\r\t]/u;

/** Text of `min` to `max` characters on one line, without white space at its ends. */
export const line =
  (min: number, max: number): Check<string> =>
  (value, path, errors) => {
    if (typeof value !== 'string') return refuse(errors, path, 'must be text', value);
    if (value.length < min || value.length > max)
      return refuse(errors, path, `must have ${min} to ${max} characters`, value);
    if (CONTROL.test(value))
      return refuse(errors, path, 'must be one line without control characters');
    if (value.trim() !== value)
      return refuse(errors, path, 'must not begin or end with white space', value);
    return value;
  };

/** Text of several lines. */
export const paragraph =
  (max: number): Check<string> =>
  (value, path, errors) => {
    if (typeof value !== 'string') return refuse(errors, path, 'must be text', value);
    if (value.length > max) return refuse(errors, path, `must have at most ${max} characters`);
    if (CONTROL_BUT_LINES.test(value))
      return refuse(errors, path, 'must not hold control characters');
    return value;
  };

export const whole =
  (min: number, max: number): Check<number> =>
  (value, path, errors) =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
      ? value
      : refuse(errors, path, `must be a whole number from ${min} to ${max}`, value);

export const number =
  (min: number, max: number): Check<number> =>
  (value, path, errors) =>
    typeof value === 'number' && value >= min && value <= max
      ? value
      : refuse(errors, path, `must be a number from ${min} to ${max}`, value);

export const flag: Check<boolean> = (value, path, errors) =>
  typeof value === 'boolean' ? value : refuse(errors, path, 'must be true or false', value);

export const oneOf =
  <T extends string>(values: readonly T[]): Check<T> =>
  (value, path, errors) =>
    values.find((allowed) => allowed === value) ??
    refuse(errors, path, `must be one of ${values.join(', ')}`, value);

export const nullable =
  <T>(check: Check<T>): Check<T | null> =>
  (value, path, errors) =>
    value === null ? null : check(value, path, errors);

export const list =
  <T>(check: Check<T>, max: number): Check<T[]> =>
  (value, path, errors) => {
    if (!Array.isArray(value)) return refuse(errors, path, 'must be a list', value);
    if (value.length > max) return refuse(errors, path, `must have at most ${max} items`);
    const before = errors.length;
    const items = value.map((item, index) => check(item, [...path, String(index)], errors));
    return errors.length === before ? (items as T[]) : undefined;
  };

/** Any object: what is in it is another check's business. */
export const anyObject: Check<Record<string, unknown>> = (value, path, errors) =>
  isObject(value) ? value : refuse(errors, path, 'must be an object', value);

/** Anything: checked elsewhere. */
export const anything: Check<unknown> = (value) => value;
