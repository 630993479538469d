import { DAY, HOUR, MINUTE, SECOND } from './calendar-date';
import type { ClockChange, Span } from './span';
import { spanAt } from './zone-spans';

/**
 * Instants as a zone's clock shows them. A local time is written as the milliseconds that a clock in UTC would show
 * it at, so that plain arithmetic works on it. The way back, from local times to instants, is `next-instant.ts`.
 */

/** Milliseconds that the zone is ahead of UTC at the instant. */
export const offsetAt = (zone: string, instant: number): number => spanAt(zone, instant).offset;

export const localAt = (zone: string, instant: number): number => instant + offsetAt(zone, instant);

/** `2026-03-08T03:30:00` */
export const formatLocal = (local: number): string => new Date(local).toISOString().slice(0, 19);

/** `+08:00`; with seconds where the offset of long ago has some: `-00:16:08`. */
export const formatOffset = (offset: number): string => {
  const size = Math.abs(offset);
  const parts = [Math.floor(size / HOUR), Math.floor(size / MINUTE) % 60];
  const seconds = Math.floor(size / SECOND) % 60;
  if (seconds !== 0) parts.push(seconds);
  return `${offset < 0 ? '-' : '+'}${parts.map((part) => String(part).padStart(2, '0')).join(':')}`;
};

/** At most `limit` jumps of the zone's clock after `after` and not after `until`. */
export const clockChanges = (
  zone: string,
  after: number,
  { until, limit }: { until: number; limit: number }
): ClockChange[] => {
  const changes: ClockChange[] = [];
  let span = spanAt(zone, after);
  while (changes.length < limit && span.end <= until) {
    const end = span.end;
    span = spanAt(zone, end);
    if (span.start === end && span.before !== span.offset) {
      changes.push({ at: span.start, before: span.before, offset: span.offset });
    }
  }
  return changes;
};

/** Whether the zone jumped over this whole calendar day (Samoa, 30 December 2011). */
export const isSkippedDay = (zone: string, day: number): boolean => {
  const start = day * DAY;
  return clockChanges(zone, start - 2 * DAY, { until: start + 2 * DAY, limit: 8 }).some(
    (change) => change.at + change.before <= start && start + DAY <= change.at + change.offset
  );
};

/** Skipped local times: `from` inclusive, `to` exclusive. */
export interface Gap {
  from: number;
  to: number;
}

/** What the clock skipped at the span's beginning; null where it skipped nothing. */
export const gapOf = (span: Span): Gap | null =>
  span.offset > span.before
    ? { from: span.start + span.before, to: span.start + span.offset }
    : null;
