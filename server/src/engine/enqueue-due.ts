import { decideDue, type DueQuestion } from '../domain/due';
import { describeFailure } from '../domain/failure';
import type { Standstill } from '../domain/pause';
import { nextRunOf, timetableOf } from '../domain/timetable';
import { admission } from './admission';
import { announce } from './events';
import type { Advance, DueJob, DueJobs, NewExecution, Ports } from './ports';
import { missedRecord, occurrenceRecord } from './scheduled-records';

/** Jobs that one transaction steps forward. */
const PAGE = 200;
/** Jobs held by others that one pass steps over. */
const MOST_BUSY = 1_000;
/** Thinking about what was missed for days takes time: after so much of it others get their turn. */
const THINKING_MS = 50;

/**
 * `moved`: this node moved a cursor. `cancelling`: documentIds of running executions that are to make room.
 * `pausedUntil`: the end of the pause of all nodes; null where there is none.
 */
export interface Enqueued {
  more: boolean;
  moved: boolean;
  cancelling: string[];
  pausedUntil: number | null;
}

/**
 * Makes a record of every occurrence that is due up to `aheadMs` from now, and moves each job's cursor past it. Answers
 * whether there may be more.
 */
export const enqueueDue = async (
  ports: Ports,
  aheadMs: number,
  except: number[] = []
): Promise<Enqueued> => {
  const sentAt = ports.clock.monotonic();
  const due = await ports.store.findDueJobs({ limit: PAGE, aheadMs, except });
  const { now, jobs, pause } = due;
  ports.clock.sample(now, sentAt, ports.clock.monotonic());
  if (pause !== null && pause.until > now) return { ...NOTHING, pausedUntil: pause.until };
  if (pause !== null) await clearPause(ports, pause);
  if (jobs.length === 0) return NOTHING;

  const advances = advancesOf(ports, due, aheadMs);
  const admitted = new Map<number, NewExecution[]>();
  const admit = admission(ports.options);
  const { advanced, cancelling, busy } = await ports.store.enqueueDue(
    advances,
    (step, inProgress) => {
      const answer = admit(step, inProgress);
      admitted.set(step.job.id, answer.executions);
      return answer;
    }
  );
  for (const advance of advances) {
    if (advance.resumes) announce(ports, { type: 'job.resumed', job: jobFacts(advance) });
    for (const record of admitted.get(advance.job.id) ?? []) tell(ports, advance, record);
  }
  const moreOfOne = advances.some(({ nextAt }) => nextAt !== null && nextAt <= now + aheadMs);
  const moved = advanced > 0;
  const moreJobs = jobs.length === PAGE || advances.length < jobs.length;
  const more = moved && (moreJobs || moreOfOne);
  const enqueued = { more, moved, cancelling, pausedUntil: null };
  // A page of jobs that others hold must not hide those behind them.
  const isHidden = busy.length > 0 && moreJobs && except.length < MOST_BUSY;
  return isHidden
    ? withRest(enqueued, await enqueueDue(ports, aheadMs, [...except, ...busy]))
    : enqueued;
};

const withRest = (first: Enqueued, rest: Enqueued): Enqueued => ({
  more: first.more || rest.more,
  moved: first.moved || rest.moved,
  cancelling: [...first.cancelling, ...rest.cancelling],
  pausedUntil: rest.pausedUntil,
});

const NOTHING: Enqueued = { more: false, moved: false, cancelling: [], pausedUntil: null };

const clearPause = async (ports: Ports, { at, until }: { at: number; until: number }) => {
  if (await ports.store.endPause(at)) announce(ports, { type: 'scheduler.resumed', at, until });
};

const advancesOf = (ports: Ports, due: DueJobs, aheadMs: number): Advance[] => {
  const until = ports.clock.monotonic() + THINKING_MS;
  const advances: Advance[] = [];
  for (const job of due.jobs) {
    advances.push(soundAdvanceOf(ports, job, due, aheadMs));
    if (ports.clock.monotonic() > until) break;
  }
  return advances;
};

// One job that cannot be understood must not hold up the others: it is told, and held until a node understands it.
const soundAdvanceOf = (ports: Ports, job: DueJob, due: DueJobs, aheadMs: number): Advance => {
  try {
    return advanceOf(ports, job, due, aheadMs);
  } catch (thrown) {
    const { error } = describeFailure(thrown);
    const facts = { documentId: job.documentId, name: job.definition.name };
    announce(ports, { type: 'job.unreadable', job: facts, error });
    const cursorAt = dealtWithBefore(job);
    return { ...stepOf(job), nextAt: null, cursorAt, holds: 'unreadable', executions: [] };
  }
};

const advanceOf = (ports: Ports, job: DueJob, due: DueJobs, aheadMs: number): Advance => {
  const { definition } = job;
  const { maxExecutions, dependencies } = definition;
  const timetable = timetableOf(definition, due.calendars);
  const question: DueQuestion = {
    timetable,
    after: dealtWithBefore(job),
    now: due.now,
    aheadMs,
    missedAfterMs: ports.options.missedAfterMs,
    missed: definition.missed,
    standstills: standstillsOf(job, due),
    left: maxExecutions === null ? null : maxExecutions - job.scheduledCount,
  };
  const { occurrences, dropped, nextAt, cursorAt } = decideDue(question);
  return {
    ...stepOf(job),
    nextAt,
    nextRunAt: nextAt === null ? null : nextRunOf(timetable, cursorAt),
    cursorAt,
    maxExecutions,
    ...(dependencies.jobs.length > 0 ? { dependencies } : {}),
    ...(isOver(job, due.now + aheadMs) ? { resumes: true } : {}),
    executions: [
      ...dropped.map((one) => missedRecord(ports, job, one)),
      ...occurrences.map((one) => occurrenceRecord(ports, job, timetable, one)),
    ],
  };
};

/** Up to here everything has its record. A paused job was woken by the end of its pause, not by an occurrence. */
const dealtWithBefore = ({ nextAt, cursorAt, pausedUntil }: DueJob): number =>
  pausedUntil === null || cursorAt === null
    ? Math.max(nextAt - 1, cursorAt ?? -Infinity)
    : cursorAt;

const isOver = ({ pausedUntil }: DueJob, horizon: number): boolean =>
  pausedUntil !== null && pausedUntil <= horizon;

/** What everybody slept through comes before what the job alone did. */
const standstillsOf = ({ pausedUntil }: DueJob, { pause, pauses }: DueJobs): Standstill[] => [
  ...pauses.map((span) => ({ ...span, reason: 'scheduler-stopped' }) as const),
  ...(pause === null
    ? []
    : [{ from: pause.at, to: pause.until, reason: 'scheduler-stopped' } as const]),
  ...(pausedUntil === null
    ? []
    : [{ from: -Infinity, to: pausedUntil, reason: 'paused' } as const]),
];

export const stepOf = ({ id, documentId, revision, definition, nextAt }: DueJob) => ({
  job: { id, documentId, revision, name: definition.name, overlap: definition.overlap },
  fromNextAt: nextAt,
});

const jobFacts = ({ job }: Advance) => ({ documentId: job.documentId, name: job.name });

/** Announces what became of a record that something other than a person has made. */
export const tell = (
  ports: Pick<Ports, 'emit'>,
  { job }: { job: { documentId: string; name: string } },
  record: NewExecution
): void => {
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
