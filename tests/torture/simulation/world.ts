import { DEPENDENCY_MODES } from '../../../server/src/contract/dependency';
import { dependencyFamily, GUARDED_FAMILIES } from './jobs/guarded';
import { OVERLAP_FAMILIES } from './jobs/overlap';
import { calendarFamilies, CHANGES, clockChangeFamily } from './jobs/times';
import type { Random } from './random';
import type { Family } from './simulated-job';

/** What a seed starts with. */
export interface World {
  /** Epoch milliseconds, a whole minute or a few seconds before a clock change. */
  start: number;
  families: Family[];
}

/** 2026-01-01T00:00:00Z */
const NEW_YEAR = 1_767_225_600_000;

/** So many kinds of jobs live in one world. */
const FAMILIES = 2;

export const worldOf = (random: Random): World => {
  const change = random.oneOf([null, null, null, CHANGES.forward, CHANGES.back]);
  const start = change === null ? NEW_YEAR : change - 1_000 * (2 + random.below(8));
  const known = [
    ...OVERLAP_FAMILIES,
    ...calendarFamilies(start),
    ...GUARDED_FAMILIES,
    dependencyFamily(random.oneOf(DEPENDENCY_MODES)),
  ];
  const families = change === null ? [] : [clockChangeFamily(start, change)];
  while (families.length < FAMILIES) {
    const family = random.oneOf(known);
    if (!families.includes(family)) families.push(family);
  }
  return { start, families };
};
