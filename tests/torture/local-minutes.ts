/** A rule for whole minutes of local time, as people say it; `hours` is null where it is every hour. */
export interface LocalRule {
  zone: string;
  hours: readonly number[] | null;
  minutes: readonly number[];
  /** What becomes of it when clocks change (docs/user-guide.md). */
  kind: 'repeating' | 'frequent' | 'appointment';
}

const MINUTE = 60_000;
/** Longer than any zone sets its clocks back. */
const BEFORE = 3 * 60 * MINUTE;

/**
 * The instants in [from, to) at which a rule owes an occurrence, found by walking through all minutes with `Intl` in
 * hand: shares nothing with the scheduler.
 */
export const occurrencesByWall = (rule: LocalRule, from: number, to: number): number[] => {
  const read = wallClock(rule.zone);
  const found = new Set<number>();
  const begin = Math.floor((from - BEFORE) / MINUTE) * MINUTE;
  let latest = read(begin - MINUTE);
  for (let at = begin; at < to; at += MINUTE) {
    const wall = read(at);
    const expected = latest + MINUTE;
    // What was skipped runs that much later, unless it goes on all day anyway.
    for (let skipped = expected; skipped < wall && rule.kind !== 'repeating'; skipped += MINUTE) {
      if (matches(rule, skipped)) found.add(at + skipped - expected);
    }
    const isShownAgain = wall <= latest;
    if (matches(rule, wall) && !(isShownAgain && rule.kind === 'appointment')) found.add(at);
    latest = Math.max(latest, wall);
  }
  return [...found].filter((at) => at >= from && at < to).sort((a, b) => a - b);
};

const matches = ({ hours, minutes }: LocalRule, wall: number): boolean => {
  const shown = new Date(wall);
  const isHour = hours === null || hours.includes(shown.getUTCHours());
  return isHour && minutes.includes(shown.getUTCMinutes());
};

/** Answers what the clock on the wall shows at an instant, as the instant at which it shows the same in UTC. */
const wallClock = (timeZone: string): ((at: number) => number) => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  return (at) => {
    const parts = format.formatToParts(at);
    const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
    return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'));
  };
};
