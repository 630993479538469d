import { CYCLE, LAST_LISTED_YEAR, continueYearly } from './yearly-rule';
import type { RuntimeZone } from './runtime-zones';
import { runtimeZone } from './runtime-zones';
import type { PackedZone } from './packed-zones';
import { packedTarget, unpackZone } from './packed-zones';
import type { Span } from './span';
import { findSpan, spansOf } from './span';
import { zoneDataSource } from './zones';

/** Answers the span of one zone that contains an instant. */
export type SpanFinder = (instant: number) => Span;

const END_OF_LIST = Date.UTC(LAST_LISTED_YEAR + 1, 0, 1);
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
  const finder = zoneDataSource() === 'runtime' ? newerRuntimeFinder(zone) : packedFinder(zone);
  finders.set(zone, finder);
  return finder;
};

/** The runtime's offsets from 1970 on, the packed ones before and where the runtime does not know the name. */
export const newerRuntimeFinder = (zone: string): SpanFinder => {
  const runtime = runtimeZone(zone);
  const packed = packedFinder(zone);
  if (runtime === null) return packed;
  return (instant) => {
    if (instant >= START_OF_RUNTIME) return runtime.spanAt(instant);
    const span = packed(instant);
    return { ...span, end: Math.min(span.end, START_OF_RUNTIME) };
  };
};

/** The packed data, continued after its last year by the zone's own yearly rule, else by the runtime. */
export const packedFinder = (zone: string): SpanFinder => {
  const packed = unpackZone(packedTarget(zone));
  const listed = spansOf(packed.firstOffset, packed.changes);
  let later: SpanFinder | undefined;
  return (instant) => {
    if (instant < END_OF_LIST) return findSpan(listed, instant);
    later ??= finderAfterList(zone, packed, listed);
    return later(instant);
  };
};

const finderAfterList = (zone: string, packed: PackedZone, listed: Span[]): SpanFinder => {
  const continued = continueYearly(packed.changes);
  if (continued === null) return runtimeFinder(runtimeZone(zone), listed);
  if (continued.length === 0) return (instant) => findSpan(listed, instant);
  const spans = spansOf(packed.firstOffset, [...packed.changes, ...continued]);
  return (instant) => {
    const shift = Math.floor((instant - END_OF_LIST) / CYCLE) * CYCLE;
    const span = findSpan(spans, instant - shift);
    if (shift === 0) return span;
    return { ...span, start: span.start + shift, end: span.end + shift };
  };
};

const runtimeFinder = (runtime: RuntimeZone | null, listed: Span[]): SpanFinder =>
  runtime === null ? (instant) => findSpan(listed, instant) : runtime.spanAt;
