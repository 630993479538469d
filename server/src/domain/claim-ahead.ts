/** A node's own queue is worth at most this much work of its hands. */
const WORTH_MS = 50;
/** And holds no more than this: what a crash of the node would find claimed and not started, to be tried again. */
const MOST = 480;
/** Work that takes longer gains nothing from waiting near its hand. */
export const SHORT_MS = 10;
/** So many have to have been short before the next ones are thought to be. */
export const RECENT = 50;

/**
 * How many executions a node claims beyond its free hands: none until the recent ones have been short, so that work
 * which takes its time goes to whichever node has a hand for it, and none of what may not be repeated after a crash. `quickHands`: those that are not held by something
 * longer; `recentMs`: what the last ones took.
 */
export const claimAhead = (quickHands: number, recentMs: readonly number[]): number => {
  if (recentMs.length < RECENT) return 0;
  const meanMs = recentMs.reduce((sum, ms) => sum + ms, 0) / recentMs.length;
  if (meanMs > SHORT_MS) return 0;
  return Math.min(MOST, Math.floor((quickHands * WORTH_MS) / Math.max(meanMs, 0.1)));
};
