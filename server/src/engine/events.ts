import type { ExecutionError, ExecutionStatus, Reason } from '../contract/execution';
import type { Emit } from './ports';

/** Everything that happens: logs, notifications and tests hang on it. Instants are epoch milliseconds. */
export interface EngineEvents {
  'engine.started': { node: string };
  /** It claims nothing any more and waits for what runs. */
  'engine.draining': { node: string; running: number };
  /** `unrecorded`: attempts whose end the database did not take in time; other nodes will find them lost. */
  'engine.stopped': { node: string; unrecorded: number };
  /** A step failed (most often the database is away); it is repeated after `retryInMs`. */
  'engine.error': { step: string; error: ExecutionError; failures: number; retryInMs: number };
  /** The first success after `engine.error`. */
  'engine.recovered': { step: string; failures: number };

  'occurrence.enqueued': OccurrenceFacts;
  'occurrence.skipped': OccurrenceFacts & { reason: Reason | null };
  /** `count` occurrences stand in one record, at the newest of them. */
  'occurrence.missed': OccurrenceFacts & { reason: Reason | null; count: number };

  'execution.started': AttemptFacts & { delayMs: number };
  'execution.finished': AttemptFacts & {
    status: ExecutionStatus;
    reason: Reason | null;
    error: ExecutionError | null;
    durationMs: number;
  };
  'execution.retrying': AttemptFacts & { readyAt: number; error: ExecutionError | null };
  /** An unstarted claim went back into the queue. */
  'execution.released': AttemptFacts;
  /** An attempt whose node went away, found by this node; `finished` or `retrying` follows. */
  'execution.lost': AttemptFacts;
  /** Somebody else owns the attempt: what this node has to say about it came too late and changes nothing. */
  'execution.late-result': AttemptFacts & { outcome: string };
  /** It went on after its abort: `settled` says how it ended at last. */
  'execution.abandoned': AttemptFacts;
  'execution.abandoned-settled': AttemptFacts & { error: ExecutionError | null };
  /** It ran after an attempt; what the attempt came to stays as it is. */
  'hook.failed': AttemptFacts & { hook: string; error: ExecutionError | null };
  /** So many processes of a script could not be ended and still run on this host. */
  'execution.survivors': AttemptFacts & { processes: number };
  /** Log lines that the database refused. */
  'execution.log-lost': AttemptFacts & { lines: number; error: ExecutionError };
  /** What the outcome holds could not be stored; the status was. */
  'execution.outcome-reduced': AttemptFacts & { error: ExecutionError };

  /** Its definition cannot be understood here: it is held until it is edited, or a node understands it. */
  'job.unreadable': { job: OccurrenceFacts['job']; error: ExecutionError };
  /** Its pause was over. */
  'job.resumed': { job: OccurrenceFacts['job'] };
  /** So many failures in a row: nothing of it runs by itself before `until`. */
  'job.breaker-opened': { job: OccurrenceFacts['job']; until: number };
  'job.breaker-closed': { job: OccurrenceFacts['job'] };
  /** This node obeys a pause of all; `until` may be `UNTIL_RESUMED`. */
  'scheduler.paused': { until: number };
  /** The pause of all from `at` to `until` was over; told by the node that cleared it away. */
  'scheduler.resumed': { at: number; until: number };
  'jobs.held': { count: number };
  'jobs.released': { count: number };
  'records.pruned': { count: number };
}

export interface OccurrenceFacts {
  job: { documentId: string; name: string };
  execution: string;
  slotAt: number | null;
}

export interface AttemptFacts {
  job: { documentId: string; name: string };
  /** The execution's documentId. */
  execution: string;
  attempt: number;
}

export type EngineEvent = {
  [Type in keyof EngineEvents]: { type: Type } & EngineEvents[Type];
}[keyof EngineEvents];

/** Tells the listeners. One that throws spoils nothing: what happened has happened. */
export const announce = (ports: { emit: Emit }, event: EngineEvent): void => {
  try {
    ports.emit({ ...event });
  } catch {
    // The listener's own business; the engine goes on.
  }
};

export const attemptFacts = (execution: {
  job: { documentId: string; name: string };
  documentId: string;
  ref: { attempt: number };
}): AttemptFacts => ({
  job: { documentId: execution.job.documentId, name: execution.job.name },
  execution: execution.documentId,
  attempt: execution.ref.attempt,
});
