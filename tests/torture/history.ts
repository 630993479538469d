import type { DependencyMode } from '../../server/src/contract/dependency';

/** What really happened, by three accounts that know nothing of each other: the witness, the records and arithmetic. */
export interface History {
  witness: WitnessEvent[];
  records: RecordFacts[];
  jobs: JobFacts[];
  /** At most so many attempts of these jobs at the same time. */
  limits: { name: string; limit: number; jobs: string[] }[];
  cancels: CancelFacts[];
  /** Times at which a node did not run at all: what it had begun stood still. */
  stops: { node: string; from: number; to: number }[];
  /** Processes that ended although nobody had killed them or told them to leave, and how; none where left out. */
  exits?: { node: string; at: number; how: string }[];
  /** Values of a job's cursor, in the order in which they were read. */
  cursors: { job: string; cursorAt: number }[];
  /** Executions that were over when somebody looked, as they were then. */
  finals: { documentId: string; status: string; attempt: number }[];
  /** Each change of a circuit breaker: open until `until`, half-open after it; closed where it is null. */
  breakers?: { job: string; at: number; until: number | null }[];
  /** In these nothing of the job (of all jobs where it is null) begins by itself: from `from` to before `to`. */
  pauses?: { job: string | null; from: number; to: number }[];
  /** When everybody had had time to put things right; epoch milliseconds. */
  endedAt: number;
}

/** One line that an attempt left outside the database. `at` is true time in epoch milliseconds. */
export interface WitnessEvent {
  event: 'start' | 'end';
  occurrenceId: string;
  attempt: number;
  job: string;
  node: string;
  at: number;
}

export interface RecordFacts {
  documentId: string;
  job: string;
  slotAt: number | null;
  readyAt: number;
  status: string;
  reason: string | null;
  /** When it was put on record, by the database's clock. */
  queuedAt: number;
  attempt: number;
  attempts: { attempt: number; status: string; node: string | null }[];
  /** `missed` only: the oldest occurrence that it stands for (`slotAt` is the newest), and how many there are. */
  missedFrom: number | null;
  missedCount: number | null;
  /** What the jobs that it depends on came to. */
  upstreams: UpstreamFacts[];
  finishedAt: number | null;
  /** Columns that only a claimed, or only a waiting, execution has. */
  claimToken: string | null;
  leaseUntil: number | null;
  claimable: number | null;
  holds: (string | null)[];
}

/** An end of an upstream job that a round has, or (`status` null) still lacks. */
export interface UpstreamFacts {
  job: { documentId: string };
  execution: string | null;
  status: string | null;
}

export interface JobFacts {
  documentId: string;
  /** Its occurrences as computed without the engine, ascending; epoch milliseconds. */
  expected: number[];
  /** Those that a calendar keeps back: skipped, or not on record at all. */
  keptBack?: number[];
  /** It may have so many scheduled executions; any number where left out. */
  most?: number;
  /** It runs when these jobs ended. */
  after?: { mode: DependencyMode; jobs: string[] };
  /** Executions that it owes without an instant, because others ended; none where left out. */
  rounds?: number;
}

export interface CancelFacts {
  occurrenceId: string;
  /** When the answer was given. */
  at: number;
  answer: 'cancelled' | 'signalled';
  /** The number of its attempts then. */
  attempt: number;
}

export const isFinal = (status: string): boolean => !UNFINISHED.includes(status);

const UNFINISHED = ['waiting', 'queued', 'dispatched', 'running'];
