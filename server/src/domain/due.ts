import type { KeptBackBy, Reason } from '../contract/execution';
import type { MissedPolicy } from '../contract/job';
import { runStream, verdictAt, type Excluded } from './calendars/job-calendars';
import { stretchesOf, type Standstill, type Stretch } from './pause';
import { nextOccurrence, occurrencesAfter } from './schedule/occurrences';
import type { Occurrence, Stream } from './schedule/occurrences';
import type { Timetable } from './timetable';

/** `missed: all` makes up for at most this many, the newest ones. */
export const MAX_CAUGHT_UP = 100;
/** One step deals with at most this many fresh occurrences; the next step takes up where it ended. */
const MAX_FRESH = 1_000;
/** A `missed` record counts no further: it then stands for at least so many. Counting takes microseconds each. */
export const MAX_COUNTED = 100_000;

/** A job that is due, and the rules by which it is judged. Instants and durations in milliseconds. */
export interface DueQuestion {
  timetable: Timetable;
  /** Everything up to here was dealt with. */
  after: number;
  /** The database clock. */
  now: number;
  /** Occurrences up to `now + aheadMs` are taken along, to be started at their instant. */
  aheadMs: number;
  /** Older than this is missed, not late. */
  missedAfterMs: number;
  missed: { policy: MissedPolicy; windowMs: number };
  /** What fell into these does not run; the earlier one in the list names the reason. */
  standstills: readonly Standstill[];
  /** Scheduled executions that the job may still have; null = any number. */
  left: number | null;
}

/** Occurrences that are dropped together: one record, at the newest of them. */
export interface Dropped {
  reason: Extract<
    Reason,
    'catch-up-exceeded' | 'paused' | 'scheduler-stopped' | 'template-missing'
  >;
  /** The oldest of them. */
  from: number;
  slotAt: number;
  count: number;
}

export type DueOccurrence = Occurrence &
  ({ verdict: 'runs' } | { verdict: Excluded['verdict']; keptBackBy: KeptBackBy });

export interface Due {
  /** Each gets its own record, in this order. */
  occurrences: DueOccurrence[];
  dropped: Dropped[];
  nextAt: number | null;
  cursorAt: number;
}

/**
 * Which occurrences a job owes now: those at most `missedAfterMs` old are late and each gets its record; older ones
 * go by the policy, inside its window; what is dropped becomes one record per reason with the count.
 */
export const decideDue = (question: DueQuestion): Due => {
  const { timetable, after, now, missedAfterMs, standstills, left } = question;
  if (left !== null && left <= 0) {
    return { occurrences: [], dropped: [], nextAt: null, cursorAt: after };
  }
  const horizon = now + question.aheadMs;
  const lastMissable = Math.max(after, Math.ceil(now - missedAfterMs) - 1);
  const old = stretchesOf({ from: after + 1, to: lastMissable + 1 }, standstills);
  const recent = stretchesOf({ from: lastMissable + 1, to: horizon + 1 }, standstills);

  const fresh = freshOf(timetable, recent.filter(isFree));
  const caughtUp = caughtUpOf(question, old.filter(isFree), fresh.some(runs));
  const owed = [...caughtUp, ...fresh];
  const end = lastOf(owed, { left, isCut: fresh.length === MAX_FRESH });
  const occurrences = owed.filter(({ at }) => at <= (end ?? horizon));

  const dropped = [
    ...dropUntil(timetable, old.filter(isFree), (caughtUp[0]?.at ?? Infinity) - 1),
    ...dropUntil(timetable, [...old, ...recent].filter(isStill), end ?? horizon),
  ];
  const dealtWith = [
    ...occurrences.map(({ at }) => at),
    ...dropped.map(({ slotAt }) => slotAt),
    // What a calendar keeps back in a standstill leaves no record, and is dealt with all the same.
    ...recent.filter(isStill).map(({ to }) => to - 1),
  ];
  const cursorAt = end ?? Math.max(lastMissable, ...dealtWith);
  const nextAt = nextOccurrence(timetable.times, cursorAt)?.at ?? null;
  return { occurrences, dropped, nextAt, cursorAt };
};

/** What would have run after `after` and not after `until`, as one record; null where there was nothing. */
export const droppedBetween = (
  timetable: Timetable,
  { after, until }: { after: number; until: number },
  reason: Dropped['reason']
): Dropped | null => tally(timetable, stretchesOf({ from: after + 1, to: until + 1 }, []), reason);

const isFree = ({ reason }: Stretch): boolean => reason === null;
const isStill = ({ reason }: Stretch): boolean => reason !== null;
const runs = ({ verdict }: DueOccurrence): boolean => verdict === 'runs';

