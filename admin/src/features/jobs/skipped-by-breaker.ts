import type { BreakerView } from '../../../../server/src/contract/job';

/** Whether what is due at this instant will be skipped, because the job failed too often. */
export const isSkippedByBreaker = (at: string | null, breaker: BreakerView | null): boolean =>
  at !== null && breaker?.state === 'open' && breaker.until !== null && at < breaker.until;
