import { isObject, refuse } from './shape';
import type { Check, Field } from './shape';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/** An ISO 8601 instant with `Z` or an offset, with or without milliseconds; answers it in UTC with milliseconds. */
export const instant: Check<string> = (value, path, errors) => {
  const at = parseInstant(value);
  return at === null
    ? refuse(errors, path, 'must be an instant such as 2026-01-31T09:00:00Z', value)
    : new Date(at).toISOString();
};

/** Epoch milliseconds of such an instant; null where it is none (29 February of a common year is none). */
export const parseInstant = (value: unknown): number | null => {
  if (typeof value !== 'string' || !INSTANT.test(value)) return null;
  const at = Date.parse(value);
  if (Number.isNaN(at)) return null;
  // Date.parse lets 31 April through as 1 May.
  const day = value.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day) ? at : null;
};

/** A field whose feature is not built yet: accepted only as its default, so that nothing is accepted and ignored. */
export const unbuilt = <T>(initial: T): Field<T> => ({
  default: initial,
  check: (value, path, errors) =>
    isDefault(value, initial) ? initial : refuse(errors, path, 'is not available yet', value),
});

const isDefault = (value: unknown, initial: unknown): boolean => {
  if (isObject(initial) && isObject(value))
    return Object.entries(value).every(
      ([key, inner]) => Object.hasOwn(initial, key) && isDefault(inner, initial[key])
    );
  if (Array.isArray(initial)) return Array.isArray(value) && value.length === 0;
  return value === initial;
};
