import type { Problem } from './problem';
import { problem } from './problem';

const MAX_DEPTH = 32;
const MAX_VALUES = 20_000;
const MAX_KEY_LENGTH = 200;
/** Keys that reach an object's prototype in careless code. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * The first thing in a value that is no plain, storable JSON: a prototype key, too deep or too many values, a number
 * that JSON has no word for, or a character that no database stores (NUL, half a surrogate pair).
 */
export const findUnstorable = (value: unknown): Problem | undefined =>
  look(value, [], { left: MAX_VALUES });

const look = (value: unknown, path: string[], budget: { left: number }): Problem | undefined => {
  budget.left -= 1;
  if (budget.left < 0) return problem(`holds more than ${MAX_VALUES} values`);
  if (path.length > MAX_DEPTH) return problem(`is nested deeper than ${MAX_DEPTH} levels`);
  if (typeof value === 'object' && value !== null) return lookInside(value, path, budget);
  const wrong = wrongScalar(value);
  return wrong === undefined ? undefined : problem(wrong, ...path);
};

const lookInside = (
  value: object,
  path: string[],
  budget: { left: number }
): Problem | undefined => {
  if (!isPlain(value)) return problem('must be plain JSON', ...path);
  for (const [key, inner] of Object.entries(value)) {
    const found = wrongKey(key, path) ?? look(inner, [...path, key], budget);
    if (found !== undefined) return found;
  }
  return undefined;
};

const wrongKey = (key: string, path: string[]): Problem | undefined => {
  if (FORBIDDEN_KEYS.has(key)) return problem('is not allowed as a key', ...path, key);
  if (key.length > MAX_KEY_LENGTH) return problem('holds a key that is too long', ...path);
  if (!isStorableText(key))
    return problem('holds a key with a character that cannot be stored', ...path);
  return undefined;
};

const wrongScalar = (value: unknown): string | undefined => {
  if (value === null || typeof value === 'boolean') return undefined;
  if (typeof value === 'number')
    return Number.isFinite(value) ? undefined : 'must be a finite number';
  if (typeof value !== 'string') return 'must be plain JSON';
  return isStorableText(value) ? undefined : 'holds a character that cannot be stored';
};

const isStorableText = (text: string): boolean => !/\0|\p{Surrogate}/u.test(text);

// Asked without naming `Object`: what another realm made (a worker, a test) has an Object of its own.
const isPlain = (value: unknown): value is Record<string, unknown> | unknown[] => {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  isPlain(value) && !Array.isArray(value);
