import type { Schedule } from '../../contract/schedule';
import type { Window } from './next';
import { nextInWindow, windowOf } from './next';
import { planOf } from './plan';

/** When a job runs: its schedules and its own window (epoch milliseconds, start inclusive, end exclusive). */
export interface JobTimes {
  schedules: readonly Schedule[];
  startAt: number | null;
  endAt: number | null;
}

/** One instant of a job. `key` is the schedule that runs, `merged` those that fell on the same instant. */
export interface Occurrence {
  at: number;
  key: string;
  merged: string[];
}

/** The job's first occurrence strictly after `after`; null where there is none. */
export const nextOccurrence = (times: JobTimes, after: number): Occurrence | null => {
  const next = occurrenceStream(times, after)();
  return next;
};

/** At most `limit` occurrences strictly after `after` and not after `until`, earliest first. */
export const occurrencesAfter = (
  times: JobTimes,
  after: number,
  until: number,
  limit: number
): Occurrence[] => {
  const next = occurrenceStream(times, after);
  const found: Occurrence[] = [];
  while (found.length < limit) {
    const occurrence = next();
    if (occurrence === null || occurrence.at > until) break;
    found.push(occurrence);
  }
  return found;
};

/** How many occurrences lie strictly after `after` and not after `until`; stops counting at `cap`. */
export const countOccurrences = (
  times: JobTimes,
  after: number,
  until: number,
  cap: number
): number => {
  const next = occurrenceStream(times, after);
  let count = 0;
  while (count < cap) {
    const occurrence = next();
    if (occurrence === null || occurrence.at > until) break;
    count += 1;
  }
  return count;
};

/** The newest `limit` occurrences strictly after `after` and not after `until`, earliest first. */
export const lastOccurrences = (
  times: JobTimes,
  after: number,
  until: number,
  limit: number
): Occurrence[] => {
  for (let width = Math.max(1, limit) * 1000; ; width *= 4) {
    const from = Math.max(after, until - width);
    const found = newestIn(times, { from, to: until }, limit);
    if (found.length === limit || from <= after) return found;
  }
};

const newestIn = (times: JobTimes, { from, to }: Window, limit: number): Occurrence[] => {
  const next = occurrenceStream(times, from);
  const newest: Occurrence[] = [];
  for (let one = next(); one !== null && one.at <= to; one = next()) {
    newest.push(one);
    if (newest.length > 2 * limit) newest.splice(0, newest.length - limit);
  }
  return newest.slice(-limit);
};

interface Source {
  key: string;
  find: Find;
  next: number | null;
}

/** A schedule's first run strictly after an instant. */
export type Find = (after: number) => number | null;
/** Answers one occurrence after the other, null after the last one. */
export type Stream = () => Occurrence | null;

/** The job's occurrences strictly after `after`. */
export const occurrenceStream = (times: JobTimes, after: number): Stream =>
  streamOf(times, after, (_key, find) => find);

/**
 * The same, where `narrow` leaves out runs of single schedules. Each schedule is asked again only when its run was
 * taken.
 */
export const streamOf = (
  times: JobTimes,
  after: number,
  narrow: (key: string, find: Find) => Find
): Stream => {
  const sources: Source[] = sourcesOf(times).map(({ key, find: nominal }) => {
    const find = narrow(key, nominal);
    return { key, find, next: find(after) };
  });
  return () => {
    let at = Infinity;
    for (const { next } of sources) if (next !== null && next < at) at = next;
    if (at === Infinity) return null;
    const keys: string[] = [];
    for (const source of sources) {
      if (source.next !== at) continue;
      keys.push(source.key);
      source.next = source.find(at);
    }
    const [key = '', ...merged] = keys;
    return { at, key, merged };
  };
};

/** The enabled schedules, the one that wins an instant first: highest priority, then the job's order. */
const sourcesOf = ({ schedules, startAt, endAt }: JobTimes): Pick<Source, 'key' | 'find'>[] =>
  schedules
    .filter(({ enabled }) => enabled)
    .toSorted((a, b) => b.priority - a.priority)
    .map((schedule) => {
      const own = windowOf(schedule);
      const window = {
        from: Math.max(own.from, startAt ?? -Infinity),
        to: Math.min(own.to, endAt ?? Infinity),
      };
      const plan = planOf(schedule);
      return { key: schedule.key, find: (after) => nextInWindow(plan, window, after) };
    });
