import type { JobDefinition } from '../contract/job';
import { instantOf } from './instant';
import { nextOccurrence, type JobTimes } from './schedule/occurrences';

/** `pausedUntil` of a job that is paused until somebody resumes it: the last instant that a Date can hold. */
export const UNTIL_RESUMED = 8_640_000_000_000_000;

/** What keeps a job from running beside its definition. Instants are epoch milliseconds. */
export interface JobState {
  heldReason: string | null;
  /** Occurrences before it are not run; null when not paused. */
  pausedUntil: number | null;
  /** The last instant that was dealt with; null for a new job. */
  cursorAt: number | null;
}

export const NEW_JOB: JobState = { heldReason: null, pausedUntil: null, cursorAt: null };

/** The part of a definition that says when. */
export const jobTimes = (
  definition: Pick<JobDefinition, 'schedules' | 'startAt' | 'endAt'>
): JobTimes => ({
  schedules: definition.schedules,
  startAt: instantOrNull(definition.startAt),
  endAt: instantOrNull(definition.endAt),
});

/**
 * The stored `next_at`: the first occurrence strictly after `now` that the job will run; null where it owes nothing
 * (disabled, held, nothing left). What was dealt with already is never next again.
 */
export const nextAtFor = (
  definition: JobDefinition,
  state: JobState,
  now: number
): number | null => {
  if (!definition.enabled || state.heldReason !== null) return null;
  const notBefore = Math.max(now, state.cursorAt ?? now, (state.pausedUntil ?? now) - 1);
  if (notBefore >= UNTIL_RESUMED - 1) return null;
  return nextOccurrence(jobTimes(definition), notBefore)?.at ?? null;
};

/**
 * `next_at` after an edit: computed anew, strictly after now, where the times or `enabled` changed; an edit of anything
 * else leaves it alone, so that what is due already stays due.
 */
export const nextAtAfterEdit = (
  edit: { before: JobDefinition; after: JobDefinition; nextAt: number | null },
  state: JobState,
  now: number
): number | null =>
  sameTimes(edit.before, edit.after) ? edit.nextAt : nextAtFor(edit.after, state, now);

const sameTimes = (before: JobDefinition, after: JobDefinition): boolean =>
  canonical(timesOf(before)) === canonical(timesOf(after));

const timesOf = ({ enabled, startAt, endAt, schedules }: JobDefinition) => ({
  enabled,
  startAt: instantOrNull(startAt),
  endAt: instantOrNull(endAt),
  schedules: schedules.map((schedule) => ({ ...schedule, comment: null })),
});

// A definition that went through a JSON column may come back with its keys in another order.
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner
  );

const instantOrNull = (iso: string | null): number | null => (iso === null ? null : instantOf(iso));
