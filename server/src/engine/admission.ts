import { admitThroughBreaker } from '../domain/breaker';
import { admitUpTo } from '../domain/overlap';
import type { Admit, LockedOwed } from './ports';

/** Whatever starts by itself passes the circuit breaker, then the rule of overlap, then the bound of the queue. */
export const admission =
  (options: { maxQueuedPerJob: number }): Admit<LockedOwed> =>
  (step, inProgress) => {
    const executions = admitThroughBreaker(step, inProgress);
    return admitUpTo(options.maxQueuedPerJob)({ ...step, executions }, inProgress);
  };
