import type { ExecutionStatus, FinalStatus, Reason, Trigger } from '../contract/execution';
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

/** The part of a new record that this rule looks at and may change. */
interface Admissible {
  trigger: Trigger;
  status: ExecutionStatus;
  reason: Reason | null;
}

/**
 * Which of a job's new executions its circuit breaker lets through: all, none, or one probe while nothing of the job is
 * in progress. Starts by hand pass, and count as probes. Answers the same records, some `skipped: breaker-open`.
 */
export const admitThroughBreaker = <T extends Admissible>(
  step: { executions: T[]; breakerUntil: number | null; now: number },
  { running, queued }: { running: number; queued: number }
): T[] => {
  const state = breakerState(step.breakerUntil, step.now);
  if (state === 'closed') return step.executions;
  let probes = state === 'half-open' && running + queued === 0 ? 1 : 0;
  return step.executions.map((one) => {
    const startsByItself = one.trigger === 'schedule' || one.trigger === 'dependency';
    if (one.status !== 'queued' || !startsByItself) return one;
    if (probes > 0) {
      probes -= 1;
      return one;
    }
    return { ...one, status: 'skipped', reason: 'breaker-open' };
  });
};

/** What the ends of a job's executions change. */
export interface Streak {
  /** Failures in a row. */
  failures: number;
  /** See `breakerState`. */
  until: number | null;
}

/**
 * The streak after executions that ended in this order. A success closes the circuit breaker; so many failures in a row
 * open it, and a failure while it is not closed opens it anew. Who cancels says nothing about the job.
 */
export const afterEnds = (
  before: Streak,
  ended: readonly FinalStatus[],
  rule: { failures: number; coolDownMs: number } | null,
  now: number
): Streak =>
  ended.reduce((streak, status): Streak => {
    if (status === 'cancelled' || status === 'skipped' || status === 'missed') return streak;
    if (status === 'succeeded') return { failures: 0, until: null };
    const failures = streak.failures + 1;
    const opens = rule !== null && (failures >= rule.failures || streak.until !== null);
    return { failures, until: opens ? now + rule.coolDownMs : streak.until };
  }, before);
