import type { SchedulerStatus } from '../contract/scheduler';
import { auditEntry, diffOf } from './audit';
import { mustBeToCome, readPauseBody, untilOf } from './pause-body';
import type { Caller, NewAuditEntry, Pause, ServicePorts } from './ports';
import { readStatus } from './scheduler-status';

/**
 * Pauses all nodes until an instant, or until somebody resumes them: nothing new is put on record or claimed, running
 * work goes on, starts by hand are recorded and wait. Each node obeys within a poll, this one at once.
 */
export const pauseScheduler = async (
  ports: ServicePorts,
  caller: Caller,
  body: unknown
): Promise<{ data: SchedulerStatus }> => {
  const wanted = readPauseBody(body);
  await ports.store.change(async (changes) => {
    const present = await changes.lockPause();
    const now = await changes.now();
    mustBeToCome(wanted, now);
    const pause = present !== null && present.until > now ? present : null;
    if (pause !== null && pause.until === wanted.until && pause.note === wanted.note) return;
    if (present !== null && pause === null) await changes.endPause(present, present.until);
    await changes.startPause({ at: pause?.at ?? now, ...wanted, by: caller.name });
    const diff = diffOf(wordsOf(pause), {
      pausedUntil: untilOf(wanted.until),
      pauseNote: wanted.note,
    });
    await changes.writeAudit(
      auditEntry(caller, { action: 'scheduler.pause', object: SCHEDULER, diff })
    );
  });
  ports.engine.wake();
  return readStatus(ports);
};

/** Ends the pause of all nodes; what fell into it is counted in one record of each job. Without a pause nothing changes. */
export const resumeScheduler = async (
  ports: ServicePorts,
  caller: Caller
): Promise<{ data: SchedulerStatus }> => {
  await ports.store.change(async (changes) => {
    const pause = await changes.lockPause();
    const now = await changes.now();
    // What is over already is cleared away by the engine.
    if (pause === null || pause.until <= now) return;
    await changes.endPause(pause, now);
    const diff = diffOf(wordsOf(pause), wordsOf(null));
    await changes.writeAudit(
      auditEntry(caller, { action: 'scheduler.resume', object: SCHEDULER, diff })
    );
  });
  ports.engine.wake();
  return readStatus(ports);
};

const SCHEDULER: NewAuditEntry['object'] = { kind: 'scheduler', documentId: null, name: null };

const wordsOf = (pause: Pause | null) => ({
  pausedUntil: pause === null ? null : untilOf(pause.until),
  pauseNote: pause?.note ?? null,
});
