import { admission } from './admission';
import { afterUpstreams } from './dependents';
import { tell } from './enqueue-due';
import type { Ports } from './ports';

/** Ends that one transaction tells. */
const BATCH = 100;

/**
 * Tells jobs what became of those that they depend on, and what that leads to in turn: a failure goes down the whole
 * chain. Answers whether anything was told, and the running executions that are to make room.
 */
export const triggerDependents = async (
  ports: Ports
): Promise<{ moved: boolean; cancelling: string[] }> => {
  const cancelling: string[] = [];
  const admit = admission(ports.options);
  for (let moved = false; ; moved = true) {
    const consumed = await ports.store.consumeUpstreamEnds({
      limit: BATCH,
      answer: (job, events) => afterUpstreams(ports, job, events),
      admit,
    });
    for (const { job, execution } of consumed.told) tell(ports, { job }, execution);
    cancelling.push(...consumed.cancelling);
    if (consumed.consumed === 0) return { moved, cancelling };
  }
};
