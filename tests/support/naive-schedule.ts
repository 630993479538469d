/**
 * A second implementation of spec/time.md for tests, slow and by definition: it watches the zone's clock minute by
 * minute, keeps a list of the local minutes that it has seen, and knows nothing of the real one. Only the offsets are
 * given. Local times are milliseconds as a clock in UTC would show them.
 */

export type OffsetAt = (instant: number) => number;

export interface NaiveDate {
  year: number;
  month: number;
  day: number;
  /** 0 is Sunday. */
  weekday: number;
}

export interface NaiveRule {
  matchesDate(date: NaiveDate): boolean;
  hours: Set<number>;
  minutes: Set<number>;
  seconds: number[];
  clock: 'repeating' | 'frequent' | 'appointment';
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** All runs from `from` (inclusive) to `to` (exclusive). Offsets must be whole minutes in that time. */
export const naiveRuns = (
  rule: NaiveRule,
  offsetAt: OffsetAt,
  { from, to }: { from: number; to: number }
): number[] => {
  const matches = matcherOf(rule);
  const runs = new Set<number>();
  const seen = new Set<number>();
  let previous: number | null = null;
  for (let now = Math.floor(from / MINUTE) * MINUTE - 2 * DAY; now < to; now += MINUTE) {
    const shown = now + offsetAt(now);
    if (previous !== null && shown > previous + MINUTE && rule.clock !== 'repeating') {
      const gap = { first: previous + MINUTE, last: shown - MINUTE };
      for (let skipped = gap.first; skipped <= gap.last; skipped += MINUTE) {
        if (!isWhollySkipped(skipped, gap) && matches(skipped)) {
          addRuns(runs, now + (skipped - gap.first), rule);
        }
      }
    }
    const runsAgain = rule.clock !== 'appointment' || !seen.has(shown);
    if (runsAgain && matches(shown)) addRuns(runs, now, rule);
    seen.add(shown);
    previous = shown;
  }
  return [...runs].filter((at) => at >= from && at < to).sort((a, b) => a - b);
};

const isWhollySkipped = (local: number, gap: { first: number; last: number }): boolean => {
  const midnight = Math.floor(local / DAY) * DAY;
  return gap.first <= midnight && midnight + DAY - MINUTE <= gap.last;
};

const addRuns = (runs: Set<number>, minute: number, rule: NaiveRule): void => {
  for (const second of rule.seconds) runs.add(minute + second * 1000);
};

/** Dates are asked once each. */
const matcherOf = (rule: NaiveRule): ((local: number) => boolean) => {
  const dates = new Map<number, boolean>();
  return (local) => {
    const minute = Math.floor(local / MINUTE);
    if (!rule.minutes.has(minute % 60) || !rule.hours.has(Math.floor(minute / 60) % 24))
      return false;
    const day = Math.floor(local / DAY);
    const matches = dates.get(day) ?? rule.matchesDate(dateOf(local));
    dates.set(day, matches);
    return matches;
  };
};

const dateOf = (local: number): NaiveDate => {
  const date = new Date(local);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
  };
};

const NAMES: Record<string, string> = Object.fromEntries(
  ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
    .map((name, index) => [name, String(index + 1)])
    .concat(
      ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'].map((name, index) => [name, String(index)])
    )
);

/** Reads a sound expression; what it does with an unsound one is undefined. */
export const naiveCron = (expression: string): NaiveRule => {
  const texts = expression.trim().toUpperCase().split(/\s+/);
  const [second = '0', minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = ''] =
    texts.length === 5 ? ['0', ...texts] : texts;
  const hours = plainValues(hour, 0, 23);
  const months = plainValues(month, 1, 12);
  const minuteHasStar = minute.split(',').some((item) => item.startsWith('*'));
  const named = minuteHasStar ? 'frequent' : 'appointment';
  return {
    hours,
    minutes: plainValues(minute, 0, 59),
    seconds: [...plainValues(second, 0, 59)],
    clock: hours.size === 24 ? 'repeating' : named,
    matchesDate: (date) => months.has(date.month) && matchesDay(dayOfMonth, dayOfWeek, date),
  };
};

const matchesDay = (dayOfMonth: string, dayOfWeek: string, date: NaiveDate): boolean => {
  const isOpen = (text: string): boolean => text === '*' || text === '?';
  if (isOpen(dayOfMonth) && isOpen(dayOfWeek)) return true;
  const byDate = dayOfMonth.split(',').some((item) => matchesDayOfMonth(item, date));
  const byWeekday = dayOfWeek.split(',').some((item) => matchesDayOfWeek(item, date));
  if (isOpen(dayOfMonth)) return byWeekday;
  return isOpen(dayOfWeek) ? byDate : byDate || byWeekday;
};

const lengthOf = ({ year, month }: NaiveDate): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate();

const matchesDayOfMonth = (item: string, date: NaiveDate): boolean => {
  if (item === 'L') return date.day === lengthOf(date);
  if (!item.endsWith('W')) return plainValues(item, 1, 31).has(date.day);
  const wanted = item === 'LW' ? lengthOf(date) : Number(item.slice(0, -1));
  if (wanted > lengthOf(date)) return false;
  const candidates = Array.from({ length: lengthOf(date) }, (_, index) => index + 1)
    .filter(
      (day) => ![0, 6].includes(new Date(Date.UTC(date.year, date.month - 1, day)).getUTCDay())
    )
    .sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted));
  return candidates[0] === date.day;
};

const matchesDayOfWeek = (item: string, date: NaiveDate): boolean => {
  const [, weekday, mark = ''] = /^([A-Z]{3}|\d)(L|#.)$/.exec(item) ?? [];
  if (weekday === undefined) return plainValues(item, 0, 7, 6).has(date.weekday);
  if (Number(NAMES[weekday] ?? weekday) % 7 !== date.weekday) return false;
  if (mark.endsWith('L')) return date.day + 7 > lengthOf(date);
  return Math.ceil(date.day / 7) === Number(mark.slice(1));
};

/** The values of a list; for weekdays (`max` 7) Sunday is 0. */
const plainValues = (text: string, min: number, max: number, starMax = max): Set<number> => {
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const [base = '', step = '1'] = item.split('/');
    const [low = '', high] = base.split('-');
    const toNumber = (name: string): number => Number(NAMES[name] ?? name);
    const from = base === '*' ? min : toNumber(low);
    const end = high === undefined ? from : high === 'SUN' ? 7 : toNumber(high);
    const to = base === '*' ? starMax : item.includes('/') && high === undefined ? starMax : end;
    for (let value = from; value <= to; value += Number(step))
      values.add(max === 7 ? value % 7 : value);
  }
  return values;
};
