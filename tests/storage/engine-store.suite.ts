import type { AttemptView } from '../../server/src/contract/execution';
import type { Overlap } from '../../server/src/contract/job';
import type { AfterAttempt } from '../../server/src/domain/transition';
import type {
  Advance,
  AttemptEnd,
  ClaimedExecution,
  EngineStore,
  NewExecution,
  NodeRecord,
} from '../../server/src/engine/ports';
import { admit, anExecution, aPlan } from '../support/factories';
import { START } from '../support/store-bench';
import type { Bench } from '../support/store-bench';

/** What every EngineStore does, in memory or on a database. */
export const engineStoreSuite = (open: () => Promise<Bench>): void => {
  let bench: Bench;
  let store: EngineStore;
  beforeEach(async () => {
    bench = await open();
    ({ store } = bench);
  });

  const claimAll = async (given: Partial<Parameters<EngineStore['claim']>[0]> = {}) => {
    const request = {
      node: 'node-a',
      token: 'token-a',
      limit: 100,
      total: null,
      leaseMs: 60_000,
      aheadMs: 0,
    };
    return (await store.claim({ ...request, ...given })).executions;
  };

  type AddedJob = Awaited<ReturnType<Bench['addJob']>>;

  /** Steps the job's cursor from START, with these records. */
  const step = (
    job: AddedJob,
    executions: NewExecution[],
    { overlap = 'allow', ...given }: Partial<Advance> & { overlap?: Overlap } = {}
  ): Advance => ({
    job: { ...job, revision: 1, overlap },
    fromNextAt: START,
    nextAt: START + 60_000,
    cursorAt: START,
    executions: executions.map((one) => ({ ...one, plan: { ...one.plan, overlap } })),
    ...given,
  });

  const anOccurrence = (slotAt: number, given: Partial<NewExecution> = {}): NewExecution =>
    anExecution({ trigger: 'schedule', slotAt, readyAt: slotAt, ...given });

  /** A job that overlaps, with these records queued. */
  const queued = async (...executions: NewExecution[]): Promise<AddedJob> => {
    const job = await bench.addJob({ nextAt: START });
    await store.enqueueDue([step(job, executions)], admit);
    return job;
  };

  const oneClaimed = async (given: Partial<NewExecution> = {}) => {
    const job = await queued(anOccurrence(START, given));
    const [claimed] = await claimAll();
    return { job, claimed: claimed! };
  };

  const anEnd = (claimed: ClaimedExecution, next: AfterAttempt, isPlain = false): AttemptEnd => ({
    ref: claimed.ref,
    job: { id: claimed.job.id },
    limitKey: claimed.limitKey,
    attempt: anAttempt(claimed, next.status === 'succeeded' ? 'succeeded' : 'failed'),
    isPlain: isPlain && next.status === 'succeeded',
    next,
  });

  describe('due jobs', () => {
    it('answers those due at or before now plus the head start, earliest first, and the clock', async () => {
      const late = await bench.addJob({ nextAt: START - 5 });
      const soon = await bench.addJob({ nextAt: START + 100 });
      await bench.addJob({ nextAt: START + 101 });
      await bench.addJob({ nextAt: null });
      const earliest = await bench.addJob({ nextAt: START - 10, cursorAt: START - 70 });
      const { now, jobs } = await store.findDueJobs({ limit: 10, aheadMs: 100 });
      expect(now).toBe(START);
      expect(jobs.map(({ id }) => id)).toEqual([earliest.id, late.id, soon.id]);
      expect(jobs[0]).toMatchObject({
        documentId: earliest.documentId,
        revision: 1,
        nextAt: START - 10,
        cursorAt: START - 70,
        pausedUntil: null,
        owner: null,
        definition: { name: earliest.name, template: 'self-test' },
      });
    });

    it('answers no more than asked for', async () => {
      await bench.addJob({ nextAt: START - 1 });
      const first = await bench.addJob({ nextAt: START - 2 });
      const { jobs } = await store.findDueJobs({ limit: 1, aheadMs: 0 });
      expect(jobs.map(({ id }) => id)).toEqual([first.id]);
    });

    it('answers the clock even when nothing is due', async () => {
      expect(await store.findDueJobs({ limit: 1, aheadMs: 0 })).toMatchObject({
        now: START,
        jobs: [],
      });
      expect(await store.now()).toBe(START);
    });
  });

  describe('enqueueing', () => {
    it('moves the cursor and makes the records in one step', async () => {
      const job = await bench.addJob({ nextAt: START });
      const executions = [
        anOccurrence(START),
        anOccurrence(START - 1, { status: 'missed', reason: 'paused', missedCount: 3 }),
      ];
      expect(await store.enqueueDue([step(job, executions)], admit)).toEqual({
        advanced: 1,
        inserted: 2,
        cancelling: [],
        busy: [],
      });
      expect(await bench.job(job.id)).toMatchObject({ nextAt: START + 60_000, cursorAt: START });
      const [missed, run] = await bench.executionsOf(job.id);
      expect(run).toMatchObject({ status: 'queued', claimable: 1, finishedAt: null, attempt: 0 });
      expect(missed).toMatchObject({
        status: 'missed',
        reason: 'paused',
        claimable: null,
        finishedAt: START,
      });
    });

    it('drops an advance whole when the cursor has moved on or the job was edited', async () => {
      const moved = await bench.addJob({ nextAt: START + 1 });
      const edited = await bench.addJob({ nextAt: START, revision: 2 });
      const stopped = await bench.addJob({ nextAt: null });
      const good = await bench.addJob({ nextAt: START });
      const advances = [moved, edited, stopped, good].map((job) =>
        step(job, [anOccurrence(START)])
      );
      expect(await store.enqueueDue(advances, admit)).toMatchObject({ advanced: 1, inserted: 1 });
      expect(await bench.job(moved.id)).toMatchObject({ nextAt: START + 1, cursorAt: null });
      expect(await bench.executionsOf(edited.id)).toEqual([]);
      expect(await bench.executionsOf(good.id)).toHaveLength(1);
    });

    it('makes one record of an occurrence, however often it comes', async () => {
      const job = await queued(anOccurrence(START));
      const again = step(job, [anOccurrence(START), anOccurrence(START + 1)], {
        fromNextAt: START + 60_000,
      });
      expect(await store.enqueueDue([again], admit)).toMatchObject({ advanced: 1, inserted: 1 });
      expect((await bench.executionsOf(job.id)).map(({ slotAt }) => slotAt)).toEqual([
        START,
        START + 1,
      ]);
    });

    it('takes many jobs and many records at once', async () => {
      const jobs = await Promise.all(
        Array.from({ length: 130 }, async () => bench.addJob({ nextAt: START }))
      );
      const advances = jobs.map((job) => step(job, [anOccurrence(START), anOccurrence(START + 1)]));
      expect(await store.enqueueDue(advances, admit)).toMatchObject({
        advanced: 130,
        inserted: 260,
      });
    });

    it('ends the schedule where nothing is to come', async () => {
      const job = await bench.addJob({ nextAt: START });
      await store.enqueueDue([step(job, [], { nextAt: null })], admit);
      expect(await bench.job(job.id)).toMatchObject({ nextAt: null, cursorAt: START });
    });
  });

  describe('overlap', () => {
    it('records an occurrence as skipped while one of the job is in progress', async () => {
      const job = await bench.addJob({ nextAt: START });
      const first = step(job, [anOccurrence(START)], { overlap: 'skip' });
      await store.enqueueDue([first], admit);
      const second = step(job, [anOccurrence(START + 60_000)], {
        overlap: 'skip',
        fromNextAt: START + 60_000,
      });
      await store.enqueueDue([second], admit);
      const [running, skipped] = await bench.executionsOf(job.id);
      expect(running).toMatchObject({ status: 'queued', claimable: 1 });
      expect(running?.overlapKey).not.toBeNull();
      expect(skipped).toMatchObject({ status: 'skipped', reason: 'overlap', overlapKey: null });
    });

    it('runs several of one step one after the other, in the order of their instants', async () => {
      const job = await bench.addJob({ nextAt: START });
      const instants = [START - 120_000, START - 60_000, START];
      await store.enqueueDue(
        [
          step(
            job,
            instants.map((at) => anOccurrence(at)),
            { overlap: 'skip' }
          ),
        ],
        admit
      );
      const order: (number | null)[] = [];
      for (const token of ['token-1', 'token-2', 'token-3']) {
        const claimed = await claimAll({ token });
        order.push(...claimed.map(({ slotAt }) => slotAt));
        await store.record(claimed.map((one) => anEnd(one, aFailure)));
      }
      expect(order).toEqual(instants);
      expect(await claimAll()).toEqual([]);
    });

    it('keeps the place while an execution waits for its retry', async () => {
      const job = await bench.addJob({ nextAt: START });
      const both = [anOccurrence(START - 60_000), anOccurrence(START)];
      await store.enqueueDue([step(job, both, { overlap: 'skip' })], admit);
      const [claimed] = await claimAll();
      await store.record([anEnd(claimed!, { status: 'queued', readyAt: START + 10, error: null })]);
      expect(await claimAll({ token: 'token-b' })).toEqual([]);
    });

    it('does not hold back the executions of a job that overlaps', async () => {
      await queued(anOccurrence(START - 1), anOccurrence(START));
      expect(await claimAll()).toHaveLength(2);
    });
  });

  describe('claiming', () => {
    it('takes in the order of readiness, priority and arrival', async () => {
      await queued(anOccurrence(START - 1, { priority: 30 }));
      await queued(anOccurrence(START - 2));
      await queued(anOccurrence(START - 3), anOccurrence(START - 4));
      await queued(anOccurrence(START, { priority: 10 }));
      const first = await claimAll({ limit: 3 });
      expect(first.map(({ slotAt }) => slotAt)).toEqual([START, START - 3, START - 2]);
      const rest = await claimAll({ token: 'b' });
      expect(rest.map(({ slotAt }) => slotAt)).toEqual([START - 4, START - 1]);
    });

    it('takes nothing before it is due, but for the head start it was given', async () => {
      await queued(anOccurrence(START + 40));
      expect(await claimAll({ aheadMs: 39 })).toEqual([]);
      const [early] = await claimAll({ aheadMs: 40 });
      expect(early).toMatchObject({ startedAt: START + 40, firstStartedAt: START + 40 });
    });

    it('takes an execution once, and hands over all that its attempt needs', async () => {
      const given = anOccurrence(START, {
        parameters: { text: 'Grüße 🚀' },
        plan: aPlan({ overlap: 'allow' }),
      });
      const job = await queued(given);
      bench.clock.now = START + 7;
      const { now, executions } = await store.claim({
        node: 'node-a',
        token: 'token-a',
        limit: 5,
        total: null,
        leaseMs: 60_000,
        aheadMs: 0,
      });
      expect(now).toBe(START + 7);
      expect(executions).toEqual([
        {
          ref: { id: expect.any(Number), attempt: 1, token: 'token-a' },
          documentId: given.documentId,
          job: { id: job.id, documentId: job.documentId, name: job.name },
          trigger: 'schedule',
          slotAt: START,
          readyAt: START,
          firstStartedAt: START + 7,
          startedAt: START + 7,
          maxAttempts: given.plan.retry.maxAttempts,
          limitKey: null,
          node: 'node-a',
          plan: given.plan,
          parameters: { text: 'Grüße 🚀' },
          attempts: [],
        },
      ]);
      expect(await claimAll({ token: 'token-b' })).toEqual([]);
      expect((await bench.executionsOf(job.id))[0]).toMatchObject({
        status: 'running',
        claimable: null,
        leaseUntil: START + 60_007,
      });
    });

    it('answers the clock when there is nothing to take', async () => {
      const request = { node: 'n', token: 't', limit: 1, total: null, leaseMs: 1, aheadMs: 0 };
      expect(await store.claim(request)).toEqual({ now: START, executions: [] });
    });
  });

  describe('recording', () => {
    describe.each([
      ['of rows that are read before', false],
      ['of rows that say all there is to say', true],
    ])('ends %s', (_of, isPlain) => {
      it('writes a success, frees the execution and counts it', async () => {
        const { job, claimed } = await oneClaimed();
        const result = { rows: 3, text: 'Ende 🏁' };
        bench.clock.now = START + 50;
        expect(await store.record([anEnd(claimed, aSuccess({ result }), isPlain)])).toMatchObject({
          stale: [],
          gives: false,
        });
        const [execution] = await bench.executionsOf(job.id);
        expect(execution).toMatchObject({
          status: 'succeeded',
          finishedAt: START + 50,
          result,
          error: null,
          claimToken: null,
          leaseUntil: null,
          claimable: null,
          attempts: [{ attempt: 1, status: 'succeeded' }],
        });
        expect(await bench.job(job.id)).toMatchObject({
          executionCount: 1,
          failureCount: 0,
          failureStreak: 0,
        });
      });

      it('changes nothing for one who lost the attempt, and says so', async () => {
        const { job, claimed } = await oneClaimed();
        const lost = { ...claimed.ref, token: 'token-of-another' };
        const past = { ...claimed.ref, attempt: 0 };
        for (const ref of [lost, past]) {
          expect(
            await store.record([{ ...anEnd(claimed, aSuccess(), isPlain), ref }])
          ).toMatchObject({
            stale: [ref],
          });
        }
        expect((await bench.executionsOf(job.id))[0]).toMatchObject({
          status: 'running',
          attempts: [],
        });
        expect(await bench.job(job.id)).toMatchObject({ executionCount: 0 });
      });

      it('takes an end once: the second answer is stale', async () => {
        const { job, claimed } = await oneClaimed();
        await store.record([anEnd(claimed, aSuccess(), isPlain)]);
        expect(await store.record([anEnd(claimed, aFailure)])).toMatchObject({
          stale: [claimed.ref],
        });
        expect((await bench.executionsOf(job.id))[0]).toMatchObject({ status: 'succeeded' });
      });

      it('takes many ends of all kinds at once, and counts each job', async () => {
        const busy = await queued(
          ...Array.from({ length: 120 }, (_, at) => anOccurrence(START - at))
        );
        const other = await queued(anOccurrence(START));
        const claimed = await claimAll({ limit: 200 });
        const ends = claimed.map((one, at) => {
          if (one.job.id === other.id) return anEnd(one, aFailure);
          if (at % 4 === 0) return anEnd(one, { status: 'released' });
          if (at % 4 === 1)
            return anEnd(one, { status: 'queued', readyAt: START + 9, error: null });
          return anEnd(one, at % 4 === 2 ? aSuccess() : aFailure, isPlain);
        });
        const strange = [0, 2].map((at) => ({
          ...ends[at]!,
          ref: { ...ends[at]!.ref, token: 'strange' },
        }));
        expect(await store.record([...strange, ...ends])).toMatchObject({
          stale: strange.map(({ ref }) => ref),
        });
        const mine = ends.filter((end) => end.job.id === busy.id).map((end) => end.next.status);
        const countOf = (status: string) => mine.filter((one) => one === status).length;
        const facts = await bench.executionsOf(busy.id);
        expect(facts.filter(({ status }) => status === 'succeeded')).toHaveLength(
          countOf('succeeded')
        );
        expect(facts.filter(({ claimable }) => claimable === 1)).toHaveLength(
          countOf('released') + countOf('queued')
        );
        expect(await bench.job(busy.id)).toMatchObject({
          executionCount: countOf('succeeded') + countOf('failed'),
          failureCount: countOf('failed'),
        });
        expect(await bench.job(other.id)).toMatchObject({ executionCount: 1, failureStreak: 1 });
      });

      it('counts a streak of failures up to the next success', async () => {
        const job = await queued(
          anOccurrence(START - 4),
          anOccurrence(START - 3),
          anOccurrence(START - 2),
          anOccurrence(START - 1),
          anOccurrence(START)
        );
        const claimed = await claimAll();
        const streakAfter = async (...ends: [number, AfterAttempt][]) => {
          await store.record(ends.map(([at, next]) => anEnd(claimed[at]!, next, isPlain)));
          return (await bench.job(job.id)).failureStreak;
        };
        expect(await streakAfter([0, aFailure], [1, aFailure])).toBe(2);
        expect(await streakAfter([2, aFailure], [3, aSuccess()], [4, aFailure])).toBe(1);
      });
    });

    it('queues a retry, keeps its history, and starts a new attempt when it is time', async () => {
      const { job, claimed } = await oneClaimed();
      const error = { name: 'Error', message: 'no answer', code: 'ECONNREFUSED' };
      await store.record([anEnd(claimed, { status: 'queued', readyAt: START + 10_000, error })]);
      expect(await claimAll()).toEqual([]);
      expect((await bench.executionsOf(job.id))[0]).toMatchObject({ error, attempt: 1 });
      bench.clock.now = START + 10_000;
      await store.ripen({ aheadMs: 0 });
      const [second] = await claimAll({ token: 'token-b' });
      expect(second).toMatchObject({
        ref: { id: claimed.ref.id, attempt: 2, token: 'token-b' },
        firstStartedAt: START,
        startedAt: START + 10_000,
        attempts: [{ attempt: 1, status: 'failed' }],
      });
      expect(await bench.job(job.id)).toMatchObject({ executionCount: 0 });
    });

    it('takes a released claim back without an attempt', async () => {
      const { claimed } = await oneClaimed();
      await store.record([anEnd(claimed, { status: 'released' })]);
      bench.clock.now = START + 5;
      const [again] = await claimAll({ token: 'token-b' });
      expect(again).toMatchObject({
        ref: { attempt: 1, token: 'token-b' },
        firstStartedAt: START + 5,
        attempts: [],
      });
    });

    it('does not count what was refused before it started', async () => {
      const { job, claimed } = await oneClaimed();
      const refused = { ...aFailure, status: 'skipped', reason: 'owner-disabled' } as const;
      await store.record([anEnd(claimed, refused)]);
      expect((await bench.executionsOf(job.id))[0]).toMatchObject({
        status: 'skipped',
        reason: 'owner-disabled',
        attempts: [],
      });
      expect(await bench.job(job.id)).toMatchObject({ executionCount: 0, failureStreak: 0 });
    });

    it('shows the hook that refused an attempt in its history, and does not count it', async () => {
      const hook = { time: 'before', name: 'disk', ok: false, durationMs: 1, error: null } as const;
      const { job, claimed } = await oneClaimed();
      const refused = { ...aFailure, status: 'skipped' as const, reason: 'hook-refused' as const };
      const end = anEnd(claimed, refused);
      await store.record([{ ...end, attempt: { ...end.attempt, hooks: [hook] } }]);
      expect((await bench.executionsOf(job.id))[0]).toMatchObject({
        status: 'skipped',
        attempts: [{ attempt: 1, hooks: [hook] }],
      });
      expect(await bench.job(job.id)).toMatchObject({ executionCount: 0, failureStreak: 0 });
    });

    it('ends a claim that is given back as cancelled where somebody asked for that', async () => {
      const { job, claimed } = await oneClaimed();
      await bench.requestCancel(claimed.documentId);
      await store.record([anEnd(claimed, { status: 'released' })]);
      expect((await bench.executionsOf(job.id))[0]).toMatchObject({
        status: 'cancelled',
        claimable: null,
        overlapKey: null,
        attempt: 0,
        attempts: [],
        startedAt: null,
        firstStartedAt: null,
      });
      expect(await bench.job(job.id)).toMatchObject({ executionCount: 0 });
    });

    it('counts what it ran where a retry is given back and cancelled', async () => {
      const { job, claimed } = await oneClaimed();
      await store.record([anEnd(claimed, { status: 'queued', readyAt: START, error: null })]);
      const [second] = await claimAll({ token: 'token-b' });
      await bench.requestCancel(claimed.documentId);
      await store.record([anEnd(second!, { status: 'released' })]);
      expect((await bench.executionsOf(job.id))[0]).toMatchObject({
        status: 'cancelled',
        attempt: 1,
        attempts: [{ attempt: 1 }],
        startedAt: null,
        firstStartedAt: START,
      });
      expect(await bench.job(job.id)).toMatchObject({ executionCount: 1 });
    });

    it('ends a retry as cancelled where somebody asked for that while the attempt ran', async () => {
      const { job, claimed } = await oneClaimed();
      await bench.requestCancel(claimed.documentId);
      await store.record([anEnd(claimed, { status: 'queued', readyAt: START, error: null })]);
      expect((await bench.executionsOf(job.id))[0]).toMatchObject({
        status: 'cancelled',
        claimable: null,
        attempts: [{ attempt: 1 }],
      });
      expect(await claimAll()).toEqual([]);
    });

    it('takes no ends at all', async () => {
      expect(await store.record([])).toMatchObject({ stale: [] });
    });
  });

  describe('leases', () => {
    it('are renewed for the owner, and reported lost to anybody else', async () => {
      const { job, claimed } = await oneClaimed();
      bench.clock.now = START + 15_000;
      const strange = { ...claimed.ref, token: 'strange' };
      const gone = { id: 999_999, attempt: 1, token: 'token-a' };
      const answer = await store.heartbeat({
        node: 'node-a',
        refs: [claimed.ref, strange, gone],
        leaseMs: 60_000,
      });
      expect(answer).toEqual({ lost: [strange, gone], cancelRequested: [] });
      expect((await bench.executionsOf(job.id))[0]).toMatchObject({ leaseUntil: START + 75_000 });
    });

    it('bring the wish to cancel, at the heartbeat and when asked', async () => {
      const { claimed } = await oneClaimed();
      expect(await store.findCancelRequests([claimed.ref])).toEqual([]);
      await bench.requestCancel(claimed.documentId);
      expect(await store.findCancelRequests([claimed.ref])).toEqual([claimed.ref]);
      const heartbeat = { node: 'node-a', refs: [claimed.ref], leaseMs: 60_000 };
      expect(await store.heartbeat(heartbeat)).toEqual({
        lost: [],
        cancelRequested: [claimed.ref],
      });
    });

    it('show who did not renew: oldest first, without those that are known to be alive', async () => {
      await queued(anOccurrence(START - 1), anOccurrence(START));
      const [first] = await claimAll({ limit: 1 });
      bench.clock.now = START + 1000;
      const [second] = await claimAll({ limit: 1, token: 'token-b' });
      bench.clock.now = START + 60_001;
      expect(idsOf(await store.findExpired({ limit: 10, except: [] }))).toEqual([first!.ref.id]);
      bench.clock.now = START + 61_001;
      const both = [first!.ref.id, second!.ref.id];
      expect(idsOf(await store.findExpired({ limit: 10, except: [] }))).toEqual(both);
      expect(idsOf(await store.findExpired({ limit: 1, except: [] }))).toEqual([first!.ref.id]);
      expect(await store.findExpired({ limit: 10, except: [first!.ref.id] })).toEqual([second]);
    });

    it('can be looked up by node', async () => {
      const { claimed } = await oneClaimed();
      expect(await store.findRunningOf(['node-a', 'node-b'], { limit: 10, except: [] })).toEqual([
        claimed,
      ]);
      expect(await store.findRunningOf(['node-b'], { limit: 10, except: [] })).toEqual([]);
      const except = [claimed.ref.id];
      expect(await store.findRunningOf(['node-a'], { limit: 10, except })).toEqual([]);
      expect(await store.findRunningOf([], { limit: 10, except: [] })).toEqual([]);
      await store.record([anEnd(claimed, aSuccess())]);
      expect(await store.findRunningOf(['node-a'], { limit: 10, except: [] })).toEqual([]);
    });

    it('protect progress like everything else', async () => {
      const { job, claimed } = await oneClaimed();
      await store.saveProgress(claimed.ref, { percent: 40, message: 'half 🍵' });
      await store.saveProgress(
        { ...claimed.ref, token: 'strange' },
        { percent: 90, message: null }
      );
      expect((await bench.executionsOf(job.id))[0]).toMatchObject({
        progress: { percent: 40, message: 'half 🍵' },
      });
    });
  });

  describe('the next due instant', () => {
    it('is the earliest of all schedules and all waiting executions', async () => {
      expect((await store.nextDueAt()).at).toBeNull();
      const job = await bench.addJob({ nextAt: START + 50 });
      expect((await store.nextDueAt()).at).toBe(START + 50);
      await queued(anOccurrence(START + 40, { priority: 30 }), anOccurrence(START + 45));
      expect((await store.nextDueAt()).at).toBe(START + 40);
      await claimAll({ aheadMs: 1000 });
      expect((await store.nextDueAt()).at).toBe(START + 50);
      expect((await bench.job(job.id)).nextAt).toBe(START + 50);
    });
  });

  describe('logs', () => {
    it('keep their lines in order, and take a repeated chunk once', async () => {
      const { claimed } = await oneClaimed();
      expect(await store.lastLogSeq(claimed.ref.id)).toBe(0);
      const first = [aLine(1, 'Erste Zeile ✍️'), aLine(2, "it's \\u0000 'quoted'")];
      await store.appendLog(claimed.ref.id, first);
      await store.appendLog(claimed.ref.id, [aLine(3, 'third')]);
      await store.appendLog(claimed.ref.id, first);
      await store.appendLog(claimed.ref.id, []);
      expect(await bench.logOf(claimed.ref.id)).toEqual([...first, aLine(3, 'third')]);
      expect(await store.lastLogSeq(claimed.ref.id)).toBe(3);
    });
  });

  describe('nodes', () => {
    it('are listed by host until they are removed', async () => {
      await store.touchNode(aNode('a'), idle);
      await store.touchNode(aNode('b', { host: 'elsewhere' }), idle);
      await store.touchNode(aNode('a'), { ...idle, running: 2, lastTickAt: START });
      expect(await store.findNodesOf('here')).toEqual([{ id: 'a', pid: 42, processKey: 'key-a' }]);
      await store.removeNodes(['a', 'b']);
      expect(await store.findNodesOf('here')).toEqual([]);
      await store.removeNodes([]);
    });

    it('that said goodbye are not asked after', async () => {
      await store.touchNode(aNode('a'), { ...idle, state: 'stopped' });
      expect(await store.findNodesOf('here')).toEqual([]);
    });
  });

  describe('templates that are gone', () => {
    it('hold their jobs, which are offered again when the template is back', async () => {
      const job = await bench.addJob({ nextAt: START, cursorAt: START - 60_000, template: 'gone' });
      const kept = await bench.addJob({ nextAt: START });
      expect(await store.holdJobsWithout(['self-test'])).toMatchObject({
        held: 1,
        back: { jobs: [] },
      });
      expect(await bench.job(job.id)).toMatchObject({
        heldReason: 'template-missing',
        heldAt: START,
        nextAt: null,
      });
      expect(await bench.job(kept.id)).toMatchObject({ heldReason: null, nextAt: START });
      bench.clock.now = START + 500;
      expect(await store.holdJobsWithout(['self-test'])).toMatchObject({
        held: 0,
        back: { jobs: [] },
      });
      const { held, back } = await store.holdJobsWithout(['self-test', 'gone']);
      expect(held).toBe(0);
      expect(back.jobs).toEqual([expect.objectContaining({ id: job.id, nextAt: START })]);
    });

    it('let their jobs go on once, with the record of what was missed', async () => {
      const job = await bench.addJob({ nextAt: START, template: 'gone' });
      await store.holdJobsWithout(['self-test']);
      const missed = anOccurrence(START, { status: 'missed', reason: 'template-missing' });
      const advance = step(job, [missed], { nextAt: START + 60_000, cursorAt: START + 30_000 });
      expect(await store.releaseHeld([advance])).toBe(1);
      expect(await store.releaseHeld([advance])).toBe(0);
      expect(await bench.job(job.id)).toMatchObject({
        heldReason: null,
        heldAt: null,
        nextAt: START + 60_000,
        cursorAt: START + 30_000,
      });
      expect(await bench.executionsOf(job.id)).toMatchObject([{ status: 'missed' }]);
    });
  });

  describe('pruning', () => {
    it('deletes what is older with its log, never what is still going on', async () => {
      const job = await queued(
        anOccurrence(START - 2),
        anOccurrence(START - 1),
        anOccurrence(START)
      );
      const [old, young] = await claimAll({ limit: 2 });
      await store.appendLog(old!.ref.id, [aLine(1, 'old')]);
      await store.appendLog(young!.ref.id, [aLine(1, 'young', START + 5000)]);
      await store.record([anEnd(old!, aSuccess({ finishedAt: START + 10 }))]);
      await store.record([anEnd(young!, aSuccess({ finishedAt: START + 5000 }))]);
      const before = START + 1000;
      const limits = { logsBefore: START - 1, auditBefore: before, limit: 100 };
      await store.prune({ ...limits, executionsBefore: before });
      const slots = (await bench.executionsOf(job.id)).map(({ slotAt }) => slotAt);
      expect(slots).toEqual([START - 1, START]);
      expect(await bench.logOf(old!.ref.id)).toEqual([]);
      expect(await bench.logOf(young!.ref.id)).toHaveLength(1);
    });

    it('deletes old logs of young executions, and no more than asked for', async () => {
      const { claimed } = await oneClaimed();
      await store.appendLog(claimed.ref.id, [aLine(1, 'old', START - 1000)]);
      const none = { executionsBefore: 0, auditBefore: 0, limit: 10 };
      expect(await store.prune({ ...none, logsBefore: START })).toBe(1);
      expect(await bench.logOf(claimed.ref.id)).toEqual([]);

      const job = await queued(
        anOccurrence(START),
        anOccurrence(START + 1),
        anOccurrence(START + 2)
      );
      const all = await claimAll({ token: 'token-b', aheadMs: 1000 });
      await store.record(all.map((one) => anEnd(one, aSuccess())));
      const old = { executionsBefore: START + 60_000, logsBefore: 0, auditBefore: 0, limit: 2 };
      expect(await store.prune(old)).toBe(2);
      expect(await bench.executionsOf(job.id)).toHaveLength(1);
    });
  });

  const aSuccess = (given: { result?: unknown; finishedAt?: number } = {}): AfterAttempt => ({
    status: 'succeeded',
    reason: null,
    finishedAt: bench.clock.now,
    result: null,
    error: null,
    exitCode: null,
    ...given,
  });
};