/** A schedule that a calendar keeps back leaves the instant to those that fell on it too. */
const judged = ({ calendars }: Timetable, nominal: Occurrence): DueOccurrence => {
  const judgement = verdictAt(calendars, nominal);
  if (judgement.verdict === 'runs') return { ...judgement.occurrence, verdict: 'runs' };
  const { verdict, calendar, entry } = judgement;
  return { ...nominal, verdict, keptBackBy: { calendar, entry } };
};

/** Where the step ends before its horizon: the job may have no more executions, or the next step takes up the rest. */
const lastOf = (
  owed: DueOccurrence[],
  { left, isCut }: { left: number | null; isCut: boolean }
): number | null => {
  const lastAllowed = left === null ? undefined : owed.filter(runs)[left - 1];
  return lastAllowed?.at ?? (isCut ? (owed.at(-1)?.at ?? null) : null);
};

const freshOf = (timetable: Timetable, stretches: Stretch[]): DueOccurrence[] => {
  const found: DueOccurrence[] = [];
  for (const { from, to } of stretches) {
    const room = MAX_FRESH - found.length;
    const some = occurrencesAfter(timetable.times, from - 1, to - 1, room);
    found.push(...some.map((occurrence) => judged(timetable, occurrence)));
  }
  return found;
};

const caughtUpOf = (
  { timetable, now, missed }: DueQuestion,
  stretches: Stretch[],
  isFreshRun: boolean
): DueOccurrence[] => {
  const most = { skip: 0, last: isFreshRun ? 0 : 1, all: MAX_CAUGHT_UP }[missed.policy];
  const windowFrom = Math.ceil(now - missed.windowMs);
  const found: DueOccurrence[] = [];
  for (const stretch of stretches.toReversed()) {
    const inside = { ...stretch, from: Math.max(stretch.from, windowFrom) };
    found.unshift(...lastRuns(timetable, inside, most - found.length));
  }
  return found;
};

/** One record per reason, counting what would have run up to `until`. */
const dropUntil = (timetable: Timetable, stretches: Stretch[], until: number): Dropped[] => {
  const reasons = [...new Set(stretches.map(({ reason }) => reason))];
  const clipped = stretches.map((one) => ({ ...one, to: Math.min(one.to, until + 1) }));
  return reasons.flatMap((reason) => {
    const ofReason = clipped.filter((one) => one.reason === reason);
    return tally(timetable, ofReason, reason ?? 'catch-up-exceeded') ?? [];
  });
};

const tally = (
  timetable: Timetable,
  stretches: Stretch[],
  reason: Dropped['reason']
): Dropped | null => {
  const parts = stretches.flatMap((stretch) => tallyOf(timetable, stretch) ?? []);
  const [first] = parts;
  const last = parts.at(-1);
  if (first === undefined || last === undefined) return null;
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  return { reason, from: first.from, slotAt: last.slotAt, count: Math.min(count, MAX_COUNTED) };
};

const tallyOf = (
  timetable: Timetable,
  { from, to }: Stretch
): Pick<Dropped, 'from' | 'slotAt' | 'count'> | null => {
  const next = runStream(timetable.times, timetable.calendars, from - 1);
  const first = next();
  if (first === null || first.at >= to) return null;
  let newest = first.at;
  let count = 1;
  for (let run = next(); run !== null && run.at < to; run = next()) {
    newest = run.at;
    count += 1;
    if (count < MAX_COUNTED) continue;
    newest = lastRuns(timetable, { from, to }, 1)[0]?.at ?? newest;
    break;
  }
  return { from: first.at, slotAt: newest, count };
};

/** The newest ones of a stretch that run, earliest first: looked for in wider and wider parts of its end. */
const lastRuns = (
  { times, calendars }: Timetable,
  { from, to }: Pick<Stretch, 'from' | 'to'>,
  limit: number
): DueOccurrence[] => {
  if (to <= from || limit <= 0) return [];
  for (let width = limit * 1_000; ; width *= 4) {
    const start = Math.max(from, to - width);
    const found = newestOf(runStream(times, calendars, start - 1), to, limit);
    if (found.length === limit || start === from) return found;
  }
};

const newestOf = (next: Stream, to: number, limit: number): DueOccurrence[] => {
  const newest: DueOccurrence[] = [];
  for (let run = next(); run !== null && run.at < to; run = next()) {
    newest.push({ ...run, verdict: 'runs' });
    if (newest.length > 2 * limit) newest.splice(0, newest.length - limit);
  }
  return newest.slice(-limit);
};
