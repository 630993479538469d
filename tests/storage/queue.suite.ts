import type { Overlap } from '../../server/src/contract/job';
import type { AfterAttempt } from '../../server/src/domain/transition';
import type { ClaimedExecution, EngineStore, NewExecution } from '../../server/src/engine/ports';
import { admitUpTo } from '../../server/src/domain/overlap';
import { admit, anEnd, anExecution, aPlan, aSuccess } from '../support/factories';
import { START } from '../support/store-bench';
import type { AddedJob, Bench, ExecutionFacts } from '../support/store-bench';

/** Who may be claimed when: overlap, limits, the order of claims and the bound of a job's queue. */
export const queueSuite = (open: () => Promise<Bench>): void => {
  let bench: Bench;
  let store: EngineStore;
  let turns: number;
  beforeEach(async () => {
    bench = await open();
    ({ store } = bench);
    turns = 0;
  });

  const aJob = (): Promise<AddedJob> => bench.addJob({ nextAt: START });

  /** The job's cursor stands at START for as long as it is told to stay there. */
  const enqueue = (
    job: AddedJob,
    overlap: Overlap,
    executions: NewExecution[],
    admitting = admit
  ) =>
    store.enqueueDue(
      [
        {
          job: { ...job, revision: 1, overlap },
          fromNextAt: START,
          nextAt: START,
          cursorAt: START,
          executions: executions.map((one) => ({ ...one, plan: aPlan({ overlap }) })),
        },
      ],
      admitting
    );

  const at = (slotAt: number, given: Partial<NewExecution> = {}): NewExecution =>
    anExecution({ trigger: 'schedule', slotAt, readyAt: slotAt, ...given });
  const several = (count: number, given: Partial<NewExecution> = {}): NewExecution[] =>
    Array.from({ length: count }, (_, index) => at(START - count + index, given));

  const claim = async (given: Partial<Parameters<EngineStore['claim']>[0]> = {}) => {
    const token = `token-${(turns += 1)}`;
    const request = { node: 'node', token, limit: 100, total: null, leaseMs: 60_000, aheadMs: 0 };
    return (await store.claim({ ...request, ...given })).executions;
  };
  const claimOne = async (): Promise<ClaimedExecution> => {
    const [claimed, ...others] = await claim();
    expect(others).toEqual([]);
    return claimed!;
  };
  const slotsOf = (executions: { slotAt: number | null }[]) => executions.map((one) => one.slotAt);

  const end = (claimed: ClaimedExecution, next: AfterAttempt = SUCCESS) =>
    store.record([anEnd(claimed, next)]);
  const retryAt = (readyAt: number): AfterAttempt => ({ status: 'queued', readyAt, error: null });

  const fates = async (job: AddedJob) =>
    (await bench.executionsOf(job.id)).map(({ status, reason }) => reason ?? status);

  /** Claims and ends until nothing is left; answers what each claim took. */
  const drain = async (): Promise<(number | null)[][]> => {
    const rounds: (number | null)[][] = [];
    let claimed: ClaimedExecution[];
    while ((claimed = await claim()).length > 0) {
      rounds.push(slotsOf(claimed));
      await store.record(claimed.map((one) => anEnd(one, SUCCESS)));
    }
    return rounds;
  };

  /** Nothing of the queue is left on what is over, and nothing but what runs is on its way. */
  const expectNothingLeft = async (...jobs: AddedJob[]): Promise<void> => {
    const rows = (await Promise.all(jobs.map(({ id }) => bench.executionsOf(id)))).flat();
    const left = ({ finishedAt, claimable, overlapKey, limitSlot }: ExecutionFacts) =>
      finishedAt === null || claimable !== null || overlapKey !== null || limitSlot !== null;
    expect(rows.filter(left)).toEqual([]);
  };

  describe('queue-one', () => {
    it('lets one wait behind the one in progress, and skips what comes on top', async () => {
      const job = await aJob();
      await enqueue(job, 'queue-one', [at(START - 3)]);
      const first = await claimOne();
      await enqueue(job, 'queue-one', [at(START - 2)]);
      await enqueue(job, 'queue-one', [at(START - 1)]);
      expect(await fates(job)).toEqual(['running', 'queued', 'overlap']);
      expect(await claim()).toEqual([]);
      expect(await end(first)).toMatchObject({ gives: true });
      expect(slotsOf([await claimOne()])).toEqual([START - 2]);
      await enqueue(job, 'queue-one', [at(START)]);
      expect(await fates(job)).toEqual(['succeeded', 'running', 'overlap', 'queued']);
    });
  });

  describe('queue-all', () => {
    it('runs all that come, one after the other, in the order in which they came', async () => {
      const job = await aJob();
      await enqueue(job, 'queue-all', [at(START - 9)]);
      const first = await claimOne();
      await enqueue(job, 'queue-all', [at(START - 8), at(START - 7)]);
      await bench.start(
        job,
        anExecution({ readyAt: START - 6, plan: aPlan({ overlap: 'queue-all' }) })
      );
      await enqueue(job, 'queue-all', [at(START - 5)]);
      await end(first);
      expect(await drain()).toEqual([[START - 8], [START - 7], [null], [START - 5]]);
      await expectNothingLeft(job);
    });

    it('keeps its turn through a retry', async () => {
      const job = await aJob();
      await enqueue(job, 'queue-all', several(2));
      await end(await claimOne(), retryAt(START + 1000));
      expect(await claim()).toEqual([]);
      bench.clock.now = START + 1000;
      expect(await store.ripen({ aheadMs: 0 })).toBe(1);
      const again = await claimOne();
      expect(again).toMatchObject({ slotAt: START - 2, ref: { attempt: 2 } });
      await end(again);
      expect(await drain()).toEqual([[START - 1]]);
    });

    it('goes on whatever becomes of the one before: given back, cancelled, refused, lost', async () => {
      const job = await aJob();
      await enqueue(job, 'queue-all', several(5));
      const first = await claimOne();
      await end(first, { status: 'released' });
      const again = await claimOne();
      expect(again.slotAt).toBe(first.slotAt);
      await bench.requestCancel(again.documentId);
      await end(again, retryAt(START));
      const second = await claimOne();
      await end(second, { ...SUCCESS, status: 'skipped', reason: 'owner-right-missing' });
      const third = await claimOne();
      await end(third, { ...SUCCESS, status: 'lost' });
      const [fourth] = (await bench.executionsOf(job.id)).slice(3);
      await bench.requestCancel(fourth!.documentId);
      expect(await drain()).toEqual([[START - 1]]);
      expect(await fates(job)).toEqual([
        'cancelled',
        'owner-right-missing',
        'lost',
        'cancelled',
        'succeeded',
      ]);
      await expectNothingLeft(job);
    });

    it('waits for those that run beside each other, of the time before the job was edited', async () => {
      const job = await aJob();
      await enqueue(job, 'allow', several(2));
      const [one, other] = await claim();
      await enqueue(job, 'queue-all', [at(START)]);
      expect(await claim()).toEqual([]);
      await end(one!);
      expect(await claim()).toEqual([]);
      await end(other!);
      expect(await drain()).toEqual([[START]]);
    });

    it('steps over what waits for upstreams: it is in nobody’s way', async () => {
      const job = await aJob();
      await enqueue(job, 'queue-all', [at(START - 1, { status: 'waiting', openUpstreams: 1 })]);
      await enqueue(job, 'skip', [at(START)]);
      expect(await drain()).toEqual([[START]]);
      expect(await fates(job)).toEqual(['waiting', 'succeeded']);
    });
  });

  describe('cancel-previous', () => {
    it('cancels what waits, asks what runs to end, and runs the new one when it has', async () => {
      const job = await aJob();
      await enqueue(job, 'queue-all', several(3));
      const first = await claimOne();
      const { cancelling } = await enqueue(job, 'cancel-previous', [at(START)]);
      expect(cancelling).toEqual([first.documentId]);
      expect(await store.findCancelRequests([first.ref])).toEqual([first.ref]);
      const statuses = (await bench.executionsOf(job.id)).map(({ status }) => status);
      expect(statuses).toEqual(['running', 'cancelled', 'cancelled', 'queued']);
      expect(await claim()).toEqual([]);
      await end(first, { ...SUCCESS, status: 'cancelled' });
      expect(await drain()).toEqual([[START]]);
      expect(
        (await bench.executionsOf(job.id)).map(({ status, reason }) => ({ status, reason }))
      ).toEqual([
        { status: 'cancelled', reason: 'overlap' },
        { status: 'cancelled', reason: 'overlap' },
        { status: 'cancelled', reason: 'overlap' },
        { status: 'succeeded', reason: null },
      ]);
      await expectNothingLeft(job);
    });

    it('says why only of what did end for it: not of what was over before, or cancelled by somebody', async () => {
      const job = await aJob();
      await enqueue(job, 'cancel-previous', [at(START - 2)]);
      const first = await claimOne();
      await enqueue(job, 'cancel-previous', [at(START - 1)]);
      await end(first);
      const second = await claimOne();
      await bench.requestCancel(second.documentId);
      await enqueue(job, 'cancel-previous', [at(START)]);
      await end(second, retryAt(START + 60_000));
      expect(
        (await bench.executionsOf(job.id)).map(({ status, reason }) => ({ status, reason }))
      ).toEqual([
        { status: 'succeeded', reason: null },
        { status: 'cancelled', reason: null },
        { status: 'queued', reason: null },
      ]);
    });

    it('takes the turn at once where nothing runs yet, and cancels a retry that waits', async () => {
      const job = await aJob();
      await enqueue(job, 'cancel-previous', [at(START - 2)]);
      await end(await claimOne(), retryAt(START + 60_000));
      const { cancelling } = await enqueue(job, 'cancel-previous', [at(START - 1)]);
      expect(cancelling).toEqual([]);
      await enqueue(job, 'cancel-previous', [at(START)]);
      expect(await drain()).toEqual([[START]]);
      expect(await fates(job)).toEqual(['overlap', 'overlap', 'succeeded']);
      // The one that waited for its retry did run.
      expect(await bench.job(job.id)).toMatchObject({ executionCount: 2 });
    });

    it('lets a start by hand replace the one that runs', async () => {
      const job = await aJob();
      await enqueue(job, 'cancel-previous', [at(START)]);
      const first = await claimOne();
      const plan = aPlan({ overlap: 'cancel-previous' });
      await bench.start(job, anExecution({ readyAt: START, plan }));
      expect(await store.findCancelRequests([first.ref])).toEqual([first.ref]);
      await end(first);
      expect(await drain()).toEqual([[null]]);
    });
  });

  describe('a limit', () => {
    const limit = (key: string, count: number) => ({ limit: { key, count } });

    it('lets so many of a job run at once, and the next as soon as one has ended', async () => {
      const job = await aJob();
      await enqueue(job, 'allow', several(5, limit('job:1', 2)));
      const [one, other, ...none] = await claim();
      expect(none).toEqual([]);
      expect(slotsOf([one!, other!])).toEqual([START - 5, START - 4]);
      expect(await claim()).toEqual([]);
      await end(other!, { ...SUCCESS, status: 'lost' });
      const third = await claimOne();
      expect(third.slotAt).toBe(START - 3);
      const ends = [one!, third].map((each) => anEnd(each, SUCCESS));
      expect(await store.record(ends)).toMatchObject({ gives: true });
      expect(await drain()).toEqual([[START - 2, START - 1]]);
      await expectNothingLeft(job);
    });

    it('is shared by the jobs that name it', async () => {
      const crm = limit('key:crm', 2);
      const [one, other, free] = [await aJob(), await aJob(), await aJob()];
      await enqueue(one, 'allow', several(1, crm));
      await enqueue(other, 'allow', several(3, crm));
      await enqueue(free, 'allow', several(1, limit('key:mail', 1)));
      const first = await claim();
      const jobs = first.map(({ job }) => job.id).sort((a, b) => a - b);
      expect(jobs).toEqual([one.id, other.id, free.id]);
      await end(first.find(({ job }) => job.id === free.id)!);
      expect(await claim()).toEqual([]);
      await end(first.find(({ job }) => job.id === one.id)!);
      const next = await claimOne();
      expect(next.job.id).toBe(other.id);
      await end(first.find(({ job }) => job.id === other.id)!);
      await end(next);
      expect(await drain()).toEqual([[START - 1]]);
      await expectNothingLeft(one, other, free);
    });

    it('has its seat free while a retry waits, which needs one again when its time comes', async () => {
      const job = await aJob();
      await enqueue(job, 'allow', several(2, limit('job:1', 1)));
      const first = await claimOne();
      await end(first, retryAt(START + 1000));
      const second = await claimOne();
      expect(second.slotAt).toBe(START - 1);
      bench.clock.now = START + 1000;
      expect(await store.ripen({ aheadMs: 0 })).toBe(1);
      expect(await claim()).toEqual([]);
      await end(second);
      expect(await claimOne()).toMatchObject({ slotAt: START - 2, ref: { attempt: 2 } });
    });

    it('gives the seat of a retry without delay to whoever waited longer', async () => {
      const job = await aJob();
      await enqueue(job, 'allow', several(1, limit('job:1', 1)));
      const first = await claimOne();
      await enqueue(await aJob(), 'allow', [at(START - 60_000, limit('job:1', 1))]);
      await end(first, retryAt(START));
      expect(slotsOf([await claimOne()])).toEqual([START - 60_000]);
    });

    it('keeps the seat of a claim that was given back', async () => {
      const job = await aJob();
      await enqueue(job, 'allow', several(2, limit('job:1', 1)));
      const first = await claimOne();
      await end(first, { status: 'released' });
      expect(slotsOf([await claimOne()])).toEqual(slotsOf([first]));
    });

    it('gives on the seat of one that is cancelled before it started', async () => {
      const job = await aJob();
      await enqueue(job, 'allow', several(2, limit('job:1', 1)));
      const [first, second] = await bench.executionsOf(job.id);
      expect(first).toMatchObject({ limitSlot: 'job:1#0', claimable: 1 });
      expect(second).toMatchObject({ limitSlot: null, claimable: 3 });
      await bench.requestCancel(first!.documentId);
      expect(await drain()).toEqual([[START - 1]]);
      await expectNothingLeft(job);
    });

    it('lets others sit where a job was that is deleted', async () => {
      const [gone, kept] = [await aJob(), await aJob()];
      await enqueue(gone, 'allow', several(3, limit('key:crm', 2)));
      const first = await claim({ limit: 1 });
      await enqueue(kept, 'allow', several(2, limit('key:crm', 2)));
      await bench.cancelAllOf(gone.id);
      expect(await fates(gone)).toEqual(['running', 'cancelled', 'cancelled']);
      const next = await claimOne();
      expect(next.job.id).toBe(kept.id);
      await end(first[0]!, { ...SUCCESS, status: 'cancelled' });
      expect(await drain()).toEqual([[START - 1]]);
    });

    it('is a job’s own where several share a key: who allows itself less waits, but is not overtaken', async () => {
      const [wide, narrow] = [await aJob(), await aJob()];
      await enqueue(wide, 'allow', several(4, limit('key:crm', 3)));
      const running = await claim();
      expect(running).toHaveLength(3);
      await enqueue(narrow, 'allow', [at(START - 60_000, limit('key:crm', 1))]);
      await end(running[0]!);
      await end(running[1]!);
      expect(await claim()).toEqual([]);
      await end(running[2]!);
      expect((await claim()).map(({ job }) => job.id)).toEqual([narrow.id, wide.id]);
    });

    it('that was lowered by an edit is kept as soon as it can be', async () => {
      const job = await aJob();
      await enqueue(job, 'allow', several(3, limit('job:1', 3)));
      const running = await claim();
      await enqueue(job, 'allow', [at(START, limit('job:1', 2))]);
      await end(running[0]!);
      expect(await claim()).toEqual([]);
      await end(running[1]!);
      expect(slotsOf([await claimOne()])).toEqual([START]);
    });

    it('counts only those whose turn it is, where the job does not overlap', async () => {
      const [lined, other] = [await aJob(), await aJob()];
      await enqueue(lined, 'queue-all', several(3, limit('key:crm', 2)));
      await enqueue(other, 'allow', several(3, limit('key:crm', 2)));
      const first = await claim();
      expect(new Set(first.map(({ job }) => job.id))).toEqual(new Set([lined.id, other.id]));
      await store.record(first.map((one) => anEnd(one, SUCCESS)));
      expect((await drain()).flat()).toHaveLength(4);
      await expectNothingLeft(lined, other);
    });

    it('on all nodes together holds back claims, whoever asks', async () => {
      const job = await aJob();
      await enqueue(job, 'allow', several(5));
      const first = await claim({ total: 3 });
      expect(first).toHaveLength(3);
      expect(await claim({ total: 3 })).toEqual([]);
      await end(first[0]!);
      expect(await claim({ total: 3, limit: 5 })).toHaveLength(1);
      expect(await claim({ total: 5, limit: 1 })).toHaveLength(1);
    });
  });

  describe('a full queue', () => {
    it('takes no more, and says so', async () => {
      const job = await aJob();
      const two = admitUpTo(2);
      await enqueue(job, 'allow', several(1), two);
      await claimOne();
      await enqueue(job, 'allow', [at(START), at(START + 1), at(START + 2)], two);
      expect(await fates(job)).toEqual(['running', 'queued', 'queued', 'queue-full']);
      await claim({ aheadMs: 50 });
      await enqueue(job, 'allow', [at(START + 3)], two);
      expect((await fates(job)).at(-1)).toBe('queued');
    });
  });

  describe('the order of claims', () => {
    const owner = (claimed: ClaimedExecution[]) => claimed.map(({ job }) => job.id);

    it('lets a job’s only execution go before the many of another', async () => {
      const [many, single] = [await aJob(), await aJob()];
      await enqueue(many, 'allow', several(50));
      await claim({ limit: 2 });
      await enqueue(single, 'allow', [at(START)]);
      expect(owner(await claim({ limit: 1 }))).toEqual([single.id]);
    });

    it('lets a job’s only execution be among the first, behind five thousand of another', async () => {
      const [many, single] = [await aJob(), await aJob()];
      await enqueue(many, 'allow', several(5_000));
      await enqueue(single, 'allow', [at(START)]);
      expect(owner(await claim({ limit: 10 }))).toContain(single.id);
    }, 60_000);

    it('lets it be among the first also where the others come back after a failure', async () => {
      const [many, single] = [await aJob(), await aJob()];
      await enqueue(many, 'allow', several(100));
      const failed = await claim();
      expect(failed).toHaveLength(100);
      await store.record(failed.map((one) => anEnd(one, retryAt(START - 1))));
      await enqueue(single, 'allow', [at(START)]);
      expect(owner(await claim({ limit: 10 }))).toContain(single.id);
    });

    it('keeps what one job has queued in its own order', async () => {
      const job = await aJob();
      await enqueue(job, 'allow', several(30));
      await store.record((await claim({ limit: 25 })).map((one) => anEnd(one, SUCCESS)));
      await enqueue(job, 'allow', [at(START)]);
      expect((await drain()).flat()).toEqual([5, 4, 3, 2, 1, 0].map((ago) => START - ago));
    });

    it('lets a high priority go before, and nothing wait for ever', async () => {
      const [low, normal, high] = [await aJob(), await aJob(), await aJob()];
      await enqueue(low, 'allow', [at(START - 1_100_000, { priority: 30 })]);
      await enqueue(normal, 'allow', [at(START - 400_000)]);
      await enqueue(high, 'allow', [at(START, { priority: 10 })]);
      expect(owner(await claim())).toEqual([high.id, low.id, normal.id]);
    });
  });

  describe('what waits for its time', () => {
    it('is not claimed before, whatever head start there is, and is announced', async () => {
      const job = await aJob();
      await enqueue(job, 'allow', [at(START, { readyAt: START + 30_000 })]);
      await store.enqueueDue(
        [
          {
            job: { ...job, revision: 1, overlap: 'allow' },
            fromNextAt: START,
            nextAt: null,
            cursorAt: START,
            executions: [],
          },
        ],
        admit
      );
      expect(await store.nextDueAt()).toMatchObject({ at: START + 30_000 });
      expect(await store.ripen({ aheadMs: 29_999 })).toBe(0);
      expect(await claim()).toEqual([]);
      expect(await store.ripen({ aheadMs: 30_000 })).toBe(1);
      expect(await store.ripen({ aheadMs: 30_000 })).toBe(0);
      expect(await claim()).toEqual([]);
      bench.clock.now = START + 30_000;
      expect(await claim()).toHaveLength(1);
    });

    it('takes no seat from those that are ready', async () => {
      const job = await aJob();
      const limit = { key: 'job:1', count: 1 };
      await enqueue(job, 'allow', [at(START - 1, { limit, readyAt: START + 30_000 })]);
      await enqueue(job, 'allow', [at(START, { limit })]);
      expect(slotsOf([await claimOne()])).toEqual([START]);
    });
  });
};

const SUCCESS = aSuccess(START);
