import type { RuleEntry } from '../../contract/calendar';
import { DAY, LAST_INSTANT, SECOND } from '../time/calendar-date';
import { localAt } from '../time/local-time';
import type { LocalStretch, NextStretch } from './local-stretches';
import { knownStretches } from './local-stretches';
import type { Frequency, Recurrence } from './recurrence';
import { parseRecurrence } from './recurrence';
import type { RecurrenceDates } from './recurrence-dates';
import { recurrenceDates } from './recurrence-dates';

/** Periods without a start that are looked through before the rule counts as over; 29 February needs eight years. */
const MAX_PERIODS: Record<Frequency, number> = {
  yearly: 100,
  monthly: 600,
  weekly: 600,
  daily: 3_000,
};

/** The stretches of a repeating event, in the zone in which its starts are written. */
export const ruleStretches = (entry: RuleEntry, zone: string): NextStretch => {
  const { name } = entry;
  const length = entry.start.includes('T') ? entry.length : entry.length * DAY;
  const next = nextStart(entry, zone);
  const also = knownStretches(
    entry.also.map(localOf).map((from) => ({ from, to: from + length, name }))
  );
  return (local) => {
    const from = next(local - length + 1);
    const ruled = from === null ? null : { from, to: from + length, name };
    return earlier(ruled, also(local));
  };
};

const earlier = (a: LocalStretch | null, b: LocalStretch | null): LocalStretch | null => {
  if (a === null || b === null) return a ?? b;
  return a.from <= b.from ? a : b;
};

/** Local milliseconds of a start as entries write it: a date, a local time, or an instant with `Z` (its UTC time). */
export const localOf = (start: string): number =>
  Date.parse(start.includes('T') ? `${start.replace(/Z$/, '')}Z` : `${start}T00:00:00Z`);

type NextStart = (local: number) => number | null;

/** The first start of the rule at or after `local`. */
const nextStart = (entry: RuleEntry, zone: string): NextStart => {
  const rule = ruleOf(entry.rule);
  const start = localOf(entry.start);
  const starts = startsOf(rule, start);
  const except = new Set(entry.except.map(localOf));
  const last = lastStart(entry, rule, zone);
  return (local) => {
    const from = Math.max(local, start);
    const period = starts.periodOf(Math.floor(from / DAY));
    for (let step = 0; step < MAX_PERIODS[rule.frequency]; step += 1) {
      for (const found of starts.inPeriod(period + step)) {
        if (found > last) return null;
        if (found >= from && !except.has(found)) return found;
      }
      if (starts.beginOf(period + step) > last) return null;
    }
    return null;
  };
};

const ruleOf = (text: string): Recurrence => {
  const rule = parseRecurrence(text);
  if (!rule.ok) throw new Error(`Not a checked rule: ${text}`);
  return rule.value;
};

interface Starts extends Pick<RecurrenceDates, 'periodOf'> {
  /** Local milliseconds, ascending, none before the rule's start. */
  inPeriod(period: number): number[];
  /** A lower bound of what later periods hold. */
  beginOf(period: number): number;
}

const startsOf = (rule: Recurrence, start: number): Starts => {
  const startDay = Math.floor(start / DAY);
  const dates = recurrenceDates(rule, startDay);
  const times = timesOf(rule, start - startDay * DAY);
  return {
    periodOf: dates.periodOf,
    beginOf: (period) => dates.firstDayOf(period) * DAY,
    inPeriod: (period) => {
      const all = dates.datesOf(period).flatMap((day) => times.map((time) => day * DAY + time));
      return positions(all, rule.bySetPosition).filter((at) => at >= start);
    },
  };
};

/** Milliseconds after midnight at which events begin. */
const timesOf = (rule: Recurrence, startTime: number): number[] => {
  const second = Math.floor(startTime / SECOND);
  const orOwn = (listed: number[], own: number): number[] => (listed.length === 0 ? [own] : listed);
  const seconds = orOwn(rule.bySecond, second % 60);
  const minutes = orOwn(rule.byMinute, Math.floor(second / 60) % 60);
  const times = orOwn(rule.byHour, Math.floor(second / 3600)).flatMap((hour) =>
    minutes.flatMap((minute) => seconds.map((one) => (hour * 3600 + minute * 60 + one) * SECOND))
  );
  return times.toSorted((a, b) => a - b);
};

/** BYSETPOS: the first, the last, … of a period. */
const positions = (all: number[], wanted: readonly number[]): number[] =>
  wanted.length === 0
    ? all
    : all.filter(
        (_one, index) => wanted.includes(index + 1) || wanted.includes(index - all.length)
      );

const lastStart = (entry: RuleEntry, rule: Recurrence, zone: string): number => {
  const { until } = rule;
  if (rule.count !== null) return lastCounted(entry, rule);
  if (until === null) return LAST_INSTANT;
  if (until.wholeDay) return until.local + DAY - 1;
  return until.utc && zone !== 'UTC' ? localAt(zone, until.local) : until.local;
};

const MAX_REMEMBERED = 2_000;
const remembered = new Map<string, number>();

/** The last start of a rule with COUNT; found by counting from the start, and kept, as every compilation asks. */
const lastCounted = (entry: RuleEntry, rule: Recurrence): number => {
  const key = `${entry.start} ${entry.rule}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const last = countFrom(startsOf(rule, localOf(entry.start)), rule);
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(key, last);
  return last;
};

const countFrom = (starts: Starts, { count, frequency }: Recurrence): number => {
  let left = count ?? 0;
  let last = -Infinity;
  let empty = 0;
  for (let period = 0; empty < MAX_PERIODS[frequency]; period += 1) {
    const here = starts.inPeriod(period);
    if (here.length >= left) return here[left - 1] ?? last;
    empty = here.length === 0 ? empty + 1 : 0;
    left -= here.length;
    last = here.at(-1) ?? last;
    if (starts.beginOf(period) > LAST_INSTANT) break;
  }
  return last;
};
