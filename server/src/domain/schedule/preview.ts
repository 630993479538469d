import type { OccurrenceView, PreviewView, Schedule, Verdict } from '../../contract/schedule';
import type { JobCalendars } from '../calendars/job-calendars';
import { NO_CALENDARS, runsAfter } from '../calendars/job-calendars';
import { formatLocal, formatOffset, localAt, offsetAt } from '../time/local-time';
import { tellRun } from '../time/next-instant';
import { zoneDataRelease } from '../time/zones';
import { describeSchedule } from './describe';
import type { Occurrence } from './occurrences';
import type { OtherRun } from './other-runs';
import { otherRuns } from './other-runs';
import { planOf } from './plan';
import { warningsOf } from './warnings';
import { noteWords } from './words/languages';
import type { Language, NoteWords } from './words/words';

export interface PreviewRequest {
  schedules: readonly Schedule[];
  /** The job's own window, epoch milliseconds: start inclusive, end exclusive. */
  startAt?: number | null;
  endAt?: number | null;
  /** Those of the schedules; none where left out. */
  calendars?: JobCalendars;
  /** Exclusive, epoch milliseconds. */
  from: number;
  /** How many occurrences that will run. */
  count: number;
  /** Whether to list those that will not run as well. */
  all: boolean;
  language: Language;
}

/**
 * The next occurrences of checked schedules with what happens to each, computed by the scheduler's own functions. The
 * work is bounded by `count` and the number of schedules, whatever the schedules are.
 */
export const previewSchedules = (request: PreviewRequest): PreviewView => {
  const { schedules, from, language, calendars } = request;
  return {
    occurrences: occurrencesOf(request),
    descriptions: Object.fromEntries(
      schedules.map((schedule) => [schedule.key, describeSchedule(schedule, language)])
    ),
    warnings: schedules.flatMap((schedule) => warningsOf(schedule, from, language, calendars)),
    zoneData: zoneDataRelease(),
  };
};

const occurrencesOf = (request: PreviewRequest): OccurrenceView[] => {
  const { schedules, from, count, all, language } = request;
  const times = { schedules, startAt: request.startAt ?? null, endAt: request.endAt ?? null };
  const byKey = new Map(schedules.map((schedule) => [schedule.key, schedule]));
  const words = noteWords[language];
  const { calendars = NO_CALENDARS } = request;
  const runs = runsAfter(times, calendars, { after: from, until: Infinity, limit: count });
  const others = all ? otherRuns(times, { from, count, runs, calendars }) : [];
  const views = [
    ...runs.flatMap((run) => viewRun(run, { byKey, words, all })),
    ...others.map((other) => viewOther(other, words)),
  ];
  return views.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
};

interface Viewing {
  byKey: Map<string, Schedule>;
  words: NoteWords;
  all: boolean;
}

/** The run and, with `all`, those that it takes the place of. */
const viewRun = (
  { at, key, merged }: Occurrence,
  { byKey, words, all }: Viewing
): OccurrenceView[] => {
  const losers = all ? merged : [];
  return [key, ...losers].flatMap((name) => {
    const schedule = byKey.get(name);
    if (schedule === undefined) return [];
    if (name !== key) return [viewOf(schedule, at, { verdict: 'merged', note: words.merged(key) })];
    return [viewOf(schedule, at, fateOf(schedule, at, words))];
  });
};

export interface Fate {
  verdict: Verdict;
  note: string | null;
}

export const fateOf = (schedule: Schedule, at: number, words: NoteWords): Fate => {
  const plan = planOf(schedule);
  if (plan.kind !== 'local') return { verdict: 'runs', note: null };
  const story = tellRun(plan.rule, plan.spanAt, at);
  const zone = schedule.timezone;
  const local = localAt(zone, at);
  switch (story.kind) {
    case 'plain':
      return { verdict: 'runs', note: null };
    case 'moved':
      return { verdict: 'moved', note: words.moved(story.skipped, local, zone) };
    case 'both':
      return { verdict: 'runs', note: words.both(story.skipped, zone) };
    case 'once':
      return { verdict: 'once', note: words.once(local, zone) };
  }
};

export const viewOther = ({ schedule, at, why }: OtherRun, words: NoteWords): OccurrenceView => {
  const local = (instant: number): number => localAt(schedule.timezone, instant);
  switch (why.kind) {
    case 'before-start':
      return viewOf(schedule, at, { verdict: why.kind, note: words.beforeStart(local(why.start)) });
    case 'after-end':
      return viewOf(schedule, at, { verdict: why.kind, note: words.afterEnd(local(why.end)) });
    case 'paused':
      return viewOf(schedule, at, { verdict: why.kind, note: words.paused() });
    case 'excluded': {
      const note = words.excluded(why.calendar, why.entry);
      return viewOf(schedule, at, { verdict: why.kind, note });
    }
    case 'outside-window':
      return viewOf(schedule, at, { verdict: why.kind, note: words.outsideWindow(why.calendars) });
  }
};

export const viewOf = (
  schedule: Schedule,
  at: number,
  { verdict, note }: Fate
): OccurrenceView => ({
  at: new Date(at).toISOString(),
  local: formatLocal(localAt(schedule.timezone, at)),
  offset: formatOffset(offsetAt(schedule.timezone, at)),
  zone: schedule.timezone,
  schedule: schedule.key,
  verdict,
  note,
});