const aFailure = {
  status: 'failed',
  reason: null,
  finishedAt: START,
  result: null,
  error: { name: 'Error', message: 'broken', code: null },
  exitCode: 1,
} as const satisfies AfterAttempt;

const anAttempt = (
  { ref, startedAt }: ClaimedExecution,
  status: AttemptView['status']
): AttemptView => ({
  attempt: ref.attempt,
  status,
  startedAt: new Date(startedAt).toISOString(),
  finishedAt: new Date(startedAt + 1).toISOString(),
  durationMs: 1,
  node: 'node-a',
  error: null,
  exitCode: null,
});

const aLine = (seq: number, text: string, at = START) => ({
  seq,
  at,
  attempt: 1,
  stream: 'stdout' as const,
  level: 'info' as const,
  text,
});

const aNode = (id: string, given: Partial<NodeRecord> = {}): NodeRecord => ({
  id,
  host: 'here',
  pid: 42,
  processKey: `key-${id}`,
  role: 'all',
  version: '0.1.0',
  zoneData: '2026a',
  maxConcurrent: 10,
  ...given,
});

const idle = { state: 'running', running: 0, skewMs: 0.4, lastTickAt: null };

const idsOf = (executions: ClaimedExecution[]): number[] => executions.map(({ ref }) => ref.id);
