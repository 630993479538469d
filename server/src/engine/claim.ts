import { anAttemptOf, type RunningAttempt } from './attempt';
import { announce } from './events';
import { trustMs } from './heartbeat';
import type { Ports } from './ports';

/** What a claim came to: attempts of this node, and how many executions were over without one. */
interface Claimed {
  attempts: RunningAttempt[];
  skipped: number;
}

/** Takes up to `limit` executions that are due within `aheadMs`; they are this node's until their lease ends. */
export const claim = async (ports: Ports, limit: number, aheadMs: number): Promise<Claimed> => {
  const { clock, ids, node, options, store } = ports;
  const sentAt = clock.monotonic();
  const { leaseMs, maxConcurrentTotal: total } = options;
  const request = { node: node.id, token: ids.token(), limit, total, leaseMs, aheadMs };
  const { now, executions, skipped = [] } = await store.claim(request);
  clock.sample(now, sentAt, clock.monotonic());
  for (const { documentId, job, slotAt } of skipped)
    announce(ports, {
      type: 'occurrence.skipped',
      job: { documentId: job.documentId, name: job.name },
      execution: documentId,
      slotAt,
      reason: 'approval-missing',
    });
  const attempts = executions.map((one) => anAttemptOf(one, sentAt + trustMs(options)));
  return { attempts, skipped: skipped.length };
};
