import { DAY } from './calendar-date';
import { unpackZone } from './packed-zones';
import { runtimeZone } from './runtime-zones';
import type { Span } from './span';
import { findSpan, spansOf } from './span';
import { zoneDataSource } from './zones';

/** Answers the span of one zone that contains an instant. */
export type SpanFinder = (instant: number) => Span;

/** The packed data lists every change up to here. */
const END_OF_LIST = Date.UTC(2500, 0, 1);
/** The Gregorian calendar repeats, weekdays included, after 400 years, and so do yearly clock changes. */
const CYCLE = 146097 * DAY;
/** Before this the packed data is asked, whichever release is newer. */
const START_OF_RUNTIME = Date.UTC(1970, 0, 1);

const finders = new Map<string, SpanFinder>();

/**
 * The stretch of constant offset in which the instant lies. Throws for a zone that `checkZone` refuses: a name is
 * checked where it enters.
 */
export const spanAt = (zone: string, instant: number): Span => spanFinder(zone)(instant);

/** The zone's finder, for callers that ask many times. */
export const spanFinder = (zone: string): SpanFinder => {
  const known = finders.get(zone);
  if (known !== undefined) return known;
  const finder = zoneDataSource() === 'runtime' ? runtimeFinder(zone) : packedFinder(zone);
  finders.set(zone, finder);
  return finder;
};

/** The runtime's offsets from 1970 on, the packed ones before and where the runtime does not know the name. */
export const runtimeFinder = (zone: string): SpanFinder => {
  const runtimeSpanAt = runtimeZone(zone);
  const packedSpanAt = packedFinder(zone);
  if (runtimeSpanAt === null) return packedSpanAt;
  return (instant) => {
    if (instant >= START_OF_RUNTIME) return runtimeSpanAt(instant);
    const span = packedSpanAt(instant);
    return { ...span, end: Math.min(span.end, START_OF_RUNTIME) };
  };
};

/** The packed data; beyond its end the same zone four hundred years earlier. */
export const packedFinder = (zone: string): SpanFinder => {
  const { firstOffset, changes } = unpackZone(zone);
  const spans = spansOf(firstOffset, changes, END_OF_LIST);
  let latest = findSpan(spans, 0);
  return (instant) => {
    if (instant >= latest.start && instant < latest.end) return latest;
    if (instant < END_OF_LIST) {
      latest = findSpan(spans, instant);
      return latest;
    }
    const shift = (Math.floor((instant - END_OF_LIST) / CYCLE) + 1) * CYCLE;
    const span = findSpan(spans, instant - shift);
    return { ...span, start: span.start + shift, end: span.end + shift };
  };
};
