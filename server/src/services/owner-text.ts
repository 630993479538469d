import type { Owner } from '../engine/ports';
import type { Caller } from './ports';
import { refuse } from './shape';
import type { Check } from './shape';

/** `me`, `user:<id>`, `token:<id>`, or the id of a user. */
export const ownerText =
  (caller: Caller): Check<Owner> =>
  (value, path, errors) => {
    if (value === 'me') return { kind: caller.kind, id: caller.id };
    const [, kind = 'user', id] =
      (typeof value === 'string' && /^(?:(user|token):)?(\d{1,15})$/.exec(value)) || [];
    return id === undefined
      ? refuse(errors, path, 'must be me, user:<id> or token:<id>', value)
      : { kind: kind === 'token' ? 'token' : 'user', id };
  };
