import type { Standstill } from './find-answer';

/** What is known of everything that may have kept a job from running. Instants are epoch milliseconds. */
export interface KnownStandstills {
  /** The last pause of the job that was begun, or ended (null), by then; `until` is null where somebody had to end it. */
  paused: { since: number; until: number | null } | null;
  /** Null where it is not held. */
  heldAt: number | null;
  /** Pauses of all nodes; `to` is null where somebody has to end it. */
  allPaused: readonly { from: number; to: number | null }[];
}

/** What kept the job from running at that instant; what holds for all comes first. */
export const standstillAt = (
  at: number,
  { paused, heldAt, allPaused }: KnownStandstills
): Standstill | null => {
  const all = allPaused.find(({ from, to }) => from <= at && (to === null || at < to));
  if (all !== undefined) return { kind: 'all-paused', since: all.from, until: all.to };
  if (paused !== null && (paused.until === null || at < paused.until))
    return { kind: 'paused', ...paused };
  return heldAt !== null && heldAt <= at ? { kind: 'held', since: heldAt, until: null } : null;
};
