import type { Overlap } from '../../server/src/contract/job';
import { admission } from '../../server/src/engine/admission';
import type { ClaimedExecution, EngineStore, NewExecution } from '../../server/src/engine/ports';
import type { ApprovalBench } from '../support/approval-bench';
import { anAdvance, anEnd, anExecution, aPlan, aSuccess } from '../support/factories';
import { START } from '../support/store-bench';
import type { AddedJob } from '../support/store-bench';
import { consumeAll } from './dependencies.suite';

const admit = admission({ maxQueuedPerJob: 1_000 });

/** The script that nobody has read yet, and the one that somebody approved. */
const [UNREAD, READ] = ['unread', 'read'];

const OVER = { status: 'skipped', reason: 'approval-missing', claimable: null, finishedAt: START };
const UNTOUCHED = { ...OVER, attempt: 0, startedAt: null, firstStartedAt: null, claimToken: null };

/** What becomes of executions whose scripts nobody consents to, in memory or on a database. */
export const approvalSuite = (open: () => Promise<ApprovalBench>): void => {
  let bench: ApprovalBench;
  let store: EngineStore;
  beforeEach(async () => {
    bench = await open();
    ({ store } = bench);
    await bench.see(UNREAD);
    await bench.see(READ);
    await bench.decide(READ, 'approved');
  });

  const uses = (script: string | null, given: Partial<NewExecution> = {}): NewExecution =>
    anExecution({
      readyAt: START,
      parameters: script === null ? {} : { script },
      plan: aPlan({ overlap: 'allow' }),
      ...given,
    });

  interface Occurs {
    overlap?: Overlap;
    on?: AddedJob[];
    maxExecutions?: number;
  }
  let slots = 0;
  /** A job whose schedule makes these records now. */
  const occurs = async (
    executions: NewExecution[],
    { overlap = 'allow', on = [], ...given }: Occurs = {}
  ): Promise<AddedJob> => {
    const job = await bench.add({ nextAt: START, on });
    await step(job, executions, { overlap, on, ...given });
    return job;
  };
  const step = async (
    job: AddedJob,
    executions: NewExecution[],
    { overlap = 'allow', on = [], maxExecutions }: Occurs = {}
  ) =>
    store.enqueueDue(
      [
        anAdvance({
          job: { ...job, revision: 1, overlap },
          fromNextAt: START,
          nextAt: START,
          cursorAt: START,
          ...(maxExecutions === undefined ? {} : { maxExecutions }),
          ...(on.length === 0
            ? {}
            : {
                dependencies: { mode: 'all_success', jobs: on.map(({ documentId }) => documentId) },
              }),
          executions: executions.map((one) => ({
            ...one,
            trigger: 'schedule',
            slotAt: START + (slots += 1),
            plan: { ...one.plan, overlap },
          })),
        }),
      ],
      admit
    );

  let tokens = 0;
  const claim = (limit = 100, total: number | null = null) =>
    store.claim({
      node: 'a',
      token: `token-${(tokens += 1)}`,
      limit,
      total,
      leaseMs: 60_000,
      aheadMs: 0,
    });
  const oneOf = async (job: AddedJob) => (await bench.executionsOf(job.id))[0]!;
  const succeed = (claimed: ClaimedExecution) => store.record([anEnd(claimed, aSuccess(START))]);
  const ended = async (job: AddedJob) =>
    (await bench.rounds(job)).map(({ status, reason }) => reason ?? status);

  describe('when it is made', () => {
    const limit = { key: 'key:crm', count: 1 };

    it('is skipped at once, also where its limit is full', async () => {
      const busy = await occurs([uses(null, { limit })]);
      const waits = await occurs([uses(READ, { limit })]);
      const job = await occurs([uses(UNREAD, { limit })]);
      expect(await oneOf(busy)).toMatchObject({ status: 'queued', claimable: 1 });
      expect(await oneOf(waits)).toMatchObject({ status: 'queued', claimable: 3 });
      expect(await oneOf(job)).toMatchObject({ ...UNTOUCHED, limitSlot: null, overlapKey: null });
    });

    it('counts neither as an execution of its schedule nor as one in the way of others', async () => {
      const job = await occurs([uses(UNREAD), uses(READ), uses(READ), uses(READ)], {
        overlap: 'queue-one',
        maxExecutions: 3,
      });
      const reasons = (await bench.executionsOf(job.id)).map(
        ({ status, reason }) => reason ?? status
      );
      expect(reasons).toEqual(['approval-missing', 'queued', 'queued', 'overlap']);
      expect(await bench.job(job.id)).toMatchObject({ nextAt: START, executionCount: 0 });
    });

    it('is skipped by hand too, and makes nobody else go', async () => {
      const plan = aPlan({ overlap: 'cancel-previous' });
      const job = await bench.add();
      await bench.start(job, uses(READ, { plan }));
      await bench.start(job, uses(UNREAD, { plan }));
      const [first, second] = await bench.executionsOf(job.id);
      expect(first).toMatchObject({ status: 'queued', claimable: 1 });
      expect(second).toMatchObject(UNTOUCHED);
    });

    it('waits for no upstream, and is one record for all of them', async () => {
      const [a, b] = [await bench.add(), await bench.add()];
      for (const upstream of [a, b]) await bench.start(upstream, uses(null));
      const job = await occurs([uses(UNREAD)], { on: [a, b] });
      expect(await ended(job)).toEqual(['approval-missing']);
      for (const one of (await claim()).executions) await succeed(one);
      await consumeAll(store);
      expect(await ended(job)).toEqual(['approval-missing']);
    });

    it('tells who depends on it, down the chain', async () => {
      const first = await bench.add();
      const second = await bench.add({ on: [first], parameters: { script: UNREAD } });
      const third = await bench.add({ on: [second] });
      await bench.start(first, uses(null));
      const [claimed] = (await claim()).executions;
      await succeed(claimed!);
      await consumeAll(store);
      expect([await ended(second), await ended(third)]).toEqual([
        ['approval-missing'],
        ['dependency-failed'],
      ]);
    });

    it('is skipped in its own record when what it waited for has ended, if the approval went meanwhile', async () => {
      const upstream = await bench.add();
      await bench.start(upstream, uses(null));
      const job = await occurs([uses(READ)], { on: [upstream] });
      const [before] = await bench.rounds(job);
      expect(before).toMatchObject({ status: 'waiting' });
      await bench.decide(READ, 'rejected');
      const [claimed] = (await claim()).executions;
      await succeed(claimed!);
      await consumeAll(store);
      expect(await bench.rounds(job)).toEqual([
        expect.objectContaining({ id: before!.id, status: 'skipped', reason: 'approval-missing' }),
      ]);
    });

    it('names the hook whose script it is', async () => {
      const hook = (script: string) => ({ script, args: [], env: {}, timeoutMs: 1_000 });
      const hooks = { before: [hook(READ)], after: [hook(UNREAD)] };
      const job = await occurs([uses(READ, { plan: aPlan({ overlap: 'allow', hooks }) })]);
      const { status, reason, error } = await oneOf(job);
      expect([status, reason]).toEqual(['skipped', 'approval-missing']);
      expect(error?.message).toMatch(/^Hook unread\.sh: /);
    });

    it.each([
      ['other bytes were approved', async () => bench.decide(UNREAD, 'approved', 'other')],
      ['they were rejected after that', async () => bench.decide(READ, 'rejected')],
      ['they are other ones by now', async () => bench.see(READ, { digest: 'd2' })],
    ])('goes by the newest word about the bytes that were seen last: %s', async (_what, change) => {
      await change();
      const jobs = [await occurs([uses(UNREAD)]), await occurs([uses(READ)])];
      const reasons = await Promise.all(jobs.map(async (job) => (await oneOf(job)).reason));
      expect(reasons).toContain('approval-missing');
      expect(reasons[0]).toBe('approval-missing');
    });

    it('leaves what is not there to the attempt, and asks nothing of what is over already', async () => {
      await bench.see(UNREAD, { isMissing: true });
      const gone = await occurs([uses(UNREAD), uses('never-seen')]);
      await bench.see(UNREAD, { isMissing: false });
      const missed = await occurs([uses(UNREAD, { status: 'missed', reason: 'paused' })]);
      expect((await bench.executionsOf(gone.id)).map(({ status }) => status)).toEqual([
        'queued',
        'queued',
      ]);
      expect(await oneOf(missed)).toMatchObject({ status: 'missed', reason: 'paused' });
    });
  });

  describe('when it is claimed', () => {
    it('is over without an attempt if the approval went meanwhile; the others of the claim run', async () => {
      const job = await occurs([uses(READ), uses(null)]);
      await bench.decide(READ, 'rejected');
      const { executions, skipped, now } = await claim();
      const [refused, runs] = await bench.executionsOf(job.id);
      expect(refused).toMatchObject({ ...UNTOUCHED, leaseUntil: null, attempts: [] });
      expect(runs).toMatchObject({ status: 'running', attempt: 1 });
      expect(executions.map(({ documentId }) => documentId)).toEqual([runs!.documentId]);
      expect(skipped?.map(({ documentId }) => documentId)).toEqual([refused!.documentId]);
      expect(now).toBe(START);
      expect(await bench.job(job.id)).toMatchObject({ executionCount: 0, failureCount: 0 });
    });

    it('leaves its seat and its turn to those behind it, and tells who depends on it', async () => {
      const limit = { key: 'key:crm', count: 1 };
      const job = await occurs([uses(READ, { limit })], { overlap: 'queue-all' });
      await step(job, [uses(null, { limit })], { overlap: 'queue-all' });
      const other = await occurs([uses(null, { limit })]);
      const dependent = await bench.add({ on: [job] });
      await bench.decide(READ, 'rejected');
      expect((await claim()).executions).toEqual([]);
      const [refused, next] = await bench.executionsOf(job.id);
      expect(refused).toMatchObject({ ...UNTOUCHED, limitSlot: null, overlapKey: null });
      const isGranted = ({ claimable }: { claimable: number | null }) => claimable === 1;
      expect([next!, await oneOf(other)].filter(isGranted)).toHaveLength(1);
      await consumeAll(store);
      expect(await ended(dependent)).toEqual(['dependency-failed']);
      const [first] = (await claim()).executions;
      await succeed(first!);
      expect((await claim()).executions).toHaveLength(1);
    });

    it('keeps the attempts that it had', async () => {
      const job = await occurs([uses(READ)]);
      const [claimed] = (await claim()).executions;
      const error = { name: 'Error', message: 'no', code: null };
      await store.record([anEnd(claimed!, { status: 'queued', readyAt: START, error })]);
      await bench.decide(READ, 'rejected');
      expect((await claim()).skipped).toHaveLength(1);
      expect(await oneOf(job)).toMatchObject({
        ...OVER,
        attempt: 1,
        firstStartedAt: START,
        attempts: [{ attempt: 1, status: 'failed' }],
      });
    });

    it('holds no place among those that may run in all', async () => {
      await occurs([uses(READ)]);
      const job = await occurs([uses(null)]);
      await bench.decide(READ, 'rejected');
      expect((await claim(1, 1)).executions).toEqual([]);
      expect((await claim(1, 1)).executions).toEqual([
        expect.objectContaining({ documentId: (await oneOf(job)).documentId }),
      ]);
    });

    it('runs where it is approved', async () => {
      await occurs([uses(READ)]);
      expect((await claim()).executions).toHaveLength(1);
    });
  });
};
