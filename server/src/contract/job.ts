import type { CalendarChoice } from './calendar';
import type { DependencyMode } from './dependency';
import type { ExecutionStatus } from './execution';
import type { JobHooks } from './hook';
import type { Schedule } from './schedule';

export const MISSED_POLICIES = ['skip', 'last', 'all'] as const;
export type MissedPolicy = (typeof MISSED_POLICIES)[number];

/**
 * What a new execution does while one of the job is in progress: not run, wait as the only one, wait in line, cancel
 * those before it, run beside them.
 */
export const OVERLAPS = ['skip', 'queue-one', 'queue-all', 'cancel-previous', 'allow'] as const;
export type Overlap = (typeof OVERLAPS)[number];

export const PRIORITIES = ['high', 'normal', 'low'] as const;
export type Priority = (typeof PRIORITIES)[number];

export const ON_LOST = ['fail', 'retry'] as const;
export type OnLost = (typeof ON_LOST)[number];

export const RETRY_STRATEGIES = ['fixed', 'exponential', 'custom'] as const;
export type RetryStrategy = (typeof RETRY_STRATEGIES)[number];

/** Which failures are worth another attempt; `null` = any failure but bad parameters. */
export interface RetryConditions {
  exitCodes: number[];
  httpStatuses: number[];
  errorCodes: string[];
  timeout: boolean;
}

export interface RetryPolicy {
  /** 1 to 100, the first attempt included. */
  maxAttempts: number;
  strategy: RetryStrategy;
  /** Milliseconds before the second attempt (`fixed`, `exponential`). */
  delayMs: number;
  /** Upper bound of one delay in milliseconds. */
  maxDelayMs: number;
  /** `custom`: milliseconds before attempt 2, 3, …; the last one repeats. */
  delaysMs: number[] | null;
  /** 0 to 1: share of the delay that is random, up or down. */
  jitter: number;
  /** No attempt starts later than this many milliseconds after the first one. */
  maxTotalMs: number;
  when: RetryConditions | null;
}

/** What people write: one JSON-able document. Every optional field is filled in. */
export interface JobDefinition {
  name: string;
  description: string;
  category: string | null;
  tags: string[];
  template: string;
  templateVersion: number;
  parameters: Record<string, unknown>;
  schedules: Schedule[];
  calendars: CalendarChoice;
  missed: { policy: MissedPolicy; windowMs: number };
  overlap: Overlap;
  priority: Priority;
  /** At most `limit` executions at once: of this job, or of all jobs with the same `key`. */
  concurrency: { limit: number | null; key: string | null };
  /** Per attempt; the site's default where null. */
  timeoutMs: number | null;
  onLost: OnLost;
  retry: RetryPolicy;
  /** Opens after so many failures in a row, and lets one probe through after `coolDownMs`. */
  breaker: { failures: number; coolDownMs: number } | null;
  /** documentIds of the jobs that it waits for. */
  dependencies: { mode: DependencyMode; jobs: string[] };
  /** What runs before and after each attempt. */
  hooks: JobHooks;
  notifications: { on: string[]; channel: string }[];
  enabled: boolean;
  startAt: string | null;
  endAt: string | null;
  /** So many scheduled executions, then the job has ended. */
  maxExecutions: number | null;
  /** Each occurrence starts up to so much later, always by the same amount, never past the next one. */
  jitterMs: number;
}

export const JOB_STATUSES = ['active', 'disabled', 'paused', 'held', 'ended'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

export interface OwnerView {
  kind: 'user' | 'token';
  id: string;
  /** Full name, or the token's name; null when it was deleted. */
  name: string | null;
}

/** What the server adds to a definition. None of these may be written by a client. */
export interface JobServerFields {
  documentId: string;
  revision: number;
  owner: OwnerView | null;
  status: JobStatus;
  /** Why it is held, in words; null otherwise. */
  nextRunAt: string | null;
  pausedUntil: string | null;
  pauseNote: string | null;
  lastExecution: {
    documentId: string;
    status: ExecutionStatus;
    startedAt: string | null;
    durationMs: number | null;
  } | null;
  /** Newest first, at most 20. */
  recentStatuses: ExecutionStatus[];
  executionCount: number;
  failureCount: number;
  createdAt: string;
  updatedAt: string;
}

export const JOB_SERVER_FIELDS = [
  'documentId',
  'revision',
  'owner',
  'status',
  'nextRunAt',
  'pausedUntil',
  'pauseNote',
  'lastExecution',
  'recentStatuses',
  'executionCount',
  'failureCount',
  'createdAt',
  'updatedAt',
] as const satisfies readonly (keyof JobServerFields)[];

export type JobView = JobDefinition & JobServerFields;

/** `meta` of job answers: words beside the definition that a client must not send back. */
export interface JobMeta {
  /** schedule key → words, in the language of `Accept-Language` */
  descriptions: Record<string, string>;
  /** Why a held job is held. */
  heldReason: string | null;
  breaker: BreakerView | null;
  /** Null where it is not paused. */
  pause: PauseView | null;
  /** Jobs of `dependencies`, and those that depend on this one, as far as the caller may read them. */
  upstreams: { documentId: string; name: string }[];
  dependents: { documentId: string; name: string }[];
  /** documentId → name of the calendars that the job or its schedules use. */
  calendars: Record<string, string>;
  /** How many scheduled executions there were, for `maxExecutions`. */
  scheduledCount: number;
  /** Waiting for their turn or a free seat, and running. */
  queued: number;
  running: number;
}

/** A pause of a job, or of all. */
export interface PauseView {
  /** ISO 8601 UTC. */
  since: string;
  /** Goes on by itself then; null = until somebody resumes it. */
  until: string | null;
  note: string | null;
  /** Who paused it; null where that is not known any more. */
  by: string | null;
}

export const BREAKER_STATES = ['closed', 'open', 'half-open'] as const;
export interface BreakerView {
  state: (typeof BREAKER_STATES)[number];
  failuresInARow: number;
  /** When the next probe may run, ISO 8601 UTC; null while closed. */
  until: string | null;
}

export const BULK_ACTIONS = ['enable', 'disable', 'run', 'delete'] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];
export interface BulkOutcome {
  documentId: string;
  ok: boolean;
  error?: { name: string; message: string };
}
