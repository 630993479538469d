import type { MissedPolicy } from '../contract/job';
import {
  countOccurrences,
  lastOccurrences,
  nextOccurrence,
  occurrencesAfter,
  type JobTimes,
  type Occurrence,
} from './schedule/occurrences';

/** `missed: all` makes up for at most this many, the newest ones. */
export const MAX_CAUGHT_UP = 100;
/** One step deals with at most this many fresh occurrences; the next step takes up where it ended. */
const MAX_FRESH = 1_000;
/** A `missed` record counts no further: it then stands for at least so many. Counting takes microseconds each. */
export const MAX_COUNTED = 100_000;

/** A job that is due, and the rules by which it is judged. Instants and durations in milliseconds. */
export interface DueQuestion {
  times: JobTimes;
  /** The stored next occurrence. */
  nextAt: number;
  /** The last instant that was dealt with; null for a new job. */
  cursorAt: number | null;
  /** The database clock. */
  now: number;
  /** Occurrences up to `now + aheadMs` are taken along, to be started at their instant. */
  aheadMs: number;
  /** Older than this is missed, not late. */
  missedAfterMs: number;
  missed: { policy: MissedPolicy; windowMs: number };
}

/** Occurrences that are dropped together: one record, at the newest of them. */
export interface Dropped {
  slotAt: number;
  count: number;
}

export interface Due {
  /** Each gets its own execution, in this order. */
  occurrences: Occurrence[];
  dropped: Dropped | null;
  nextAt: number | null;
  cursorAt: number;
}

/**
 * Which occurrences a job owes now: those at most `missedAfterMs` old are late and each gets its execution; older ones
 * go by the policy, inside its window; what is dropped becomes one record with the count.
 */
export const decideDue = (question: DueQuestion): Due => {
  const { times, now } = question;
  const after = Math.max(question.nextAt - 1, question.cursorAt ?? -Infinity);
  const lastMissable = Math.ceil(now - question.missedAfterMs) - 1;
  const fresh = occurrencesAfter(
    times,
    Math.max(after, lastMissable),
    now + question.aheadMs,
    MAX_FRESH
  );
  const caughtUp = caughtUpOf(question, after, lastMissable, fresh.length);
  const cursorAt = fresh.at(-1)?.at ?? Math.max(after, lastMissable);
  return {
    occurrences: [...caughtUp, ...fresh],
    dropped: droppedOf(times, after, lastMissable, caughtUp),
    nextAt: nextOccurrence(times, cursorAt)?.at ?? null,
    cursorAt,
  };
};

/** What was due in (after, until] and nobody ran, as one record; null where there was nothing. */
export const droppedBetween = (times: JobTimes, after: number, until: number): Dropped | null => {
  if (until <= after) return null;
  const newest = lastOccurrences(times, after, until, 1)[0];
  if (newest === undefined) return null;
  return { slotAt: newest.at, count: countOccurrences(times, after, until, MAX_COUNTED) };
};

const caughtUpOf = (
  { times, now, missed }: DueQuestion,
  after: number,
  until: number,
  freshCount: number
): Occurrence[] => {
  if (until <= after) return [];
  const from = Math.max(after, Math.ceil(now - missed.windowMs) - 1);
  switch (missed.policy) {
    case 'skip':
      return [];
    case 'last':
      return freshCount > 0 ? [] : lastOccurrences(times, from, until, 1);
    case 'all':
      return lastOccurrences(times, from, until, MAX_CAUGHT_UP);
  }
};

// The ones made up for are always the newest: what is dropped ends before the first of them.
const droppedOf = (
  times: JobTimes,
  after: number,
  until: number,
  caughtUp: Occurrence[]
): Dropped | null => {
  const first = caughtUp[0];
  return droppedBetween(times, after, first === undefined ? until : first.at - 1);
};
