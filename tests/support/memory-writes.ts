import { FINAL_STATUSES, type ExecutionStatus } from '../../server/src/contract/execution';
import { refusalOf } from '../../server/src/domain/approval';
import { admit } from './factories';
import type { AfterAttempt } from '../../server/src/domain/transition';
import type {
  Admit,
  Advance,
  AttemptEnd,
  BreakerChange,
  DueJobs,
  HeldJobs,
  LockedAdvance,
  NewExecution,
} from '../../server/src/engine/ports';
import { CLAIMABLE } from '../../server/src/storage/engine/claimable';
import { countInJob } from './memory-count';
import {
  askToCancel,
  cancelQueued,
  giveOn,
  insertAdmitted,
  OVER,
  queueAgain,
} from './memory-queue';
import { judgeByUpstreams } from './memory-upstreams';
import { ownedBy, toDueJob, type ExecutionRow, type JobRow, type Tables } from './memory-rows';
import { writeEnd } from './memory-upstream-ends';

/** What the memory store's calls change. */

// ---------------------------------------------------------------------------------------------- enqueue

export const enqueueDue = (
  tables: Tables,
  now: number,
  advances: Advance[],
  admit: Admit<LockedAdvance>
) => {
  let advanced = 0;
  const inserted: ExecutionRow[] = [];
  const cancelling: string[] = [];
  for (const advance of advances) {
    const job = tables.jobs.find((row) => row.id === advance.job.id);
    if (job?.nextAt !== advance.fromNextAt || job.revision !== advance.job.revision) continue;
    const locked = {
      ...judgeByUpstreams(tables, advance),
      now,
      breakerUntil: job.breakerUntil,
    };
    const done = insertAdmitted(tables, now, locked, admit);
    inserted.push(...done.rows);
    cancelling.push(...done.cancelling);
    moveOn(tables, job, advance);
    job.scheduledCount += done.rows.filter(isScheduled).length;
    const most = advance.maxExecutions ?? null;
    if (most !== null && job.scheduledCount >= most) {
      Object.assign(job, { nextAt: null, nextRunAt: null });
    }
    if (advance.holds) Object.assign(job, { heldReason: advance.holds, heldAt: now });
    advanced += 1;
  }
  return { advanced, inserted: inserted.length, cancelling, busy: [] };
};

const isScheduled = ({ trigger, status }: ExecutionRow): boolean =>
  trigger === 'schedule' && (status === 'queued' || status === 'waiting');

const moveOn = (tables: Tables, job: JobRow, advance: Advance): void => {
  const { nextAt, cursorAt, nextRunAt = nextAt } = advance;
  if (advance.resumes && job.pausedUntil !== null) {
    job.pausedUntil = null;
    tables.audit.push({ action: 'job.resume', job: job.documentId });
  }
  Object.assign(job, { nextAt, nextRunAt, cursorAt });
};

export const findDueJobs = (
  tables: Tables,
  now: number,
  { limit, aheadMs, except = [] }: { limit: number; aheadMs: number; except?: number[] }
): DueJobs => {
  const { pause, pauses, calendars } = tables;
  const isPaused = pause !== null && pause.until > now;
  const due = tables.jobs
    .filter(
      (job) =>
        !isPaused && job.nextAt !== null && job.nextAt <= now + aheadMs && !except.includes(job.id)
    )
    .sort((a, b) => (a.nextAt ?? 0) - (b.nextAt ?? 0) || a.id - b.id);
  const jobs = due.slice(0, limit).map((job) => structuredClone(toDueJob(job, job.nextAt ?? 0)));
  return { now, pause, pauses: [...pauses], calendars, jobs };
};

export const endPause = (tables: Tables, now: number, at: number): boolean => {
  const { pause } = tables;
  if (pause?.at !== at || pause.until > now) return false;
  tables.pauses.push({ from: at, to: pause.until });
  tables.pause = null;
  tables.audit.push({ action: 'scheduler.resume', job: null });
  return true;
};

/** A start by hand, by API or as a replay. */
export const insertByHand = (
  tables: Tables,
  now: number,
  job: { id: number; documentId: string; name: string },
  execution: NewExecution
): ExecutionRow => {
  const owed = { job: { ...job, overlap: execution.plan.overlap }, executions: [execution] };
  const [row] = insertAdmitted(tables, now, owed, admit).rows;
  if (!row) throw new Error('the occurrence has its record already');
  return row;
};

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

/** Of what was claimed, what nobody consents to is over as if it had never been taken. */
export const refuseClaimed = (
  tables: Tables,
  now: number,
  rows: ExecutionRow[]
): ExecutionRow[] => {
  const { consent } = tables;
  if (consent === null) return [];
  const refused = rows.flatMap((row) => {
    const refusal = refusalOf(consent.scriptsOf(row), consent.unapproved());
    return refusal === null ? [] : [{ row, refusal }];
  });
  for (const { row, refusal } of refused) {
    release(row);
    Object.assign(row, OVER, { status: 'skipped', ...refusal, finishedAt: now });
    writeEnd(tables, row);
  }
  if (refused.length > 0) giveOn(tables, now);
  return refused.map(({ row }) => row);
};

