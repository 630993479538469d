import { DAY, daysInMonth, toDate, toDay, weekdayOf } from './calendar-date';
import type { ClockChange } from './span';

/** The calendar repeats, weekdays included, after 400 years. */
export const CYCLE = 146097 * DAY;
/** The packed data lists changes up to the end of this year. */
export const LAST_LISTED_YEAR = 2037;
const FIRST_STUDIED_YEAR = LAST_LISTED_YEAR - 10;

/** A change on the first such weekday on or after a day of a month, at a time of the clock that `shift` describes. */
interface YearlyRule {
  month: number;
  weekday: number;
  earliestDay: number;
  timeOfDay: number;
  /** Added to the instant to get the time that the rule speaks of: the old offset, or 0 for UTC. */
  shift: number;
  before: number;
  offset: number;
}

/**
 * The changes of the 400 years after the last listed one, as the last eleven listed years repeat them: an empty list
 * where the zone has stopped changing, null where its changes follow no weekday rule (Gaza's follow the moon).
 */
export const continueYearly = (changes: readonly ClockChange[]): ClockChange[] | null => {
  const studied = changes.filter(({ at }) => yearOf(at) >= FIRST_STUDIED_YEAR);
  if (!studied.some(({ at }) => yearOf(at) === LAST_LISTED_YEAR)) return [];
  const perYear = studied.filter(({ at }) => yearOf(at) === LAST_LISTED_YEAR).length;
  if (studied.length !== perYear * 11) return null;
  const rules = Array.from({ length: perYear }, (_, place) =>
    ruleOf(studied.filter((_change, index) => index % perYear === place))
  );
  if (rules.some((rule) => rule === null)) return null;
  return applyRules(rules.filter((rule) => rule !== null));
};

const yearOf = (instant: number): number => toDate(Math.floor(instant / DAY)).year;

const ruleOf = (changes: readonly ClockChange[]): YearlyRule | null =>
  ruleInClock(changes, (change) => change.before) ?? ruleInClock(changes, () => 0);

const ruleInClock = (
  changes: readonly ClockChange[],
  shiftOf: (change: ClockChange) => number
): YearlyRule | null => {
  const facts = changes.map((change) => {
    const time = change.at + shiftOf(change);
    const dayNumber = Math.floor(time / DAY);
    const { month, day } = toDate(dayNumber);
    const same = [
      month,
      weekdayOf(dayNumber),
      time - dayNumber * DAY,
      change.before,
      change.offset,
    ];
    return {
      day,
      month,
      weekday: weekdayOf(dayNumber),
      timeOfDay: time - dayNumber * DAY,
      same: same.join(),
    };
  });
  const [first] = facts;
  const [change] = changes;
  if (first === undefined || change === undefined) return null;
  if (facts.some(({ same }) => same !== first.same)) return null;
  const days = facts.map(({ day }) => day);
  const earliestDay = Math.min(...days);
  if (Math.max(...days) - earliestDay > 6) return null;
  const { month, weekday, timeOfDay } = first;
  const { before, offset } = change;
  return { month, weekday, earliestDay, timeOfDay, shift: shiftOf(change), before, offset };
};

const applyRules = (rules: readonly YearlyRule[]): ClockChange[] =>
  Array.from({ length: 400 }, (_, index) => LAST_LISTED_YEAR + 1 + index).flatMap((year) =>
    rules.map((rule) => {
      const earliest = toDay(
        year,
        rule.month,
        Math.min(rule.earliestDay, daysInMonth(year, rule.month))
      );
      const day = earliest + ((rule.weekday - weekdayOf(earliest) + 7) % 7);
      const at = day * DAY + rule.timeOfDay - rule.shift;
      return { at, before: rule.before, offset: rule.offset };
    })
  );
