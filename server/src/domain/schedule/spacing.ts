import { DAY } from '../time/calendar-date';
import type { TimesOfDay } from '../time/times-of-day';
import type { WallRule } from '../time/wall-rule';

/** Seconds between two runs in a row, by the calendar: clock changes are left aside. */
export interface Spacing {
  least: number;
  most: number;
}

const MAX_DAYS = 12 * 366;
const MAX_DATES = 1500;
const DAY_SECONDS = 86400;

/** Looks at the dates of the next twelve years (at most 1500); null where there are fewer than two runs. */
export const spacingOf = (rule: WallRule, from: number): Spacing | null => {
  const inDay = gapsInDay(rule.times);
  const overnight = rule.times.first - lastOf(rule.times);
  const gaps = [...inDay, ...dayGaps(rule, from).map((days) => days * DAY_SECONDS + overnight)];
  return gaps.length === 0 ? null : { least: Math.min(...gaps), most: Math.max(...gaps) };
};

/** The different distances in days between matching dates. */
const dayGaps = (rule: WallRule, from: number): number[] => {
  const start = Math.floor(from / DAY);
  const gaps = new Set<number>();
  let day = rule.nextDay(start);
  for (let count = 0; day !== null && count < MAX_DATES; count += 1) {
    const next = rule.nextDay(day + 1);
    if (next === null) break;
    gaps.add(next - day);
    if (next > start + MAX_DAYS) break;
    day = next;
  }
  return [...gaps];
};

/** The different distances in seconds between the times of one day. */
const gapsInDay = ({ hours, minutes, seconds }: TimesOfDay): number[] => {
  const overMinute = first(seconds) - last(seconds);
  const overHour = (first(minutes) - last(minutes)) * 60 + overMinute;
  return [
    ...differences(seconds),
    ...differences(minutes).map((gap) => gap * 60 + overMinute),
    ...differences(hours).map((gap) => gap * 3600 + overHour),
  ];
};

const lastOf = ({ hours, minutes, seconds }: TimesOfDay): number =>
  last(hours) * 3600 + last(minutes) * 60 + last(seconds);

const first = (values: readonly number[]): number => values[0] ?? 0;
const last = (values: readonly number[]): number => values[values.length - 1] ?? 0;

const differences = (values: readonly number[]): number[] => [
  ...new Set(values.slice(1).map((value, place) => value - (values[place] ?? 0))),
];