export const recordEnd = (
  tables: Tables,
  now: number,
  end: AttemptEnd,
  breakers: BreakerChange[]
): boolean => {
  const row = tables.executions.find(ownedBy(end.ref));
  if (!row) return false;
  if (end.next.status === 'released' && row.cancelRequestedAt === null) release(row);
  else {
    const next = withReason(row, finalIfCancelled(row, end.next, now));
    const isAttempt = end.next.status !== 'skipped' && end.next.status !== 'released';
    if (isAttempt || end.attempt.hooks !== undefined)
      row.attempts.push(structuredClone(end.attempt));
    if (next.status === 'queued') requeue(row, next, now);
    else {
      if (end.next.status === 'released') release(row);
      Object.assign(row, unclaimed, structuredClone(next), OVER);
      writeEnd(tables, row);
      const hasRun = isAttempt || (next.status === 'cancelled' && row.attempt > 0);
      if (hasRun) breakers.push(...countInJob(tables, row, now));
    }
  }
  return true;
};

type Recorded = Exclude<AfterAttempt, { status: 'released' }>;

const finalIfCancelled = (row: ExecutionRow, next: AfterAttempt, now: number): Recorded => {
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

const withReason = (row: ExecutionRow, next: Recorded): Recorded =>
  next.status === 'cancelled' ? { ...next, reason: row.reason } : next;

const unclaimed = { claimToken: null, leaseUntil: null } as const;

const release = (row: ExecutionRow): void => {
  const attempt = row.attempt - 1;
  const firstStartedAt = attempt === 0 ? null : row.firstStartedAt;
  Object.assign(row, unclaimed, {
    status: 'queued',
    claimable: CLAIMABLE.nothing,
    attempt,
    firstStartedAt,
    startedAt: null,
  });
};

const requeue = (row: ExecutionRow, next: Recorded & { status: 'queued' }, now: number): void => {
  const { readyAt, error } = next;
  Object.assign(row, unclaimed, { status: 'queued', readyAt, error });
  queueAgain(row, readyAt, now);
};

const isOneOf = (status: ExecutionStatus, list: readonly ExecutionStatus[]): boolean =>
  list.includes(status);

export const requestCancel = (tables: Tables, now: number, row: ExecutionRow): void => {
  if (isOneOf(row.status, FINAL_STATUSES)) return;
  if (row.status === 'running') askToCancel(row, now, null);
  else {
    cancelQueued(tables, now, row, null);
    giveOn(tables, now);
  }
};

/** What waits is over before anything of it gets a turn. */
export const cancelAllOf = (tables: Tables, now: number, jobId: number): void => {
  for (const row of tables.executions.filter((other) => other.jobId === jobId)) {
    if (row.status === 'running') askToCancel(row, now, null);
    else if (row.finishedAt === null) cancelQueued(tables, now, row, null);
  }
  giveOn(tables, now);
};

// ---------------------------------------------------------------------------------------------- hold and prune

export const holdJobsWithout = (tables: Tables, now: number, templates: string[]) => {
  const isGone = (job: JobRow) => !templates.includes(job.definition.template);
  const toHold = tables.jobs.filter((job) => job.heldReason === null && isGone(job));
  for (const job of toHold) {
    const { nextAt } = job;
    if (job.pausedUntil === null)
      job.cursorAt =
        nextAt !== null && nextAt <= now ? nextAt - 1 : Math.max(now, job.cursorAt ?? now);
    Object.assign(job, { heldReason: 'template-missing', heldAt: now });
    Object.assign(job, { nextAt: null, nextRunAt: null });
  }
  const back = heldJobs(tables, now, 'template-missing', (job) => !isGone(job));
  return { held: toHold.length, back };
};

export const heldJobs = (
  tables: Tables,
  now: number,
  reason: string,
  which: (job: JobRow) => boolean
): HeldJobs => {
  const held = tables.jobs.filter((job) => job.heldReason === reason && which(job));
  const jobs = held.map((job) => structuredClone(toDueJob(job, job.heldAt ?? now)));
  return { jobs, calendars: tables.calendars };
};

export const releaseHeld = (tables: Tables, now: number, advances: Advance[]): number => {
  let released = 0;
  for (const advance of advances) {
    const job = tables.jobs.find((row) => row.id === advance.job.id);
    if (job?.heldAt !== advance.fromNextAt || job.revision !== advance.job.revision) continue;
    const asTheyAre = ({ executions }: Advance) => ({ executions, cancelsPrevious: false });
    insertAdmitted(tables, now, advance, asTheyAre);
    moveOn(tables, job, advance);
    Object.assign(job, { heldReason: null, heldAt: null });
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
