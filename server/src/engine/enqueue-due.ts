import { decideDue, droppedBetween, type Dropped } from '../domain/due';
import { describeFailure } from '../domain/failure';
import { jobTimes, nextAtFor } from '../domain/job-times';
import { admitUpTo } from '../domain/overlap';
import type { Reason } from '../contract/execution';
import type { Occurrence } from '../domain/schedule/occurrences';
import { announce } from './events';
import { planOf, queueingOf } from './plan';
import type { Advance, DueJob, NewExecution, Ports } from './ports';

/** Jobs that one transaction steps forward. */
const PAGE = 200;
/** Thinking about what was missed for days takes time: after so much of it others get their turn. */
const THINKING_MS = 50;

/** `moved`: this node moved a cursor. `cancelling`: documentIds of running executions that are to make room. */
export interface Enqueued {
  more: boolean;
  moved: boolean;
  cancelling: string[];
}

/**
 * Makes a record of every occurrence that is due up to `aheadMs` from now, and moves each job's cursor past it. Answers
 * whether there may be more.
 */
export const enqueueDue = async (ports: Ports, aheadMs: number): Promise<Enqueued> => {
  const sentAt = ports.clock.monotonic();
  const { now, jobs } = await ports.store.findDueJobs({ limit: PAGE, aheadMs });
  ports.clock.sample(now, sentAt, ports.clock.monotonic());
  if (jobs.length === 0) return { more: false, moved: false, cancelling: [] };

  const advances = advancesOf(ports, jobs, now, aheadMs);
  const admitted = new Map<number, NewExecution[]>();
  const admit = admitUpTo(ports.options.maxQueuedPerJob);
  const { advanced, cancelling } = await ports.store.enqueueDue(advances, (advance, inProgress) => {
    const admission = admit(advance, inProgress);
    admitted.set(advance.job.id, admission.executions);
    return admission;
  });
  for (const advance of advances) {
    for (const record of admitted.get(advance.job.id) ?? []) tell(ports, advance, record);
  }
  const moreOfOne = advances.some(({ nextAt }) => nextAt !== null && nextAt <= now + aheadMs);
  const moved = advanced > 0;
  const moreJobs = jobs.length === PAGE || advances.length < jobs.length;
  return { more: moved && (moreJobs || moreOfOne), moved, cancelling };
};

/** The step of a job whose template is back: it goes on from now, and one record says what it missed. */
export const releaseAdvanceOf = (ports: Ports, job: DueJob, now: number): Advance => {
  const { definition, nextAt: heldAt } = job;
  const dropped = definition.enabled ? droppedBetween(jobTimes(definition), heldAt, now) : null;
  const nextAt = nextAtFor(definition, { ...job, heldReason: null }, now);
  return {
    ...stepOf(job),
    nextAt,
    cursorAt: now,
    executions: dropped ? [missedRecord(ports, job, dropped, 'template-missing')] : [],
  };
};

const advancesOf = (ports: Ports, jobs: DueJob[], now: number, aheadMs: number): Advance[] => {
  const until = ports.clock.monotonic() + THINKING_MS;
  const advances: Advance[] = [];
  for (const job of jobs) {
    advances.push(soundAdvanceOf(ports, job, now, aheadMs));
    if (ports.clock.monotonic() > until) break;
  }
  return advances;
};

// One job that cannot be understood must not hold up the others: it is told, and stops being due.
const soundAdvanceOf = (ports: Ports, job: DueJob, now: number, aheadMs: number): Advance => {
  try {
    return advanceOf(ports, job, now, aheadMs);
  } catch (thrown) {
    const { error } = describeFailure(thrown);
    const facts = { documentId: job.documentId, name: job.definition.name };
    announce(ports, { type: 'job.unreadable', job: facts, error });
    return { ...stepOf(job), nextAt: null, cursorAt: job.nextAt, executions: [] };
  }
};

const advanceOf = (ports: Ports, job: DueJob, now: number, aheadMs: number): Advance => {
  const due = decideDue({
    times: jobTimes(job.definition),
    nextAt: job.nextAt,
    cursorAt: job.cursorAt,
    now,
    aheadMs,
    missedAfterMs: ports.options.missedAfterMs,
    missed: job.definition.missed,
  });
  const missed = due.dropped ? [missedRecord(ports, job, due.dropped, 'catch-up-exceeded')] : [];
  const queued = due.occurrences.map((occurrence) => queuedRecord(ports, job, occurrence));
  const { nextAt, cursorAt } = due;
  return { ...stepOf(job), nextAt, cursorAt, executions: [...missed, ...queued] };
};

const stepOf = ({ id, documentId, revision, definition, nextAt }: DueJob) => ({
  job: { id, documentId, revision, name: definition.name, overlap: definition.overlap },
  fromNextAt: nextAt,
});

const queuedRecord = (ports: Ports, job: DueJob, occurrence: Occurrence): NewExecution => ({
  ...recordAt(ports, job, occurrence.at),
  scheduleKey: occurrence.key,
  mergedKeys: occurrence.merged,
});

const missedRecord = (
  ports: Ports,
  job: DueJob,
  { slotAt, count }: Dropped,
  reason: Reason
): NewExecution => ({
  ...recordAt(ports, job, slotAt),
  status: 'missed',
  reason,
  missedCount: count,
});

const recordAt = ({ ids, options }: Ports, job: DueJob, slotAt: number): NewExecution => ({
  documentId: ids.documentId(),
  trigger: 'schedule',
  slotAt,
  readyAt: slotAt,
  status: 'queued',
  reason: null,
  ...queueingOf(job.id, job.definition),
  plan: planOf(job.definition, job.owner, options.defaultTimeoutMs),
  parameters: job.definition.parameters,
  scheduleKey: null,
  mergedKeys: [],
  missedFrom: null,
  missedCount: null,
  upstreams: [],
  openUpstreams: null,
  startedBy: null,
  note: null,
});

const tell = (ports: Ports, { job }: Advance, record: NewExecution): void => {
  const { reason, slotAt } = record;
  const facts = {
    job: { documentId: job.documentId, name: job.name },
    execution: record.documentId,
    slotAt,
  };
  if (record.status === 'queued') announce(ports, { type: 'occurrence.enqueued', ...facts });
  if (record.status === 'skipped') {
    announce(ports, { type: 'occurrence.skipped', ...facts, reason });
  }
  if (record.status === 'missed') {
    const count = record.missedCount ?? 1;
    announce(ports, { type: 'occurrence.missed', ...facts, reason, count });
  }
};
