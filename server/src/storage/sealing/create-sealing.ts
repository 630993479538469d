import { randomBytes } from 'node:crypto';

import type { Sealing } from '../../domain/secrets/sealing';
import { fingerprint, open, rewrap, seal } from './envelope';
import { keyRing } from './keys';

/** Sealing with these key materials, the first active; null where there is none: nothing is ever kept in the open. */
export const createSealing = (materials: readonly string[]): Sealing | null => {
  const ring = keyRing(materials);
  if (ring === null) return null;
  return {
    activeKeyId: ring.active.id,
    seal: (place, value) => seal(ring, place, value, randomBytes),
    open: (place, value) => open(ring, place, value),
    rewrap: (place, value) => rewrap(ring, place, value, randomBytes),
    fingerprint: (value) => fingerprint(ring, value),
  };
};
