import type { ChangedOccurrence, OccurrenceView, ScheduleDiffView } from '../../contract/schedule';
import type { JobCalendars } from '../calendars/job-calendars';
import { nextRun, runsAfter, verdictAt } from '../calendars/job-calendars';
import { describeSchedule } from './describe';
import type { JobTimes, Occurrence } from './occurrences';
import { nextOccurrence } from './occurrences';
import { whyOf } from './other-runs';
import { fateOf, viewOf, viewOther } from './preview';
import { warningsOf } from './warnings';
import { noteWords } from './words/languages';
import type { Language, NoteWords } from './words/words';

/** When a job runs, with what keeps runs back. */
export interface When {
  times: JobTimes;
  calendars: JobCalendars;
}

export interface DiffRequest {
  before: When;
  after: When;
  /** Exclusive, epoch milliseconds. */
  from: number;
  /** The whole job is paused until then, `Infinity` until somebody resumes it; null where it is not paused. */
  pausedUntil: number | null;
  /** How many of the next runs, both of the old and of the new ones. */
  count: number;
  language: Language;
}

/**
 * What an edit of schedules changes: of the next runs, new and old, those that stay, come and go. Each is looked for on
 * the other side, however far the other side's list goes, so that a rare schedule is compared rightly with a dense one.
 */
export const diffSchedules = (request: DiffRequest): ScheduleDiffView => {
  const { before, after, from, language } = request;
  const occurrences = [...newRuns(request), ...goneRuns(request)];
  return {
    occurrences: occurrences.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
    before: describe(before, language),
    after: describe(after, language),
    warnings: after.times.schedules.flatMap((schedule) =>
      warningsOf(schedule, from, language, after.calendars)
    ),
  };
};

const describe = ({ times }: When, language: Language): Record<string, string> =>
  Object.fromEntries(
    times.schedules.map((schedule) => [schedule.key, describeSchedule(schedule, language)])
  );

const newRuns = (request: DiffRequest): ChangedOccurrence[] => {
  const { before, after } = request;
  return nextRuns(after, request).flatMap((run) =>
    viewRun(run, after, request).map((view) => ({
      change: runsAt(before, run.at) ? 'kept' : 'added',
      ...view,
    }))
  );
};

const goneRuns = (request: DiffRequest): ChangedOccurrence[] => {
  const { before, after } = request;
  return nextRuns(before, request)
    .filter(({ at }) => !runsAt(after, at))
    .flatMap((run) => viewKeptBack(run.at, after, request) ?? viewRun(run, before, request))
    .map((view) => ({ change: 'removed', ...view }));
};

/** Of a pause that ends by itself, the runs after it; of one without an end those that wait for it. */
const nextRuns = (
  { times, calendars }: When,
  { from, pausedUntil, count }: DiffRequest
): Occurrence[] => {
  const isOpen = pausedUntil === null || pausedUntil === Infinity;
  const after = isOpen ? from : Math.max(from, pausedUntil - 1);
  return runsAfter(times, calendars, { after, until: Infinity, limit: count });
};

const runsAt = ({ times, calendars }: When, at: number): boolean =>
  nextRun(times, calendars, at - 1)?.at === at;

const viewRun = (
  { at, key }: Occurrence,
  { times }: When,
  { pausedUntil, language }: DiffRequest
): OccurrenceView[] => {
  const words: NoteWords = noteWords[language];
  return times.schedules
    .filter((schedule) => schedule.key === key)
    .map((schedule) =>
      pausedUntil === null || at >= pausedUntil
        ? viewOf(schedule, at, fateOf(schedule, at, words))
        : viewOf(schedule, at, { verdict: 'paused', note: words.jobPaused() })
    );
};

/** What keeps a run back that the new schedules still name; null where they do not name it. */
const viewKeptBack = (
  at: number,
  { times, calendars }: When,
  { language }: DiffRequest
): OccurrenceView[] | null => {
  const nominal = nextOccurrence(times, at - 1);
  if (nominal?.at !== at) return null;
  const verdict = verdictAt(calendars, nominal);
  if (verdict.verdict === 'runs') return null;
  return times.schedules
    .filter(({ key }) => key === nominal.key)
    .map((schedule) => viewOther({ schedule, at, why: whyOf(verdict) }, noteWords[language]));
};
