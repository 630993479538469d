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
 * chain. Answers whether anything was told, the running executions that are to make room, and the upstream jobs whose
 * ends were kept.
 */
export const triggerDependents = async (ports: Ports): Promise<Triggered & { kept: string[] }> => {
  const triggered: Triggered = { moved: false, cancelling: [] };
  const except: string[] = [];
  for (;;) {
    const { consumed, kept = [] } = await consume(ports, triggered, { except });
    // What somebody holds up hides nothing behind it.
    except.push(...kept);
    if (consumed + kept.length === 0) return { ...triggered, kept: except };
  }
};

/** The same for the ends of one job, queueing for the jobs that are to be told of them. */
export const triggerDependentsOf = async (ports: Ports, of: string): Promise<Triggered> => {
  const triggered: Triggered = { moved: false, cancelling: [] };
  await consume(ports, triggered, { of });
  return triggered;
};

export interface Triggered {
  moved: boolean;
  cancelling: string[];
}

const consume = async (
  ports: Ports,
  triggered: Triggered,
  which: { except: string[] } | { of: string }
): Promise<{ consumed: number; kept?: string[] }> => {
  const consumed = await ports.store.consumeUpstreamEnds({
    limit: BATCH,
    answer: (job, events) => soundStepOf(ports, job, events),
    admit: admission(ports.options),
    ...which,
  });
  for (const { job, execution } of consumed.told) tell(ports, { job }, execution);
  triggered.cancelling.push(...consumed.cancelling);
  triggered.moved ||= consumed.consumed > 0;
  return consumed;
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
