import type { CalendarDefinition } from '../../server/src/contract/calendar';
import type {
  AttemptView,
  ExecutionError,
  ExecutionStatus,
} from '../../server/src/contract/execution';
import type { JobDefinition } from '../../server/src/contract/job';
import type { UpstreamEvent } from '../../server/src/domain/dependencies';
import type { Claimable } from '../../server/src/storage/engine/claimable';
import type {
  ClaimedExecution,
  DueJob,
  NewExecution,
  NewLogLine,
  NodeRecord,
  Owner,
  Ref,
  ScriptsOf,
} from '../../server/src/engine/ports';

/** The rows of the memory store: the columns of the content types, by their meaning. */

export interface JobRow {
  id: number;
  documentId: string;
  name: string;
  revision: number;
  owner: Owner | null;
  definition: JobDefinition;
  nextAt: number | null;
  nextRunAt: number | null;
  cursorAt: number | null;
  pausedUntil: number | null;
  heldReason: string | null;
  heldAt: number | null;
  failureStreak: number;
  breakerUntil: number | null;
  scheduledCount: number;
  executionCount: number;
  failureCount: number;
}

export interface ExecutionRow extends Omit<NewExecution, 'status' | 'error'> {
  id: number;
  jobId: number | null;
  job: { documentId: string; name: string };
  status: ExecutionStatus;
  claimable: Claimable | null;
  claimOrder: number;
  limitSlot: string | null;
  overlapKey: string | null;
  attempt: number;
  maxAttempts: number;
  claimToken: string | null;
  node: string | null;
  leaseUntil: number | null;
  cancelRequestedAt: number | null;
  queuedAt: number;
  firstStartedAt: number | null;
  startedAt: number | null;
  finishedAt: number | null;
  attempts: AttemptView[];
  result: unknown;
  error: ExecutionError | null;
  exitCode: number | null;
  progress: { percent: number | null; message: string | null } | null;
}

export type NodeRow = NodeRecord & {
  state: string;
  running: number;
  skewMs: number;
  lastSeenAt: number;
  lastTickAt: number | null;
};

/** What somebody has to consent to; null where nobody has to. */
export interface Consent {
  scriptsOf: ScriptsOf;
  /** documentId → path of what nobody consents to now. */
  unapproved: () => ReadonlyMap<string, string>;
}

export interface Tables {
  jobs: JobRow[];
  executions: ExecutionRow[];
  logs: Map<number, NewLogLine[]>;
  nodes: NodeRow[];
  calendars: Map<string, CalendarDefinition>;
  /** The pause of all nodes, and those that are over. */
  pause: { at: number; until: number } | null;
  pauses: { from: number; to: number }[];
  /** What the scheduler did by itself and told the audit log. */
  audit: { action: string; job: string | null }[];
  /** What jobs that depend on others are still to be told. */
  upstreamEnds: (UpstreamEvent & { id: number })[];
  consent: Consent | null;
  lastId: number;
}

export const toRow = (
  id: number,
  job: { id: number; documentId: string; name: string },
  execution: NewExecution,
  now: number
): ExecutionRow => ({
  ...execution,
  id,
  jobId: job.id,
  job: { documentId: job.documentId, name: job.name },
  claimable: null,
  claimOrder: 0,
  overlapKey: null,
  limitSlot: null,
  attempt: 0,
  maxAttempts: execution.plan.retry.maxAttempts,
  claimToken: null,
  node: null,
  leaseUntil: null,
  cancelRequestedAt: null,
  queuedAt: now,
  firstStartedAt: null,
  startedAt: null,
  finishedAt: isOver(execution) ? now : null,
  limit: isOver(execution) ? null : execution.limit,
  attempts: [],
  result: null,
  error: execution.error ?? null,
  exitCode: null,
  progress: null,
});

const isOver = ({ status }: NewExecution): boolean => status === 'skipped' || status === 'missed';

export const toDueJob = (row: JobRow, nextAt: number): DueJob => ({
  id: row.id,
  documentId: row.documentId,
  revision: row.revision,
  owner: row.owner,
  definition: row.definition,
  nextAt,
  cursorAt: row.cursorAt,
  pausedUntil: row.pausedUntil,
  scheduledCount: row.scheduledCount,
});

/** The claimed execution as its owner sees it; throws for a row that nobody has claimed. */
export const toClaimed = (row: ExecutionRow): ClaimedExecution => {
  if (row.claimToken === null || row.startedAt === null) {
    throw new Error(`execution ${row.id} is not claimed`);
  }
  return {
    ref: { id: row.id, attempt: row.attempt, token: row.claimToken },
    documentId: row.documentId,
    job: { id: row.jobId ?? 0, ...row.job },
    trigger: row.trigger,
    slotAt: row.slotAt,
    readyAt: row.readyAt,
    firstStartedAt: row.firstStartedAt ?? row.startedAt,
    startedAt: row.startedAt,
    maxAttempts: row.maxAttempts,
    limitKey: row.limit?.key ?? null,
    plan: row.plan,
    parameters: row.parameters,
    attempts: [...row.attempts],
    node: row.node,
  };
};

export const ownedBy =
  (ref: Ref) =>
  (row: ExecutionRow): boolean =>
    row.id === ref.id &&
    row.attempt === ref.attempt &&
    row.claimToken === ref.token &&
    row.status === 'running';
