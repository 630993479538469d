/**
 * What the column `claimable` says of a queued execution; NULL where there is nothing to claim. Who waits for its turn
 * waits neither for its time nor for a seat yet, who waits for its time waits for no seat yet.
 */
export const CLAIMABLE = {
  /** Others of its job are on their way, and it does not run beside them. */
  atItsTurn: 0,
  now: 1,
  atItsTime: 2,
  /** As many as its limit allows are running. */
  withASeat: 3,
} as const;

export type Claimable = (typeof CLAIMABLE)[keyof typeof CLAIMABLE];
