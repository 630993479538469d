import { DAY, SECOND } from './calendar-date';
import type { TimesOfDay } from './times-of-day';

/**
 * How a rule behaves where the clock jumps (docs/time.md): `repeating` goes on, `frequent` is moved out of a gap and
 * runs in both passes of an overlap, an `appointment` is moved out of a gap and runs in the first pass only.
 */
export type ClockClass = 'repeating' | 'frequent' | 'appointment';

/** A rule that speaks of dates and times of the clock: every matching date at every one of the times. */
export interface WallRule {
  /** The first matching day number on or after `day`; null where there is none. */
  nextDay(day: number): number | null;
  times: TimesOfDay;
  clock: ClockClass;
}

/** The first matching local time at or after `local` (a multiple of a second); null where there is none. */
export const nextLocal = (rule: WallRule, local: number): number | null => {
  const today = Math.floor(local / DAY);
  const day = rule.nextDay(today);
  if (day === null) return null;
  if (day > today) return day * DAY + rule.times.first * SECOND;
  const second = rule.times.next((local - today * DAY) / SECOND);
  if (second >= 0) return today * DAY + second * SECOND;
  const later = rule.nextDay(today + 1);
  return later === null ? null : later * DAY + rule.times.first * SECOND;
};

/** Whether the rule names exactly this local time. */
export const matchesLocal = (rule: WallRule, local: number): boolean =>
  nextLocal(rule, local) === local;
