import type { JobMeta, JobView } from '../contract/job';
import { droppedBetween } from '../domain/due';
import { isSpent, placeAtPause, placeAtResume } from '../domain/job-times';
import { timetableOf, type Calendars } from '../domain/timetable';
import { missedRecord } from '../engine/scheduled-records';
import type { NewExecution } from '../engine/ports';
import { findFor } from './access';
import { auditEntry, diffOf, jobObject } from './audit';
import { answerJob } from './job-view';
import { mustBeToCome, readPauseBody, untilOf } from './pause-body';
import type { Caller, Changes, ServicePorts } from './ports';
import type { JobRecord } from './records';

/**
 * Pauses a job until an instant, or until somebody resumes it: nothing of it runs by itself, hand starts do. A paused
 * job takes the new `until` and note. Doing it twice changes nothing.
 */
export const pauseJob = async (
  ports: ServicePorts,
  caller: Caller,
  { id, body }: { id: string; body: unknown }
): Promise<{ data: JobView; meta: JobMeta }> => {
  const wanted = readPauseBody(body);
  const after = await ports.store.change(async (changes) => {
    const job = await findPausable(changes, caller, id);
    const now = await changes.now();
    mustBeToCome(wanted, now);
    const isPaused = job.pausedUntil !== null && job.pausedUntil > now;
    if (isPaused && job.pausedUntil === wanted.until && job.pauseNote === wanted.note) return job;
    const rules = { now, calendars: await changes.calendarsOf(job.definition) };
    const at = isPaused ? (job.pausedAt ?? now) : now;
    const pause = { at, ...wanted, by: caller.name };
    await changes.writePause(job, pause, placeAtPause(job, wanted.until, rules));
    const before = isPaused ? pauseOf(job) : NO_PAUSE;
    const diff = diffOf(before, { pausedUntil: untilOf(wanted.until), pauseNote: wanted.note });
    await changes.writeAudit(
      auditEntry(caller, { action: 'job.pause', object: objectOf(job), diff })
    );
    return (await changes.lockJob(job.documentId, { jobs: 'all' })) ?? job;
  });
  ports.engine.wake();
  return answerJob(ports, after, caller);
};

/**
 * Ends the pause of a job: it goes on from now, and one record counts what fell into the pause. A job that is not
 * paused stays as it is.
 */
export const resumeJob = async (
  ports: ServicePorts,
  caller: Caller,
  id: string
): Promise<{ data: JobView; meta: JobMeta }> => {
  const after = await ports.store.change(async (changes) => {
    const job = await findPausable(changes, caller, id);
    const now = await changes.now();
    // What is over already is cleared away by the engine, with its record.
    if (job.pausedUntil === null || job.pausedUntil <= now) return job;
    const rules = { now, calendars: await changes.calendarsOf(job.definition) };
    await changes.recordMissed(job, missedInPause(ports, job, rules));
    await changes.writePause(job, null, placeAtResume(job, rules));
    const diff = diffOf(pauseOf(job), NO_PAUSE);
    await changes.writeAudit(
      auditEntry(caller, { action: 'job.resume', object: objectOf(job), diff })
    );
    return (await changes.lockJob(job.documentId, { jobs: 'all' })) ?? job;
  });
  ports.engine.wake();
  return answerJob(ports, after, caller);
};

const findPausable = (changes: Changes, caller: Caller, id: string): Promise<JobRecord> =>
  findFor(caller, { needed: 'jobs-update', read: 'jobs-read' }, (scope) =>
    changes.lockJob(id, scope)
  );

const objectOf = ({ documentId, definition }: JobRecord) =>
  jobObject({ documentId, name: definition.name });

const NO_PAUSE = { pausedUntil: null, pauseNote: null };

const pauseOf = ({ pausedUntil, pauseNote }: JobRecord) => ({
  pausedUntil: pausedUntil === null ? null : untilOf(pausedUntil),
  pauseNote,
});

const missedInPause = (
  { ids, options }: ServicePorts,
  job: JobRecord,
  { now, calendars }: { now: number; calendars: Calendars }
): NewExecution[] => {
  const { definition, cursorAt, heldReason } = job;
  const owes = definition.enabled && heldReason === null && !isSpent(definition, job);
  if (!owes || cursorAt === null) return [];
  const timetable = timetableOf(definition, calendars);
  const dropped = droppedBetween(timetable, { after: cursorAt, until: now }, 'paused');
  return dropped === null ? [] : [missedRecord({ ids, options }, job, dropped)];
};
