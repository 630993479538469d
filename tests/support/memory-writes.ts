import {
  FINAL_STATUSES,
  UNSUCCESSFUL_STATUSES,
  type ExecutionStatus,
} from '../../server/src/contract/execution';
import { admit } from './factories';
import type {
  Admit,
  Advance,
  AttemptEnd,
  NewExecution,
  NextState,
} from '../../server/src/engine/ports';
import {
  IN_PROGRESS,
  ownedBy,
  toDueJob,
  toRow,
  type ExecutionRow,
  type JobRow,
  type Tables,
} from './memory-rows';

/** What the memory store's calls change. */

// ---------------------------------------------------------------------------------------------- enqueue

export const enqueueDue = (
  tables: Tables,
  now: number,
  advances: Advance[],
  decide: Admit<Advance>
) => {
  let advanced = 0;
  let inserted = 0;
  for (const advance of advances) {
    const job = tables.jobs.find((row) => row.id === advance.job.id);
    if (job?.nextAt !== advance.fromNextAt || job.revision !== advance.job.revision) continue;
    const inProgress = { running: inProgressOf(tables, job.id).length, queued: 0, waiting: 0 };
    const admitted = decide(advance, inProgress);
    inserted += insertAll(tables, now, advance, admitted.executions);
    Object.assign(job, { nextAt: advance.nextAt, cursorAt: advance.cursorAt });
    advanced += 1;
  }
  return { advanced, inserted, cancelling: [] };
};

const insertAll = (tables: Tables, now: number, advance: Advance, records: NewExecution[]) => {
  const fresh = records.filter(
    ({ slotAt }) =>
      slotAt === null ||
      !tables.executions.some((row) => row.jobId === advance.job.id && row.slotAt === slotAt)
  );
  for (const record of fresh) insertExecution(tables, now, advance.job, record);
  return fresh.length;
};

/** A start by hand, by API or as a replay: skipped while one is in progress, where the job does not overlap. */
export const insertByHand = (
  tables: Tables,
  now: number,
  job: { id: number; documentId: string; name: string },
  execution: NewExecution
): ExecutionRow => {
  const step = { job: { overlap: execution.plan.overlap }, executions: [execution] };
  const running = inProgressOf(tables, job.id).length;
  const { executions } = admit(step, { running, queued: 0 });
  return insertExecution(tables, now, job, executions[0] ?? execution);
};

const insertExecution = (
  tables: Tables,
  now: number,
  job: { id: number; documentId: string; name: string },
  execution: NewExecution
): ExecutionRow => {
  const id = ++tables.lastId;
  const row = toRow(id, job, structuredClone(execution), now);
  const taken = tables.executions.some((other) => other.overlapKey === overlapKeyOf(job.id));
  if (row.status === 'queued') {
    const alone = row.plan.overlap !== 'allow';
    row.claimable = alone && taken ? 0 : 1;
    row.overlapKey = alone && !taken ? overlapKeyOf(job.id) : null;
  }
  tables.executions.push(row);
  return row;
};

const overlapKeyOf = (jobId: number): string => `job:${jobId}`;

const inProgressOf = (tables: Tables, jobId: number): ExecutionRow[] =>
  tables.executions.filter((row) => row.jobId === jobId && IN_PROGRESS.includes(row.status));

// ---------------------------------------------------------------------------------------------- claim and record

export const claimRow = (
  row: ExecutionRow,
  request: { node: string; token: string; leaseMs: number },
  now: number
): ExecutionRow => {
  const startedAt = Math.max(now, row.readyAt);
  return Object.assign(row, {
    status: 'running',
    claimable: null,
    attempt: row.attempt + 1,
    claimToken: request.token,
    node: request.node,
    leaseUntil: now + request.leaseMs,
    startedAt,
    firstStartedAt: row.firstStartedAt ?? startedAt,
  });
};

export const recordEnd = (tables: Tables, now: number, end: AttemptEnd): boolean => {
  const row = tables.executions.find(ownedBy(end.ref));
  if (!row) return false;
  if (end.next.status === 'released' && row.cancelRequestedAt === null) release(row);
  else {
    const next = finalIfCancelled(row, end.next, now);
    const isAttempt = end.next.status !== 'skipped' && end.next.status !== 'released';
    if (isAttempt) row.attempts.push(structuredClone(end.attempt));
    if (next.status === 'queued') requeue(row, next);
    else {
      finish(tables, row, next);
      if (isAttempt) countInJob(tables, row);
    }
  }
  return true;
};

type Recorded = Exclude<NextState, { status: 'released' }>;

