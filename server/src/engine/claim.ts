import { anAttemptOf, type RunningAttempt } from './attempt';
import { trustMs } from './heartbeat';
import type { Ports } from './ports';

/** Takes up to `limit` executions that are due within `aheadMs`; they are this node's until their lease ends. */
export const claim = async (
  ports: Ports,
  limit: number,
  aheadMs: number
): Promise<RunningAttempt[]> => {
  const { clock, ids, node, options, store } = ports;
  const sentAt = clock.monotonic();
  const { leaseMs, maxConcurrentTotal: total } = options;
  const request = { node: node.id, token: ids.token(), limit, total, leaseMs, aheadMs };
  const { now, executions } = await store.claim(request);
  clock.sample(now, sentAt, clock.monotonic());
  return executions.map((execution) => anAttemptOf(execution, sentAt + trustMs(options)));
};
