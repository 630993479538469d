import type { JobDefinition } from '../contract/job';
import { nextOccurrence } from './schedule/occurrences';
import { nextRunOf, timetableOf, type Calendars } from './timetable';

/** `pausedUntil` of a job that is paused until somebody resumes it: the last instant that a Date can hold. */
export const UNTIL_RESUMED = 8_640_000_000_000_000;

/** What keeps a job from running beside its definition. Instants are epoch milliseconds. */
export interface JobState {
  heldReason: string | null;
  /** Occurrences before it are not run; null when not paused. */
  pausedUntil: number | null;
  /** The last instant that was dealt with; null for a new job. */
  cursorAt: number | null;
  /** Scheduled executions so far. */
  scheduledCount: number;
}

export const NEW_JOB: JobState = {
  heldReason: null,
  pausedUntil: null,
  cursorAt: null,
  scheduledCount: 0,
};

/** Where a job stands in time, as its row says it. */
export interface JobPlace {
  /** Everything up to here was dealt with. */
  cursorAt: number | null;
  /** When the engine looks at it: the next occurrence, also one that a calendar excludes, or the end of a pause. */
  nextAt: number | null;
  /** The next occurrence that will run. */
  nextRunAt: number | null;
}

/**
 * Where the job stands from `now` on, strictly after it; nowhere if it owes nothing (disabled, held, ended). What was
 * dealt with already is never next again.
 */
export const placeOf = (
  definition: JobDefinition,
  state: JobState,
  { now, calendars }: { now: number; calendars: Calendars }
): JobPlace => {
  const cursorAt = Math.max(now, state.cursorAt ?? now);
  const nowhere = { cursorAt, nextAt: null, nextRunAt: null };
  if (!definition.enabled || state.heldReason !== null || isSpent(definition, state))
    return nowhere;
  const { pausedUntil } = state;
  const isPaused = pausedUntil !== null && pausedUntil > now;
  if (isPaused && pausedUntil >= UNTIL_RESUMED) return nowhere;
  const timetable = timetableOf(definition, calendars);
  const after = Math.max(cursorAt, isPaused ? pausedUntil - 1 : now);
  const nextAt = nextOccurrence(timetable.times, after)?.at ?? null;
  const nextRunAt = nextAt === null ? null : nextRunOf(timetable, after);
  return { cursorAt, nextAt: isPaused ? pausedUntil : nextAt, nextRunAt };
};

/**
 * Where a job stands that is paused from `now` on. Its cursor stays behind everything that was not dealt with: what was
 * due and not yet on record falls into the pause.
 */
export const placeAtPause = (
  job: JobState & JobPlace & { definition: JobDefinition },
  pausedUntil: number,
  rules: { now: number; calendars: Calendars }
): JobPlace => {
  const { nextAt, nextRunAt } = placeOf(job.definition, { ...job, pausedUntil }, rules);
  const stays = job.heldReason !== null || job.pausedUntil !== null;
  const dealtWith = Math.min((job.nextAt ?? Infinity) - 1, rules.now);
  const cursorAt = stays ? job.cursorAt : Math.max(job.cursorAt ?? dealtWith, dealtWith);
  return { cursorAt, nextAt, nextRunAt };
};

/** Where a job stands whose pause is ended at `now`. A held one waits for its template. */
export const placeAtResume = (
  job: JobState & JobPlace & { definition: JobDefinition },
  rules: { now: number; calendars: Calendars }
): JobPlace => {
  const place = placeOf(job.definition, { ...job, pausedUntil: null }, rules);
  return job.heldReason === null ? place : { ...place, cursorAt: job.cursorAt };
};

/** Had as many scheduled executions as it may. */
export const isSpent = (
  { maxExecutions }: Pick<JobDefinition, 'maxExecutions'>,
  { scheduledCount }: Pick<JobState, 'scheduledCount'>
): boolean => maxExecutions !== null && scheduledCount >= maxExecutions;

/**
 * Where the job stands after an edit: computed anew, strictly after now, where the times or `enabled` changed; an edit
 * of anything else leaves it alone, so that what is due already stays due.
 */
export const placeAfterEdit = (
  edit: { before: JobDefinition; after: JobDefinition; place: JobPlace },
  state: JobState,
  rules: { now: number; calendars: Calendars }
): JobPlace => {
  if (!sameTimes(edit.before, edit.after)) return placeOf(edit.after, state, rules);
  const { cursorAt, nextAt, nextRunAt } = edit.place;
  return { cursorAt, nextAt, nextRunAt };
};

export const sameTimes = (before: JobDefinition, after: JobDefinition): boolean =>
  canonical(timesOf(before)) === canonical(timesOf(after));

/** Parameters of a schedule say what runs, not when. */
const timesOf = ({
  enabled,
  startAt,
  endAt,
  schedules,
  calendars,
  maxExecutions,
}: JobDefinition) => ({
  enabled,
  startAt: startAt === null ? null : Date.parse(startAt),
  endAt: endAt === null ? null : Date.parse(endAt),
  schedules: schedules.map((schedule) => ({ ...schedule, comment: null, parameters: null })),
  calendars,
  maxExecutions,
});

// A definition that went through a JSON column may come back with its keys in another order.
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner
  );