const finalIfCancelled = (row: ExecutionRow, next: NextState, now: number): Recorded => {
  if (next.status !== 'released' && (next.status !== 'queued' || row.cancelRequestedAt === null))
    return next;
  const error = next.status === 'queued' ? next.error : null;
  return {
    status: 'cancelled',
    reason: null,
    finishedAt: now,
    result: null,
    error,
    exitCode: null,
  };
};

const unclaimed = { claimToken: null, leaseUntil: null } as const;

const release = (row: ExecutionRow): void => {
  const attempt = row.attempt - 1;
  const firstStartedAt = attempt === 0 ? null : row.firstStartedAt;
  Object.assign(row, unclaimed, {
    status: 'queued',
    claimable: 1,
    attempt,
    firstStartedAt,
    startedAt: null,
  });
};

const requeue = (row: ExecutionRow, next: Recorded & { status: 'queued' }): void => {
  const { readyAt, error } = next;
  Object.assign(row, unclaimed, { status: 'queued', claimable: 1, readyAt, error });
};

const finish = (
  tables: Tables,
  row: ExecutionRow,
  next: Exclude<Recorded, { status: 'queued' }>
): void => {
  Object.assign(row, unclaimed, structuredClone(next), { claimable: null });
  giveUpPlace(tables, row);
};

/** The next waiting execution of a job that does not overlap moves into the freed place. */
const giveUpPlace = (tables: Tables, row: ExecutionRow): void => {
  const key = row.overlapKey;
  row.overlapKey = null;
  if (key === null || row.jobId === null) return;
  const next = tables.executions
    .filter((other) => other.jobId === row.jobId && other.claimable === 0)
    .sort((a, b) => (a.slotAt ?? Infinity) - (b.slotAt ?? Infinity) || a.id - b.id)[0];
  if (next) Object.assign(next, { claimable: 1, overlapKey: key });
};

const isOneOf = (status: ExecutionStatus, list: readonly ExecutionStatus[]): boolean =>
  list.includes(status);

const countInJob = (tables: Tables, row: ExecutionRow): void => {
  const job = tables.jobs.find((other) => other.id === row.jobId);
  if (!job) return;
  const failed = isOneOf(row.status, UNSUCCESSFUL_STATUSES);
  job.executionCount += 1;
  job.failureCount += failed ? 1 : 0;
  job.failureStreak = failed ? job.failureStreak + 1 : 0;
};

export const requestCancel = (tables: Tables, now: number, row: ExecutionRow): void => {
  if (isOneOf(row.status, FINAL_STATUSES)) return;
  if (row.status === 'running') row.cancelRequestedAt ??= now;
  else {
    Object.assign(row, { status: 'cancelled', claimable: null, finishedAt: now });
    giveUpPlace(tables, row);
  }
};

// ---------------------------------------------------------------------------------------------- hold and prune

export const holdJobsWithout = (tables: Tables, now: number, templates: string[]) => {
  const isGone = (job: JobRow) => !templates.includes(job.definition.template);
  const toHold = tables.jobs.filter((job) => job.heldReason === null && isGone(job));
  for (const job of toHold) {
    Object.assign(job, { heldReason: 'template-missing', heldAt: now, nextAt: null });
  }
  const back = tables.jobs.filter((job) => job.heldReason === 'template-missing' && !isGone(job));
  return {
    held: toHold.length,
    back: back.map((job) => structuredClone(toDueJob(job, job.heldAt ?? now))),
  };
};

export const releaseHeld = (tables: Tables, now: number, advances: Advance[]): number => {
  let released = 0;
  for (const advance of advances) {
    const job = tables.jobs.find((row) => row.id === advance.job.id);
    if (job?.heldAt !== advance.fromNextAt || job.revision !== advance.job.revision) continue;
    insertAll(tables, now, advance, advance.executions);
    const { nextAt, cursorAt } = advance;
    Object.assign(job, { heldReason: null, heldAt: null, nextAt, cursorAt });
    released += 1;
  }
  return released;
};

export const prune = (
  tables: Tables,
  request: { executionsBefore: number; logsBefore: number; limit: number }
): number => {
  const old = tables.executions
    .filter((row) => row.finishedAt !== null && row.finishedAt < request.executionsBefore)
    .slice(0, request.limit);
  tables.executions = tables.executions.filter((row) => !old.includes(row));
  let gone = old.length;
  for (const [id, lines] of tables.logs) {
    const newest = Math.max(...lines.map((line) => line.at));
    if (newest < request.logsBefore || old.some((row) => row.id === id)) {
      tables.logs.delete(id);
      gone += 1;
    }
  }
  return gone;
};
