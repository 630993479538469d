import type { FieldError } from '../contract/schedule';
import { isStorable } from '../domain/storable';
import type { Asking } from '../policies/caller';
import { Invalid } from '../services/errors';

const MAX_DEPTH = 32;
const MAX_VALUES = 100_000;

/** Keys that reach an object's prototype wherever somebody copies them. */
const POLLUTING = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * The body as JSON, `{}` where there is none. Throws Invalid for other formats and for what no use case should ever
 * meet: bottomless nesting, numbers beyond JSON's, keys of prototypes, characters that a database refuses.
 */
export const readBody = (
  { body, type, header }: { body?: unknown; type: string; header: Asking['request']['header'] },
  method: string
): unknown => {
  // Nobody parses that of a DELETE.
  if (method === 'DELETE' && Number(header['content-length'] ?? 0) > 0)
    throw new Invalid([{ path: [], message: 'DELETE takes no body' }]);
  if (body === undefined || body === null) return {};
  if (type !== '' && !/^application\/(?:[\w.-]+\+)?json$/.test(type))
    throw new Invalid([{ path: [], message: 'The body must be JSON (application/json)' }]);
  const error = findFault(body);
  if (error !== undefined) throw new Invalid([error]);
  return body;
};

interface Place {
  value: unknown;
  path: string[];
}

/** Without recursion: the depth is what it is looking for. */
const findFault = (body: unknown): FieldError | undefined => {
  const open: Place[] = [{ value: body, path: [] }];
  let seen = 0;
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const message = faultOf(place);
    if (message !== undefined) return { path: place.path, message };
    seen += 1;
    if (seen > MAX_VALUES) return { path: [], message: 'holds too many values' };
    if (typeof place.value !== 'object' || place.value === null) continue;
    for (const [key, value] of Object.entries(place.value))
      open.push({ value, path: [...place.path, key] });
  }
  return undefined;
};

const faultOf = ({ value, path }: Place): string | undefined => {
  const key = path.at(-1) ?? '';
  if (POLLUTING.has(key)) return 'is not a name that a field may have';
  if (path.length > MAX_DEPTH) return `lies deeper than ${MAX_DEPTH} levels`;
  if (!isStorable(key)) return 'has characters in its name that cannot be stored';
  if (typeof value === 'string' && !isStorable(value))
    return 'holds characters that cannot be stored (NUL or half of a surrogate pair)';
  if (typeof value === 'number' && !Number.isFinite(value))
    return 'is not a number that JSON knows';
  return undefined;
};
