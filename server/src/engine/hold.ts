import { droppedBetween, type Dropped } from '../domain/due';
import { isSpent, placeOf, UNTIL_RESUMED } from '../domain/job-times';
import { nextOccurrence } from '../domain/schedule/occurrences';
import { timetableOf, type Timetable } from '../domain/timetable';
import { stepOf } from './enqueue-due';
import { announce } from './events';
import type { Advance, DueJob, HeldJobs, Ports } from './ports';
import { missedRecord } from './scheduled-records';

/** Holds the jobs whose template is gone, and lets those go on whose template is back. */
export const holdJobs = async (ports: Ports): Promise<void> => {
  const templates = ports.templates.uids();
  const first = await ports.store.holdJobsWithout(templates);
  if (first.held > 0) announce(ports, { type: 'jobs.held', count: first.held });
  // Some at a time: a template may have taken any number of jobs along.
  let released = 0;
  for (let page = first.back; page.jobs.length > 0;) {
    const { calendars } = page;
    const now = await ports.store.now();
    const count = await release(ports, page, (job) => backFromHold(ports, job, { calendars }, now));
    if (count === 0) break;
    released += count;
    page = (await ports.store.holdJobsWithout(templates)).back;
  }
  if (released > 0) announce(ports, { type: 'jobs.released', count: released });
};

/** Lets jobs go on that another node, or another version of this one, could not understand. */
export const releaseReadable = async (ports: Ports): Promise<void> => {
  const held = await ports.store.findUnreadable();
  const count = await release(ports, held, (job) => takenUpAgain(job, held));
  if (count > 0) announce(ports, { type: 'jobs.released', count });
};

const release = async (
  ports: Ports,
  { jobs }: HeldJobs,
  advanceOf: (job: DueJob) => Advance
): Promise<number> => {
  const steps = jobs.flatMap((job) => ifUnderstood(() => advanceOf(job)));
  return steps.length === 0 ? 0 : ports.store.releaseHeld(steps);
};

/** Whoever held it said why it cannot be understood; here it still cannot. */
const ifUnderstood = (advanceOf: () => Advance): Advance[] => {
  try {
    return [advanceOf()];
  } catch {
    return [];
  }
};

/** Its template is back: it goes on from now, and one record each says what its pause and its hold swallowed. */
const backFromHold = (
  ports: Ports,
  job: DueJob,
  { calendars }: Pick<HeldJobs, 'calendars'>,
  now: number
): Advance => {
  const place = placeOf(job.definition, { ...job, heldReason: null }, { now, calendars });
  const stillPaused = job.pausedUntil !== null && job.pausedUntil > now;
  const dropped = stillPaused ? [] : swallowed(job, timetableOf(job.definition, calendars), now);
  return {
    ...stepOf(job),
    ...place,
    cursorAt: (stillPaused ? job.cursorAt : place.cursorAt) ?? now,
    ...(job.pausedUntil === null || stillPaused ? {} : { resumes: true }),
    executions: dropped.map((one) => missedRecord(ports, job, one)),
  };
};

const swallowed = (job: DueJob, timetable: Timetable, now: number): Dropped[] => {
  if (!job.definition.enabled || isSpent(job.definition, job)) return [];
  const from = job.cursorAt ?? job.nextAt;
  const pauseEnd = job.pausedUntil === null ? from : Math.max(from, job.pausedUntil - 1);
  const paused = droppedBetween(timetable, { after: from, until: pauseEnd }, 'paused');
  const held = droppedBetween(timetable, { after: pauseEnd, until: now }, 'template-missing');
  return [paused, held].flatMap((one) => one ?? []);
};

/** As if nobody had held it: what it owes goes by the rules of late and missed. */
const takenUpAgain = (job: DueJob, { calendars }: HeldJobs): Advance => {
  const { definition, pausedUntil } = job;
  const cursorAt = job.cursorAt ?? job.nextAt;
  const { times } = timetableOf(definition, calendars);
  const next = nextOccurrence(times, cursorAt)?.at ?? null;
  const owes = definition.enabled && !isSpent(definition, job);
  const wakesAt = pausedUntil === UNTIL_RESUMED ? null : (pausedUntil ?? next);
  const nextAt = owes ? wakesAt : null;
  return { ...stepOf(job), nextAt, nextRunAt: owes ? next : null, cursorAt, executions: [] };
};
