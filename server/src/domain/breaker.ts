import type { BREAKER_STATES } from '../contract/job';

export type BreakerState = (typeof BREAKER_STATES)[number];

/**
 * What a job's circuit breaker lets through. `until` is what its row holds: null = closed; an instant to come = open,
 * nothing runs by itself; an instant that has passed = half-open, one probe at a time.
 */
export const breakerState = (until: number | null, now: number): BreakerState => {
  if (until === null) return 'closed';
  return until > now ? 'open' : 'half-open';
};
