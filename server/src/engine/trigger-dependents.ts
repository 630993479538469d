import { describeFailure } from '../domain/failure';
import type { UpstreamEvent } from '../domain/dependencies';
import { admission } from './admission';
import type { DependentJob, DependentStep } from './dependent-job';
import { afterUpstreams } from './dependents';
import { tell } from './enqueue-due';
import { announce } from './events';
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
      answer: (job, events) => soundStepOf(ports, job, events),
      admit,
    });
    for (const { job, execution } of consumed.told) tell(ports, { job }, execution);
    cancelling.push(...consumed.cancelling);
    if (consumed.consumed === 0) return { moved, cancelling };
  }
};

// One job that cannot be understood must not hold up the others: it is told, and these ends pass it by.
const soundStepOf = (
  ports: Ports,
  job: DependentJob,
  events: readonly UpstreamEvent[]
): DependentStep => {
  try {
    return afterUpstreams(ports, job, events);
  } catch (thrown) {
    const { error } = describeFailure(thrown);
    const facts = { documentId: job.documentId, name: job.definition.name };
    announce(ports, { type: 'job.unreadable', job: facts, error });
    return { tokens: [], letGo: [], begun: [], replaced: [] };
  }
};
