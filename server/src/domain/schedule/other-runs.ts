import type { Schedule } from '../../contract/schedule';
import type { Excluded, JobCalendars } from '../calendars/job-calendars';
import { NO_CALENDARS } from '../calendars/job-calendars';
import type { Window } from './next';
import { windowOf } from './next';
import type { JobTimes, Occurrence } from './occurrences';
import { nextNominal, planOf } from './plan';

/** A nominal run that will not happen, and why. */
export interface OtherRun {
  schedule: Schedule;
  at: number;
  why:
    | { kind: 'before-start'; start: number }
    | { kind: 'after-end'; end: number }
    | { kind: 'paused' }
    | { kind: 'excluded'; calendar: string; entry: string | null }
    | { kind: 'outside-window'; calendars: string };
}

export interface Asked {
  from: number;
  count: number;
  /** The occurrences that do run: where there are enough of them, the last one is where the list ends. */
  runs: readonly Occurrence[];
  calendars: JobCalendars;
}

/** At most `count` of each sort and schedule, so that an every-second schedule years before its start ends too. */
export const otherRuns = (times: JobTimes, { from, count, runs, calendars }: Asked): OtherRun[] => {
  const horizon = runs.length >= count ? (runs[runs.length - 1]?.at ?? from) : Infinity;
  return times.schedules.flatMap((schedule) => {
    const own = windowOf(schedule);
    const start = Math.max(own.from, times.startAt ?? -Infinity);
    const end = Math.min(own.to, times.endAt ?? Infinity);
    const list = (window: Window, why: OtherRun['why']): OtherRun[] =>
      nominalRuns(schedule, { from: window.from, to: Math.min(window.to, horizon + 1) }, count).map(
        (at) => ({ schedule, at, why })
      );
    if (!schedule.enabled) return list({ from, to: Infinity }, { kind: 'paused' });
    const inside = { from: Math.max(from, start - 1), to: Math.min(end, horizon + 1) };
    return [
      ...keptBack(schedule, inside, { count, calendars }),
      ...list({ from, to: start }, { kind: 'before-start', start }),
      ...list({ from: Math.max(from, end - 1), to: Infinity }, { kind: 'after-end', end }),
    ];
  });
};

/** Runs looked at for those that a calendar keeps back: between two of them may lie many that it lets through. */
const MAX_LOOKS = 10_000;

const keptBack = (
  schedule: Schedule,
  { from, to }: Window,
  { count, calendars }: Pick<Asked, 'count' | 'calendars'>
): OtherRun[] => {
  if (calendars === NO_CALENDARS) return [];
  const plan = planOf(schedule);
  const found: OtherRun[] = [];
  let at = nextNominal(plan, from);
  for (let look = 0; look < MAX_LOOKS && found.length < count; look += 1) {
    if (at === null || at >= to) break;
    const judged = calendars.judge(schedule.key, at);
    if (judged.verdict !== 'runs') found.push({ schedule, at, why: whyOf(judged) });
    at = nextNominal(plan, at);
  }
  return found;
};

export const whyOf = ({ verdict, calendar, entry }: Excluded): OtherRun['why'] =>
  verdict === 'blackout'
    ? { kind: 'excluded', calendar, entry }
    : { kind: 'outside-window', calendars: calendar };

/** At most `limit` nominal runs after `from` and before `to`. */
const nominalRuns = (schedule: Schedule, { from, to }: Window, limit: number): number[] => {
  const plan = planOf(schedule);
  const found: number[] = [];
  for (let at = nextNominal(plan, from); found.length < limit; at = nextNominal(plan, at)) {
    if (at === null || at >= to) break;
    found.push(at);
  }
  return found;
};
