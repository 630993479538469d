import type { FieldError } from '../contract/schedule';
import { isStorable } from './storable';

/** Keys that reach an object's prototype wherever somebody copies them. */
const POLLUTING = new Set(['__proto__', 'constructor', 'prototype']);

/** Also as a part of a path: `__proto__.x`, `a[constructor]`. */
const isPolluting = (key: string): boolean =>
  key.split(/[.[\]]/).some((segment) => POLLUTING.has(segment));

interface Place {
  value: unknown;
  path: string[];
}

/**
 * The first thing in a parsed body or document that no use case should ever meet: bottomless nesting, too many values,
 * numbers beyond JSON's, keys of prototypes, characters that a database refuses. Without recursion: the depth is what
 * it is looking for.
 */
export const findJsonFault = (
  value: unknown,
  { maxDepth, maxValues }: { maxDepth: number; maxValues: number }
): FieldError | undefined => {
  const open: Place[] = [{ value, path: [] }];
  let seen = 0;
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const message = faultOf(place, maxDepth);
    if (message !== undefined) return { path: place.path, message };
    seen += 1;
    if (seen > maxValues) return { path: [], message: 'holds too many values' };
    if (typeof place.value !== 'object' || place.value === null) continue;
    for (const [key, inner] of Object.entries(place.value))
      open.push({ value: inner, path: [...place.path, key] });
  }
  return undefined;
};

const faultOf = ({ value, path }: Place, maxDepth: number): string | undefined => {
  const key = path.at(-1) ?? '';
  if (isPolluting(key)) return 'is not a name that a field may have';
  if (path.length > maxDepth) return `lies deeper than ${maxDepth} levels`;
  if (!isStorable(key)) return 'has characters in its name that cannot be stored';
  if (typeof value === 'string' && !isStorable(value))
    return 'holds characters that cannot be stored (NUL or half of a surrogate pair)';
  if (typeof value === 'number' && !Number.isFinite(value))
    return 'is not a number that JSON knows';
  return undefined;
};
