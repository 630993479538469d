import type { OnLost, RetryConditions, RetryPolicy } from '../contract/job';
import type { Failure } from './failure';

/** An unsuccessful attempt, as far as another one depends on it. */
export interface UnsuccessfulAttempt {
  how: 'failed' | 'timed-out' | 'lost';
  failure: Failure;
  /** 1, 2, 3 …: lost ones count. */
  attempt: number;
  maxAttempts: number;
  onLost: OnLost;
  firstStartedAt: number;
  endedAt: number;
  /** 0 ≤ x < 1, for the jitter. */
  random: number;
}

/** The instant before which the next attempt must not start; null where there is none. */
export const nextAttemptAt = (policy: RetryPolicy, ended: UnsuccessfulAttempt): number | null => {
  if (ended.attempt >= ended.maxAttempts || !isWorthAnother(policy, ended)) return null;
  const readyAt = ended.endedAt + delayAfter(policy, ended.attempt, ended.random);
  return readyAt - ended.firstStartedAt > policy.maxTotalMs ? null : readyAt;
};

/** Milliseconds between the end of attempt `attempt` and the start of the next one. */
export const delayAfter = (policy: RetryPolicy, attempt: number, random: number): number => {
  const delay = Math.min(plainDelay(policy, attempt), policy.maxDelayMs);
  const spread = delay * policy.jitter * (2 * random - 1);
  return Math.round(Math.min(Math.max(delay + spread, 0), policy.maxDelayMs));
};

const plainDelay = (policy: RetryPolicy, attempt: number): number => {
  switch (policy.strategy) {
    case 'fixed':
      return policy.delayMs;
    case 'exponential':
      return policy.delayMs * 2 ** (attempt - 1);
    case 'custom':
      return policy.delaysMs?.[attempt - 1] ?? policy.delaysMs?.at(-1) ?? policy.delayMs;
  }
};

// What a lost attempt did is unknown, so no condition on failures can speak about it: `onLost` alone decides.
const isWorthAnother = (policy: RetryPolicy, ended: UnsuccessfulAttempt): boolean => {
  if (ended.how === 'lost') return ended.onLost === 'retry';
  if (!ended.failure.retryable) return false;
  return policy.when === null || isNamed(policy.when, ended);
};

const isNamed = (when: RetryConditions, { how, failure }: UnsuccessfulAttempt): boolean => {
  const { exitCode, httpStatus, error } = failure;
  return (
    (how === 'timed-out' && when.timeout) ||
    (exitCode !== null && when.exitCodes.includes(exitCode)) ||
    (httpStatus !== null && when.httpStatuses.includes(httpStatus)) ||
    (error.code !== null && when.errorCodes.includes(error.code))
  );
};
