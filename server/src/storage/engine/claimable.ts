import type { WaitsFor } from '../../domain/place';

/** What the column `claimable` says of a queued execution: what it waits for. NULL where there is nothing to claim. */
export const CLAIMABLE = {
  /** Others of its job are on their way, and it does not run beside them. */
  turn: 0,
  /** It may be claimed. */
  nothing: 1,
  time: 2,
  /** As many as its limit allows are on their way. */
  seat: 3,
} as const satisfies Record<WaitsFor, number>;

export type Claimable = (typeof CLAIMABLE)[WaitsFor];
