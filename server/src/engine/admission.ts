import { admitThroughBreaker } from '../domain/breaker';
import { admitUpTo } from '../domain/overlap';
import { MAX_ROUNDS } from './dependents';
import type { Admit, LockedOwed, NewExecution } from './ports';

/**
 * Whatever starts by itself passes the circuit breaker, then the rule of overlap, then the bound of the queue. What waits
 * for its upstreams has a bound of its own.
 */
export const admission =
  (options: { maxQueuedPerJob: number }): Admit<LockedOwed> =>
  (step, inProgress) => {
    const most = Math.min(options.maxQueuedPerJob, MAX_ROUNDS);
    const executions = boundWaiting(
      admitThroughBreaker(step, inProgress),
      most - inProgress.waiting
    );
    return admitUpTo(options.maxQueuedPerJob)({ ...step, executions }, inProgress);
  };

const boundWaiting = (executions: NewExecution[], room: number): NewExecution[] => {
  let left = room;
  return executions.map((one) => {
    if (one.status !== 'waiting' || left-- > 0) return one;
    return { ...one, status: 'skipped', reason: 'queue-full', openUpstreams: 0 };
  });
};
