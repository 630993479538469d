import type { Reason } from '../contract/execution';

/** A stretch in which nothing runs by itself: `from` inclusive, `to` exclusive, epoch milliseconds. */
export interface Standstill {
  from: number;
  to: number;
  reason: Extract<Reason, 'paused' | 'scheduler-stopped'>;
}

/** A part of a span of time, with what stood in the way of running; null where nothing did. */
export interface Stretch {
  /** Inclusive. */
  from: number;
  /** Exclusive. */
  to: number;
  reason: Standstill['reason'] | null;
}

/**
 * Cuts `from` (inclusive) to `to` (exclusive) into stretches, earliest first, that have one reason each. Where
 * standstills overlap the earlier one in the list names the reason.
 */
export const stretchesOf = (
  { from, to }: { from: number; to: number },
  standstills: readonly Standstill[]
): Stretch[] => {
  if (to <= from) return [];
  const cuts = standstills
    .flatMap((one) => [one.from, one.to])
    .filter((at) => at > from && at < to);
  const edges = [...new Set([from, ...cuts, to])].sort((a, b) => a - b);
  return edges.slice(0, -1).map((start, index) => ({
    from: start,
    to: edges[index + 1] ?? to,
    reason: standstills.find((one) => one.from <= start && start < one.to)?.reason ?? null,
  }));
};
