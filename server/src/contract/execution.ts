import type { HookTime } from './hook';

export const EXECUTION_STATUSES = [
  'waiting',
  'queued',
  'dispatched',
  'running',
  'succeeded',
  'failed',
  'timed_out',
  'cancelled',
  'skipped',
  'missed',
  'lost',
] as const;
export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];

/** From these nothing moves on by itself. */
export const FINAL_STATUSES = [
  'succeeded',
  'failed',
  'timed_out',
  'cancelled',
  'skipped',
  'missed',
  'lost',
] as const satisfies readonly ExecutionStatus[];
export type FinalStatus = (typeof FINAL_STATUSES)[number];

/** It ran and did not succeed: what `failureCount` counts and `retry` may repeat. */
export const UNSUCCESSFUL_STATUSES = [
  'failed',
  'timed_out',
  'cancelled',
  'lost',
] as const satisfies readonly ExecutionStatus[];

export const TRIGGERS = ['schedule', 'manual', 'api', 'dependency', 'replay', 'backfill'] as const;
export type Trigger = (typeof TRIGGERS)[number];

/** Why an occurrence did not run (or not as planned). Each has a sentence in the admin's translations. */
export const REASONS = [
  'overlap',
  'paused',
  'blackout',
  'outside-window',
  'catch-up-exceeded',
  'merged-by-priority',
  'dependency-failed',
  'breaker-open',
  'approval-missing',
  'owner-right-missing',
  'owner-disabled',
  'template-missing',
  'hook-refused',
  'queue-full',
  'scheduler-stopped',
  'copy-guard',
] as const;
export type Reason = (typeof REASONS)[number];

export const LOG_STREAMS = ['stdout', 'stderr', 'system'] as const;
export type LogStream = (typeof LOG_STREAMS)[number];
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LogLine {
  /** 1, 2, 3 … within the execution, across its attempts. */
  seq: number;
  /** ISO 8601 UTC. */
  at: string;
  attempt: number;
  stream: LogStream;
  level: LogLevel;
  text: string;
}

export interface ExecutionError {
  name: string;
  message: string;
  /** E.g. `ECONNREFUSED`, `HTTP_503`, `TIMEOUT`; null where there is none. */
  code: string | null;
}

export const ATTEMPT_STATUSES = [
  'running',
  'succeeded',
  'failed',
  'timed_out',
  'cancelled',
  'lost',
] as const satisfies readonly ExecutionStatus[];

/** How a hook of an attempt ended. */
export interface HookView {
  time: HookTime;
  /** The script's path, or the uid that code registered it under. */
  name: string;
  ok: boolean;
  durationMs: number;
  error: ExecutionError | null;
}

export interface AttemptView {
  attempt: number;
  status: (typeof ATTEMPT_STATUSES)[number];
  startedAt: string | null;
  finishedAt: string | null;
  durationMs: number | null;
  node: string | null;
  error: ExecutionError | null;
  exitCode: number | null;
  /** Left out where there were none. */
  hooks?: HookView[];
}

export interface ExecutionView {
  documentId: string;
  job: { documentId: string; name: string };
  trigger: Trigger;
  /** Nominal instant; null when not scheduled. */
  scheduledFor: string | null;
  queuedAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  /** Due → first start. */
  delayMs: number | null;
  durationMs: number | null;
  status: ExecutionStatus;
  reason: Reason | null;
  attempt: number;
  maxAttempts: number;
  attempts: AttemptView[];
  parameters: Record<string, unknown>;
  result: unknown;
  error: ExecutionError | null;
  exitCode: number | null;
  progress: { percent: number | null; message: string | null } | null;
  node: string | null;
  /** Who started it by hand or by API; null for schedules. */
  startedBy: { kind: 'user' | 'token'; id: string; name: string | null } | null;
  occurrenceId: string;
}

/** The calendar that kept an occurrence back, as it was called then. */
export interface KeptBackBy {
  /** Its name; of calendars of which none allows the time, all their names. */
  calendar: string;
  /** The name of its entry; null where that has none, or none contains the time. */
  entry: string | null;
}

/** One execution that another one waits for, or waited for. */
export interface UpstreamView {
  job: { documentId: string; name: string };
  /** Null while it has not ended. */
  execution: { documentId: string; status: ExecutionStatus } | null;
}

/** An upstream job of an execution, as the execution keeps it: which execution of it came, and how that ended. */
export interface UpstreamToken {
  job: { documentId: string; name: string };
  /** documentId; null while none has come. */
  execution: string | null;
  status: ExecutionStatus | null;
}

/** `meta` of one execution. */
export interface ExecutionMeta {
  /** How many occurrences a `missed` record stands for; null otherwise. */
  missedCount: number | null;
  /** The oldest of these, ISO 8601 UTC; `scheduledFor` is the newest. */
  missedFrom: string | null;
  /** The schedule that won the instant; null when not scheduled. */
  schedule: string | null;
  /** When the next attempt is due, ISO 8601 UTC; null when none is. */
  nextAttemptAt: string | null;
  cancelRequested: boolean;
  note: string | null;
  /** Schedules that fell on the same instant and did not run for it. */
  merged: string[];
  /** What is behind the reasons `blackout` and `outside-window`; null otherwise. */
  keptBackBy: KeptBackBy | null;
  /** What it waits for while `waiting` or `queued`, in words-to-be: the job's turn, a seat of a limit, an instant. */
  waitsFor: 'dependency' | 'turn' | 'limit' | 'time' | null;
  /** The executions that a dependency waits for; empty where it has none. */
  upstreams: UpstreamView[];
}

/** In the `meta.waits` of a list, by documentId: what an execution of the page waits for. */
export type ExecutionWait = Pick<ExecutionMeta, 'waitsFor' | 'upstreams'>;
