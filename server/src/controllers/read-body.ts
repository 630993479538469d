import { findJsonFault } from '../domain/json-fault';
import type { Asking } from '../policies/caller';
import { Invalid } from '../services/errors';

const MAX_DEPTH = 32;
const MAX_VALUES = 100_000;

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
  const error = findJsonFault(body, { maxDepth: MAX_DEPTH, maxValues: MAX_VALUES });
  if (error !== undefined) throw new Invalid([error]);
  return body;
};
