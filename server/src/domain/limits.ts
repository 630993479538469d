import type { JobDefinition } from '../contract/job';
import { fingerprint } from './fingerprint';

/** The limit that an execution counts for: at most `count` under `key` run at once. */
export interface Limit {
  key: string;
  count: number;
}

/** A job's own limit, or the one that it shares by name with others; null where it has none. */
export const limitOf = (
  jobId: number,
  { limit, key }: JobDefinition['concurrency']
): Limit | null => {
  if (limit === null) return null;
  return { key: key === null ? `job:${jobId}` : `${SHARED}${plainName(key)}`, count: limit };
};

const SHARED = 'key:';

/** A limit of several jobs: what changes it must take turns, because no job's row stands for it. */
export const isShared = (limitKey: string): boolean => limitKey.startsWith(SHARED);

/** Some databases do not tell `CRM` from `crm` or `é` from `e`: other names than plain ones are told by their fingerprint. */
const plainName = (name: string): string =>
  /^[a-z0-9._-]{1,100}$/.test(name) ? name : `~${fingerprint(name)}`;

/** One that waits for a seat. */
interface Waiting {
  id: number;
  count: number;
}

/**
 * Who of those that wait under one limit, in claim order, gets which seat. One that has to wait holds up those after it,
 * or a job that allows itself less than the others would never get a seat. A seat's number is below the count of who
 * sits on it, so that a unique index on seats keeps any limit, whatever goes wrong here.
 */
export const grantSeats = (
  key: string,
  waiting: Waiting[],
  taken: string[]
): { id: number; seat: string }[] => {
  const seats = new Set(taken);
  const granted: { id: number; seat: string }[] = [];
  for (const { id, count } of waiting) {
    if (seats.size >= count) break;
    const seat = freeSeat(key, seats);
    seats.add(seat);
    granted.push({ id, seat });
  }
  return granted;
};

/** Where fewer than `count` are taken, one of the first `count` is free. */
const freeSeat = (key: string, taken: Set<string>): string => {
  for (let at = 0; ; at += 1) {
    const seat = `${key}#${at}`;
    if (!taken.has(seat)) return seat;
  }
};
