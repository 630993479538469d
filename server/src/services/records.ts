import type { UpstreamToken } from '../contract/execution';
import type {
  AttemptView,
  ExecutionError,
  ExecutionMeta,
  ExecutionStatus,
  KeptBackBy,
  LogLine,
  Reason,
  Trigger,
} from '../contract/execution';
import type { JobDefinition } from '../contract/job';
import type { ExecutionPlan, Owner } from '../engine/ports';

/** A job as stored. Instants are epoch milliseconds. */
export interface JobRecord {
  id: number;
  documentId: string;
  revision: number;
  owner: Owner | null;
  definition: JobDefinition;
  /** When the engine looks at it next, and its next occurrence that will run. */
  nextAt: number | null;
  nextRunAt: number | null;
  cursorAt: number | null;
  pausedAt: number | null;
  /** `UNTIL_RESUMED` where somebody has to resume it; null when not paused. */
  pausedUntil: number | null;
  pauseNote: string | null;
  /** Name of who paused it. */
  pausedBy: string | null;
  heldReason: string | null;
  heldAt: number | null;
  failureStreak: number;
  /** See `domain/breaker`. */
  breakerUntil: number | null;
  scheduledCount: number;
  executionCount: number;
  failureCount: number;
  createdAt: number;
  updatedAt: number;
}

/** What a list shows of a job's newest executions. */
export interface JobSummary {
  last: {
    documentId: string;
    status: ExecutionStatus;
    startedAt: number | null;
    finishedAt: number | null;
  };
  /** Newest first, at most 20. */
  recentStatuses: ExecutionStatus[];
}

/** An execution as stored. Instants are epoch milliseconds. */
export interface ExecutionRecord {
  id: number;
  documentId: string;
  /** Null once the job is deleted. */
  jobId: number | null;
  jobDocumentId: string;
  jobName: string;
  trigger: Trigger;
  slotAt: number | null;
  readyAt: number;
  /** What it waits for, while it is on its way. */
  waitsFor: ExecutionMeta['waitsFor'];
  upstreams: UpstreamToken[];
  status: ExecutionStatus;
  reason: Reason | null;
  priority: number;
  attempt: number;
  maxAttempts: number;
  node: string | null;
  cancelRequestedAt: number | null;
  queuedAt: number;
  firstStartedAt: number | null;
  startedAt: number | null;
  finishedAt: number | null;
  plan: ExecutionPlan;
  parameters: Record<string, unknown>;
  attempts: AttemptView[];
  result: unknown;
  error: ExecutionError | null;
  exitCode: number | null;
  progress: { percent: number | null; message: string | null } | null;
  scheduleKey: string | null;
  mergedKeys: string[];
  keptBackBy: KeptBackBy | null;
  missedFrom: number | null;
  missedCount: number | null;
  startedBy: { kind: 'user' | 'token'; id: string; name: string | null } | null;
  note: string | null;
}

export interface LogSlice {
  lines: LogLine[];
  /** Ask again after this number. */
  nextAfter: number;
  /** No stored line lies behind `nextAfter`. */
  reachedEnd: boolean;
}
