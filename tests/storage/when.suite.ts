import type { FinalStatus } from '../../server/src/contract/execution';
import { admitThroughBreaker } from '../../server/src/domain/breaker';
import { UNTIL_RESUMED } from '../../server/src/domain/job-times';
import type {
  Admit,
  Advance,
  ClaimedExecution,
  EngineStore,
  LockedAdvance,
  NewExecution,
} from '../../server/src/engine/ports';
import { admit as admitByOverlap, anExecution, aPlan } from '../support/factories';
import { START } from '../support/when-bench';
import type { AddedJob, WhenBench } from '../support/when-bench';

/** What every EngineStore does about when something runs, in memory or on a database. */
export const whenSuite = (open: () => Promise<WhenBench>): void => {
  let bench: WhenBench;
  let store: EngineStore;
  beforeEach(async () => {
    bench = await open();
    ({ store } = bench);
  });

  const anOccurrence = (slotAt: number, given: Partial<NewExecution> = {}): NewExecution =>
    anExecution({
      trigger: 'schedule',
      slotAt,
      readyAt: slotAt,
      plan: aPlan({ overlap: 'allow' }),
      ...given,
    });

  const step = (
    job: AddedJob,
    executions: NewExecution[],
    given: Partial<Advance> = {}
  ): Advance => ({
    job: { ...job, revision: 1, overlap: 'allow' },
    fromNextAt: START,
    nextAt: START + 60_000,
    cursorAt: START,
    executions,
    ...given,
  });

  const admit: Admit<LockedAdvance> = (advance, inProgress) =>
    admitByOverlap(
      { ...advance, executions: admitThroughBreaker(advance, inProgress) },
      inProgress
    );

  const claimAll = async (): Promise<ClaimedExecution[]> => {
    const request = { node: 'node', token: 'token', limit: 100, leaseMs: 60_000, aheadMs: 0 };
    return (await store.claim({ ...request, total: null })).executions;
  };

  const end = (claimed: ClaimedExecution, status: FinalStatus) =>
    store.record([
      {
        ref: claimed.ref,
        job: { id: claimed.job.id },
        limitKey: null,
        attempt: {
          attempt: claimed.ref.attempt,
          status: status === 'succeeded' ? 'succeeded' : 'failed',
          startedAt: null,
          finishedAt: null,
          durationMs: 1,
          node: null,
          error: null,
          exitCode: null,
        },
        next: {
          status,
          reason: null,
          finishedAt: bench.clock.now,
          result: null,
          error: null,
          exitCode: null,
        },
      },
    ]);

  describe('a step', () => {
    it('writes when the engine looks again, and when the job runs again', async () => {
      const job = await bench.addJob({ nextAt: START });
      await store.enqueueDue([step(job, [], { nextRunAt: START + 3_600_000 })], admit);
      expect(await bench.job(job.id)).toMatchObject({
        nextAt: START + 60_000,
        nextRunAt: START + 3_600_000,
        cursorAt: START,
      });
    });

    it('ends the pause of its job, with an entry in the audit log, once', async () => {
      const job = await bench.addJob({ nextAt: START, pausedUntil: START, cursorAt: START - 9 });
      const other = await bench.addJob({ nextAt: START });
      const steps = [step(job, [], { resumes: true }), step(other, [], { resumes: true })];
      await store.enqueueDue(steps, admit);
      await store.enqueueDue(steps, admit);
      expect(await bench.job(job.id)).toMatchObject({ pausedUntil: null, nextAt: START + 60_000 });
      expect(await bench.audit()).toEqual([{ action: 'job.resume', job: job.documentId }]);
    });

    it('holds a job that cannot be understood: it is due no more and offered to whoever may understand it', async () => {
      const job = await bench.addJob({ nextAt: START });
      const held = { nextAt: null, cursorAt: START - 1, holds: 'unreadable' } as const;
      await store.enqueueDue([step(job, [], held)], admit);
      expect(await bench.job(job.id)).toMatchObject({
        heldReason: 'unreadable',
        heldAt: START,
        nextAt: null,
        nextRunAt: null,
      });
      expect(await store.nextDueAt()).toMatchObject({ unreadable: true, at: null });
      expect((await store.holdJobsWithout(['self-test'])).back.jobs).toEqual([]);
      const { jobs } = await store.findUnreadable();
      expect(jobs).toMatchObject([{ id: job.id, nextAt: START, cursorAt: START - 1 }]);
      expect(await store.releaseHeld([step(job, [], { nextAt: START, cursorAt: START - 1 })])).toBe(
        1
      );
      expect(await bench.job(job.id)).toMatchObject({ heldReason: null, nextAt: START });
      expect(await store.nextDueAt()).toMatchObject({ unreadable: false, at: START });
    });
  });

  describe('the number of executions', () => {
    it('counts what was queued, and leaves no next occurrence once there were enough', async () => {
      const job = await bench.addJob({ nextAt: START, scheduledCount: 1 });
      const two = [anOccurrence(START - 1), anOccurrence(START)];
      await store.enqueueDue([step(job, two, { maxExecutions: 3 })], admit);
      expect(await bench.job(job.id)).toMatchObject({
        scheduledCount: 3,
        nextAt: null,
        nextRunAt: null,
        cursorAt: START,
      });
    });

    it('counts neither what was skipped or missed nor what somebody started', async () => {
      const job = await bench.addJob({ nextAt: START });
      const records = [
        anOccurrence(START - 3, { status: 'missed', reason: 'paused', missedCount: 4 }),
        anOccurrence(START - 2, { status: 'skipped', reason: 'blackout' }),
        anOccurrence(START),
      ];
      await store.enqueueDue([step(job, records, { maxExecutions: 2 })], admit);
      expect(await bench.job(job.id)).toMatchObject({ scheduledCount: 1, nextAt: START + 60_000 });
    });

    it('is not counted twice where the step is repeated', async () => {
      const job = await bench.addJob({ nextAt: START });
      const one = step(job, [anOccurrence(START)], { nextAt: START, maxExecutions: 5 });
      await store.enqueueDue([one], admit);
      await store.enqueueDue([one], admit);
      expect(await bench.job(job.id)).toMatchObject({ scheduledCount: 1 });
    });
  });

  describe('a circuit breaker', () => {
    const breaker = { failures: 2, coolDownMs: 30_000 };
    const running = async (count: number, given = {}) => {
      const job = await bench.addJob({ definition: { breaker }, nextAt: START, ...given });
      const records = Array.from({ length: count }, (_, index) => anOccurrence(START - index));
      await store.enqueueDue([step(job, records)], (advance) => ({
        executions: advance.executions,
        cancelsPrevious: false,
      }));
      return { job, claimed: await claimAll() };
    };

    it('opens at so many failures in a row and closes with a success; both are told and on record', async () => {
      const { job, claimed } = await running(3);
      expect(await end(claimed[0]!, 'failed')).toMatchObject({ breakers: [] });
      bench.clock.now = START + 10;
      const until = START + 10 + breaker.coolDownMs;
      const facts = { documentId: job.documentId, name: job.name };
      expect(await end(claimed[1]!, 'lost')).toMatchObject({ breakers: [{ job: facts, until }] });
      expect(await bench.job(job.id)).toMatchObject({ failureStreak: 2, breakerUntil: until });
      expect(await end(claimed[2]!, 'succeeded')).toMatchObject({
        breakers: [{ job: facts, until: null }],
      });
      expect(await bench.job(job.id)).toMatchObject({ failureStreak: 0, breakerUntil: null });
      expect(await bench.audit()).toEqual([
        { action: 'job.breaker-open', job: job.documentId },
        { action: 'job.breaker-close', job: job.documentId },
      ]);
    });

    it('is neither opened nor closed by what somebody cancelled', async () => {
      const { job, claimed } = await running(3);
      await end(claimed[0]!, 'failed');
      await end(claimed[1]!, 'cancelled');
      expect(await bench.job(job.id)).toMatchObject({ failureStreak: 1, breakerUntil: null });
      await end(claimed[2]!, 'timed_out');
      expect(await bench.job(job.id)).toMatchObject({ failureStreak: 2 });
      expect((await bench.job(job.id)).breakerUntil).not.toBeNull();
    });

    it('is looked at with the row locked: what a step found before it opened does not slip through', async () => {
      const { job, claimed } = await running(2);
      const [due] = (await store.findDueJobs({ limit: 1, aheadMs: 60_000 })).jobs;
      expect(due?.id).toBe(job.id);
      await end(claimed[0]!, 'failed');
      await end(claimed[1]!, 'failed');
      const next = {
        fromNextAt: START + 60_000,
        nextAt: START + 120_000,
        cursorAt: START + 60_000,
      };
      await store.enqueueDue([step(job, [anOccurrence(START + 60_000)], next)], admit);
      expect((await bench.records(job.id)).at(-1)).toMatchObject({
        status: 'skipped',
        reason: 'breaker-open',
      });
    });

    it('lets one probe through once it cooled down, and no second one beside it', async () => {
      const job = await bench.addJob({
        definition: { breaker },
        nextAt: START,
        failureStreak: 2,
        breakerUntil: START,
      });
      await store.enqueueDue([step(job, [anOccurrence(START - 1), anOccurrence(START)])], admit);
      const later = { fromNextAt: START + 60_000, nextAt: null, cursorAt: START + 60_000 };
      await store.enqueueDue([step(job, [anOccurrence(START + 60_000)], later)], admit);
      expect(await bench.records(job.id)).toMatchObject([
        { status: 'queued' },
        { status: 'skipped', reason: 'breaker-open' },
        { status: 'skipped', reason: 'breaker-open' },
      ]);
    });
  });

  describe('a pause of all nodes', () => {
    it('is told with the clock; nothing is due while it lasts', async () => {
      await bench.addJob({ nextAt: START - 1 });
      expect(await store.nextDueAt()).toMatchObject({ pausedUntil: null });
      await bench.pauseAll({ at: START - 5, until: UNTIL_RESUMED });
      expect(await store.findDueJobs({ limit: 5, aheadMs: 0 })).toMatchObject({
        now: START,
        jobs: [],
        pause: { at: START - 5, until: UNTIL_RESUMED },
      });
      expect(await store.nextDueAt()).toMatchObject({ pausedUntil: UNTIL_RESUMED });
    });

    it('that is over is cleared away once, and remembered for the jobs that slept through it', async () => {
      const job = await bench.addJob({ nextAt: START - 1 });
      const pause = { at: START - 5, until: START + 100 };
      await bench.pauseAll(pause);
      expect(await store.endPause(START - 5)).toBe(false);
      bench.clock.now = START + 100;
      expect(await store.findDueJobs({ limit: 5, aheadMs: 0 })).toMatchObject({
        pause,
        pauses: [],
        jobs: [{ id: job.id }],
      });
      expect(await store.endPause(START - 6)).toBe(false);
      expect(await store.endPause(START - 5)).toBe(true);
      expect(await store.endPause(START - 5)).toBe(false);
      expect(await store.findDueJobs({ limit: 5, aheadMs: 0 })).toMatchObject({
        pause: null,
        pauses: [{ from: START - 5, to: START + 100 }],
        jobs: [{ id: job.id }],
      });
      expect(await bench.audit()).toEqual([{ action: 'scheduler.resume', job: null }]);
      expect(await store.nextDueAt()).toMatchObject({ pausedUntil: null });
    });

    it('can come again after it', async () => {
      await bench.addJob({ nextAt: START - 50 });
      for (const at of [START - 40, START - 20]) {
        await bench.pauseAll({ at, until: at + 10 });
        expect(await store.endPause(at)).toBe(true);
      }
      const { pauses } = await store.findDueJobs({ limit: 5, aheadMs: 0 });
      expect(pauses).toEqual([
        { from: START - 40, to: START - 30 },
        { from: START - 20, to: START - 10 },
      ]);
    });
  });

  describe('calendars', () => {
    const lunch = {
      name: 'Lunch',
      description: '',
      timezone: null,
      entries: [{ kind: 'weekly' as const, name: null, weekdays: [1], from: '12:00', to: '13:00' }],
    };

    it('come along with the due jobs that refer to them', async () => {
      const calendars = { exclude: ['lunch'], only: ['gone'] };
      await bench.addJob({ nextAt: START, definition: { calendars } });
      await bench.addCalendar('lunch', lunch);
      const due = await store.findDueJobs({ limit: 5, aheadMs: 0 });
      expect(due.calendars.get('lunch')).toEqual(lunch);
      expect(due.calendars.get('gone')).toBeUndefined();
    });
  });

  describe('a hold', () => {
    it('keeps what was due behind the cursor, and the cursor of a paused job where its pause began', async () => {
      const gone = { template: 'gone' };
      const due = await bench.addJob({ definition: gone, nextAt: START - 7 });
      const later = await bench.addJob({ definition: gone, nextAt: START + 7 });
      const paused = await bench.addJob({
        definition: gone,
        nextAt: START + 7,
        pausedUntil: START + 7,
        cursorAt: START - 99,
      });
      expect((await store.holdJobsWithout(['self-test'])).held).toBe(3);
      expect(await bench.job(due.id)).toMatchObject({ cursorAt: START - 8, nextRunAt: null });
      expect(await bench.job(later.id)).toMatchObject({ cursorAt: START, nextAt: null });
      expect(await bench.job(paused.id)).toMatchObject({ cursorAt: START - 99 });
    });

    it('moves no cursor back, of a job that is ahead of the clock', async () => {
      const gone = { template: 'gone' };
      const given = { definition: gone, nextAt: START + 60_000, cursorAt: START + 20 };
      const job = await bench.addJob(given);
      await store.holdJobsWithout(['self-test']);
      expect(await bench.job(job.id)).toMatchObject({ cursorAt: START + 20, nextAt: null });
    });
  });
};
