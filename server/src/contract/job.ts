import type { ExecutionStatus } from './execution';
import type { Schedule } from './schedule';

export const MISSED_POLICIES = ['skip', 'last', 'all'] as const;
export type MissedPolicy = (typeof MISSED_POLICIES)[number];

/** All overlap policies that the contract knows; `BUILT_OVERLAPS` are the ones that work today. */
export const OVERLAPS = ['skip', 'queue-one', 'queue-all', 'cancel-previous', 'allow'] as const;
export type Overlap = (typeof OVERLAPS)[number];
export const BUILT_OVERLAPS = ['skip', 'allow'] as const satisfies readonly Overlap[];

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
  calendars: { exclude: string[]; only: string[] };
  missed: { policy: MissedPolicy; windowMs: number };
  overlap: Overlap;
  priority: Priority;
  concurrency: { limit: number | null; key: string | null };
  /** Per attempt; the site's default where null. */
  timeoutMs: number | null;
  onLost: OnLost;
  retry: RetryPolicy;
  breaker: { failures: number; coolDownMs: number } | null;
  dependencies: { mode: 'all_success' | 'any_success' | 'all_complete'; jobs: string[] };
  notifications: { on: string[]; channel: string }[];
  enabled: boolean;
  startAt: string | null;
  endAt: string | null;
  maxExecutions: number | null;
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
}

export const BULK_ACTIONS = ['enable', 'disable', 'run', 'delete'] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];
export interface BulkOutcome {
  documentId: string;
  ok: boolean;
  error?: { name: string; message: string };
}
