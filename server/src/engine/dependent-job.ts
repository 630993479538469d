import type { UpstreamToken } from '../contract/execution';
import type { JobDefinition } from '../contract/job';
import type { Round } from '../domain/dependencies';
import type { NewExecution, Owner } from './new-execution';

/** A job that depends on others, its row locked. */
export interface DependentJob {
  id: number;
  documentId: string;
  owner: Owner | null;
  definition: JobDefinition;
  heldReason: string | null;
  pausedUntil: number | null;
  /** The database clock. */
  now: number;
  /** The jobs that it depends on, as far as they are there. */
  upstreams: UpstreamToken['job'][];
  /** Its rounds that lack an end, and those that something is about to take the place of; oldest first. */
  rounds: Round[];
  /** The executions of those that wait. */
  waiting: WaitingExecution[];
}

/** An execution that waits for its upstreams, in its row. */
export type WaitingExecution = NewExecution & { id: number };

/** What becomes of a job's rounds. */
export interface DependentStep {
  /** Ends that came to executions that nothing else happens to. */
  tokens: { execution: string; upstreams: UpstreamToken[]; openUpstreams: number }[];
  /** Those that wait no longer: queued, or skipped. */
  letGo: WaitingExecution[];
  /** New ones: waiting, queued or skipped. */
  begun: NewExecution[];
  /** New ones that make good for earlier ones, told on to the jobs that depend on this one. */
  replaced: { execution: string; replaces: string }[];
}
