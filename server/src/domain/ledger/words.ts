import type { ExecutionStatus, KeptBackBy, Reason, Trigger } from '../../contract/execution';

/** The facts of a record that a sentence tells; instants are written out already. */
export interface RecordFacts {
  status: ExecutionStatus;
  reason: Reason | null;
  trigger: Trigger;
  /** Null where it has not started. */
  startedAt: string | null;
  /** Milliseconds. */
  delayMs: number | null;
  durationMs: number | null;
  attempts: number;
  /** The schedule that won, and those that fell on the same instant. */
  schedule: string | null;
  merged: string[];
  /** The calendar behind the reason; null where none is. */
  keptBackBy: KeptBackBy | null;
  missed: { count: number; from: string; to: string } | null;
  startedBy: string | null;
}

/** The sentences of the ledger in one language. Instants are written out already. */
export interface LedgerWords {
  record(facts: RecordFacts): string;
  beforeJob(createdAt: string): string;
  forgotten(days: number): string;
  disabled(): string;
  paused(since: string, until: string | null): string;
  held(since: string): string;
  allPaused(since: string, until: string | null): string;
  noSchedule(): string;
  byDependency(): string;
  beforeStart(): string;
  afterEnd(): string;
  spent(): string;
  otherTime(): string;
  toCome(): string;
  toBeSkipped(cause: Pick<RecordFacts, 'reason' | 'keptBackBy'>): string;
  overdue(): string;
  changed(at: string): string;
  lost(): string;
}
