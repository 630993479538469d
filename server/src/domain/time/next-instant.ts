import { DAY, LAST_INSTANT, SECOND } from './calendar-date';
import type { Gap } from './local-time';
import { gapOf } from './local-time';
import type { Span } from './span';
import type { WallRule } from './wall-rule';
import { matchesLocal, nextLocal } from './wall-rule';
import type { SpanFinder } from './zone-spans';

/**
 * The only place where local times become instants. Real time is a row of spans of constant offset; within one, an
 * instant is the local time minus the offset. What a gap skipped belongs to the span after it, moved by the gap's
 * length; what an overlap repeats is cut off that span's beginning for appointments. So the runs are a set of
 * instants that depends on nothing but the rule and the zone.
 */

type Finder = (local: number) => number | null;

/** A rule needs a handful of spans; a hundred years of two changes a year is the bound. */
const MAX_SPANS = 400;

/** The first run strictly after `after`; null where there is none up to the year 9999. */
export const nextInstant = (rule: WallRule, spanAt: SpanFinder, after: number): number | null => {
  if (!(after < LAST_INSTANT)) return null;
  let span = spanAt(after);
  const near = firstInSpan(rule, (local) => nextLocal(rule, local), span, after);
  if (near !== null) return near <= LAST_INSTANT ? near : null;
  const find = rememberAhead(rule);
  for (let step = 0; step < MAX_SPANS; step += 1) {
    const found = firstInSpan(rule, find, span, after);
    if (found !== null) return found <= LAST_INSTANT ? found : null;
    const ahead = find(floorToSecond(Math.max(after, span.start) + span.offset) + SECOND);
    if (ahead === null || span.end > LAST_INSTANT) return null;
    span = spanAt(spanToVisit(span, after, ahead));
  }
  return null;
};

/** The next span, or the one two days before the next matching local time if that is far away. */
const spanToVisit = (span: Span, after: number, ahead: number): number =>
  span.end > Math.max(after, span.start) + 2 * DAY ? Math.max(span.end, ahead - 2 * DAY) : span.end;

const firstInSpan = (rule: WallRule, find: Finder, span: Span, after: number): number | null => {
  const moved = firstMoved(rule, find, span, after);
  const plain = firstPlain(rule, find, span, after);
  if (moved === null || plain === null) return moved ?? plain;
  return Math.min(moved, plain);
};

const firstPlain = (rule: WallRule, find: Finder, span: Span, after: number): number | null => {
  const repeats = rule.clock === 'appointment' ? Math.max(0, span.before - span.offset) : 0;
  const from = Math.max(nextSecond(after), ceilToSecond(span.start + repeats));
  const local = find(from + span.offset);
  return local !== null && local - span.offset < span.end ? local - span.offset : null;
};

/** The first run that the gap at the span's beginning moved into it. */
const firstMoved = (rule: WallRule, find: Finder, span: Span, after: number): number | null => {
  const gap = rule.clock === 'repeating' ? null : gapOf(span);
  if (gap === null || nextSecond(after) + span.before >= gap.to) return null;
  let local = find(Math.max(gap.from, nextSecond(after) + span.before));
  if (local !== null && isOnSkippedDay(gap, local)) local = find(Math.floor(gap.to / DAY) * DAY);
  return local !== null && local < gap.to ? local - span.before : null;
};

/** A day that the gap swallowed whole is not a date: nothing runs on it, nothing is moved from it. */
const isOnSkippedDay = (gap: Gap, local: number): boolean => {
  const day = Math.floor(local / DAY) * DAY;
  return gap.from <= day && day + DAY <= gap.to;
};

/** `nextLocal`, which a second question about the same stretch costs nothing. */
const rememberAhead = (rule: WallRule): Finder => {
  let asked = Infinity;
  let answer: number | null = null;
  return (local) => {
    if (local >= asked && (answer === null || answer >= local)) return answer;
    asked = local;
    answer = nextLocal(rule, local);
    return answer;
  };
};

const floorToSecond = (instant: number): number => Math.floor(instant / SECOND) * SECOND;
const ceilToSecond = (instant: number): number =>
  instant === -Infinity ? instant : Math.ceil(instant / SECOND) * SECOND;
const nextSecond = (instant: number): number => floorToSecond(instant) + SECOND;

/** What the clock did to a run. */
export type RunStory =
  | { kind: 'plain' }
  /** `skipped` is the local time that does not exist. */
  | { kind: 'moved'; skipped: number }
  /** `both`: an existing local time and a skipped one fall on this instant. */
  | { kind: 'both'; skipped: number }
  /** The local time comes a second time and is left alone then. */
  | { kind: 'once' };

/** Tells why `instant`, a run of the rule, is one. */
export const tellRun = (rule: WallRule, spanAt: SpanFinder, instant: number): RunStory => {
  const span = spanAt(instant);
  const gap = rule.clock === 'repeating' ? null : gapOf(span);
  const skipped = instant + span.before;
  if (
    gap !== null &&
    skipped < gap.to &&
    !isOnSkippedDay(gap, skipped) &&
    matchesLocal(rule, skipped)
  ) {
    const exists = matchesLocal(rule, instant + span.offset);
    return { kind: exists ? 'both' : 'moved', skipped };
  }
  if (rule.clock !== 'appointment' || span.end === Infinity) return { kind: 'plain' };
  const next = spanAt(span.end);
  return instant + span.offset >= span.end + next.offset ? { kind: 'once' } : { kind: 'plain' };
};
