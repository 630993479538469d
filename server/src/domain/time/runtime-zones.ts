import { DAY, SECOND } from './calendar-date';
import type { ClockChange, Span } from './span';
import { findSpan } from './span';

/**
 * The runtime's own zone data, read through Intl: asked only where it is newer than the packed data. Answers the span
 * of an instant; null where the runtime does not know the name.
 */
export const runtimeZone = (name: string): ((instant: number) => Span) | null => {
  const format = formatOf(name);
  if (format === null) return null;
  const years = new Map<number, Span[]>();
  return (instant) => {
    const year = new Date(instant).getUTCFullYear();
    const spans = years.get(year) ?? spansOfYear((at) => readOffset(format, at), year);
    years.set(year, spans);
    return findSpan(spans, instant);
  };
};

const formatOf = (name: string): Intl.DateTimeFormat | null => {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return null;
  }
};

const readOffset = (format: Intl.DateTimeFormat, instant: number): number => {
  const whole = Math.floor(instant / SECOND) * SECOND;
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = (
    format.format(whole).match(/\d+/g) ?? []
  ).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) - whole;
};

/** The spans that touch the year, cut at its borders: one look per day, then bisection down to the second. */
const spansOfYear = (offsetAt: (instant: number) => number, year: number): Span[] => {
  const start = Date.UTC(year, 0, 1);
  const end = Date.UTC(year + 1, 0, 1);
  const changes: ClockChange[] = [];
  let before = offsetAt(start - SECOND);
  for (let from = start - SECOND; from < end - SECOND; from += DAY) {
    const to = Math.min(from + DAY, end - SECOND);
    const offset = offsetAt(to);
    if (offset !== before) changes.push({ at: bisect(offsetAt, from, to), before, offset });
    before = offset;
  }
  const first = { at: start, before: offsetAt(start), offset: offsetAt(start) };
  const cuts = changes[0]?.at === start ? changes : [first, ...changes];
  return cuts.map((cut, index) => ({
    start: cut.at,
    end: cuts[index + 1]?.at ?? end,
    before: cut.before,
    offset: cut.offset,
  }));
};

/** The first whole second after `from` with the offset of `to`. */
const bisect = (offsetAt: (instant: number) => number, from: number, to: number): number => {
  const target = offsetAt(to);
  let low = from;
  let high = to;
  while (high - low > SECOND) {
    const middle = Math.floor((low + high) / 2 / SECOND) * SECOND;
    if (offsetAt(middle) === target) high = middle;
    else low = middle;
  }
  return high;
};
