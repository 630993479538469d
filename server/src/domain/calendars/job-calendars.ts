import type { CalendarChoice, CalendarDefinition } from '../../contract/calendar';
import type { KeptBackBy } from '../../contract/execution';
import type { JobDefinition } from '../../contract/job';
import { DAY } from '../time/calendar-date';
import type { JobTimes, Occurrence, Stream } from '../schedule/occurrences';
import { streamOf } from '../schedule/occurrences';
import type { CompiledCalendar } from './compile-calendar';
import { compileCalendar } from './compile-calendar';

/** What the calendars of a schedule say about an instant. */
export type Judgement = { verdict: 'runs' } | Excluded;

export interface Excluded extends KeptBackBy {
  /** `blackout`: a calendar excludes it; `outside-window`: no calendar of `only` contains it. */
  verdict: 'blackout' | 'outside-window';
  /** Until here (exclusive) the answer is the same. */
  until: number;
}

/** The calendars of a job's schedules, made ready to ask. */
export interface JobCalendars {
  /** `key` is the schedule's. */
  judge(key: string, at: number): Judgement;
  /** How many rules have to be asked for one answer. */
  cost: number;
}

const RUNS: Judgement = { verdict: 'runs' };

export const NO_CALENDARS: JobCalendars = { judge: () => RUNS, cost: 1 };

type Known = ReadonlyMap<string, CalendarDefinition>;
type Choosing = Pick<JobDefinition, 'schedules' | 'calendars'>;

/** documentIds of all calendars that the job or one of its schedules names. */
export const calendarsOf = ({ schedules, calendars }: Choosing): string[] => [
  ...new Set(
    [calendars, ...schedules.map((schedule) => schedule.calendars)].flatMap((choice) =>
      choice ? [...choice.exclude, ...choice.only] : []
    )
  ),
];

/**
 * Each schedule asks its own calendars where it names some, else the job's. One that is not known excludes nothing and
 * contains nothing.
 */
export const jobCalendars = (job: Choosing, known: Known): JobCalendars => {
  if (calendarsOf(job).length === 0) return NO_CALENDARS;
  const compiled = new Map<string, CompiledCalendar>();
  const compile = (id: string, zone: string): CompiledCalendar[] => {
    const definition = known.get(id);
    if (definition === undefined) return [];
    const key = `${id} ${definition.timezone ?? zone}`;
    const calendar = compiled.get(key) ?? compileCalendar(definition, zone);
    compiled.set(key, calendar);
    return [calendar];
  };
  const judges = new Map(
    job.schedules.map((schedule) => {
      const choice = schedule.calendars ?? job.calendars;
      const ready = (ids: string[]) => ids.flatMap((id) => compile(id, schedule.timezone));
      return [schedule.key, judgeOf(choice, ready(choice.exclude), ready(choice.only))] as const;
    })
  );
  const cost = [...compiled.values()].reduce((most, one) => Math.max(most, one.cost), 1);
  return { judge: (key, at) => judges.get(key)?.(at) ?? RUNS, cost };
};

const judgeOf =
  (choice: CalendarChoice, exclude: CompiledCalendar[], only: CompiledCalendar[]) =>
  (at: number): Judgement => {
    for (const calendar of exclude) {
      const said = calendar.at(at);
      if (!said.inside) continue;
      return { verdict: 'blackout', calendar: calendar.name, entry: said.entry, until: said.until };
    }
    if (choice.only.length === 0) return RUNS;
    let until = Infinity;
    for (const calendar of only) {
      const said = calendar.at(at);
      if (said.inside) return RUNS;
      until = Math.min(until, said.until);
    }
    const names = only.map(({ name }) => name).join(', ');
    return { verdict: 'outside-window', calendar: names, entry: null, until };
  };

export type OccurrenceVerdict =
  /** `occurrence` holds only the schedules whose calendars let them run; another one may have won. */
  { verdict: 'runs'; occurrence: Occurrence } | Excluded;

/** What becomes of a nominal occurrence. Schedules that a calendar keeps back leave the instant to the others. */
export const verdictAt = (calendars: JobCalendars, occurrence: Occurrence): OccurrenceVerdict => {
  if (calendars === NO_CALENDARS) return { verdict: 'runs', occurrence };
  const { at, key, merged } = occurrence;
  const running = [key, ...merged].filter((one) => calendars.judge(one, at).verdict === 'runs');
  const [winner, ...losers] = running;
  if (winner !== undefined)
    return { verdict: 'runs', occurrence: { at, key: winner, merged: losers } };
  const excluded = calendars.judge(key, at);
  return excluded.verdict === 'runs' ? { verdict: 'runs', occurrence } : excluded;
};

/** How many stretches that exclude something are looked behind for one run, at most and at least … */
const MAX_STEPS = 2_000;
const MIN_STEPS = 20;
/** … and between them as many as keep the work of all schedules bounded, whatever the calendars are. */
const MAX_WORK = 400_000;

/** The rarest schedule comes again after forty years: further off nobody waits for a run. */
const MAX_AHEAD = 50 * 366 * DAY;

const stepsFor = (schedules: number, { cost }: JobCalendars): number => {
  const each = Math.floor(MAX_WORK / (Math.max(1, schedules) * cost));
  return Math.min(MAX_STEPS, Math.max(MIN_STEPS, each));
};

/**
 * The job's first occurrence strictly after `after` that its calendars let run; null where there is none, or none
 * within some hundred stretches that exclude it (a calendar that excludes everything is answered in milliseconds).
 */
export const nextRun = (
  times: JobTimes,
  calendars: JobCalendars,
  after: number
): Occurrence | null => runStream(times, calendars, after)();

/** Answers one run after the other; occurrences that a calendar keeps back are left out. */
export const runStream = (times: JobTimes, calendars: JobCalendars, after: number): Stream => {
  if (calendars === NO_CALENDARS) return streamOf(times, after, (_key, next) => next);
  const steps = stepsFor(times.schedules.length, calendars);
  return streamOf(times, after, (key, next) => {
    return (from) => {
      let at = next(from);
      for (let step = 0; at !== null && step < steps; step += 1) {
        const judged = calendars.judge(key, at);
        if (judged.verdict === 'runs') return at;
        if (judged.until - from > MAX_AHEAD) return null;
        at = next(Math.max(at, judged.until - 1));
      }
      return null;
    };
  });
};

/** At most `limit` runs strictly after `after` and not after `until`, earliest first. */
export const runsAfter = (
  times: JobTimes,
  calendars: JobCalendars,
  { after, until, limit }: { after: number; until: number; limit: number }
): Occurrence[] => {
  const next = runStream(times, calendars, after);
  const found: Occurrence[] = [];
  while (found.length < limit) {
    const run = next();
    if (run === null || run.at > until) break;
    found.push(run);
  }
  return found;
};
