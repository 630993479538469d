import type { DependencyMode } from '../../server/src/contract/dependency';
import { DEPENDENCY_MODES } from '../../server/src/contract/dependency';
import type { FinalStatus } from '../../server/src/contract/execution';
import { admission } from '../../server/src/engine/admission';
import { afterUpstreams } from '../../server/src/engine/dependents';
import type {
  AttemptEnd,
  ClaimedExecution,
  EngineStore,
  NewExecution,
} from '../../server/src/engine/ports';
import type { DependencyBench } from '../support/dependency-bench';
import { aCron, aDocumentId, anAdvance, anExecution, aPlan } from '../support/factories';
import { recordAll } from '../support/record-all';
import { START } from '../support/store-bench';
import type { AddedJob } from '../support/store-bench';

const options = { defaultTimeoutMs: 300_000, maxQueuedPerJob: 1_000 };
export const makings = { ids: { documentId: aDocumentId }, options };

type Consumed = Awaited<ReturnType<EngineStore['consumeUpstreamEnds']>>;

/** One call, as the loop makes it. */
export const consume = (store: EngineStore, limit = 100): Promise<Consumed> =>
  store.consumeUpstreamEnds({
    limit,
    answer: (job, events) => afterUpstreams(makings, job, events),
    admit: admission(options),
  });

/** Until nothing is left to be told; answers how many ends that were. */
export const consumeAll = async (store: EngineStore): Promise<number> => {
  for (let all = 0; ;) {
    const { consumed } = await consume(store);
    if (consumed === 0) return all;
    all += consumed;
  }
};

const SUCCEEDED: FinalStatus = 'succeeded';

export const anEnd = (
  claimed: ClaimedExecution,
  status: FinalStatus,
  finishedAt = START
): AttemptEnd => ({
  ref: claimed.ref,
  job: { id: claimed.job.id },
  limitKey: claimed.limitKey,
  attempt: {
    attempt: claimed.ref.attempt,
    status: status === 'succeeded' ? 'succeeded' : 'failed',
    startedAt: null,
    finishedAt: null,
    durationMs: 0,
    node: null,
    error: null,
    exitCode: null,
  },
  isPlain: status === 'succeeded',
  next: { status, reason: null, finishedAt, result: null, error: null, exitCode: null },
});

/** How jobs that depend on others get to know of their ends, in memory or on a database. */
export const dependenciesSuite = (open: () => Promise<DependencyBench>): void => {
  let bench: DependencyBench;
  let store: EngineStore;
  beforeEach(async () => {
    bench = await open();
    ({ store } = bench);
  });

  const startOf = (overlap: 'allow' | 'skip' = 'allow'): NewExecution =>
    anExecution({ readyAt: START, plan: aPlan({ overlap }) });

  let tokens = 0;
  const claim = async (): Promise<ClaimedExecution[]> => {
    const token = `token-${(tokens += 1)}`;
    const request = { node: 'a', token, limit: 100, total: null, leaseMs: 60_000, aheadMs: 0 };
    return (await store.claim(request)).executions;
  };
  /** Claims all there is and records it, this job's with that status. */
  const finish = async (job: AddedJob, status: FinalStatus = SUCCEEDED): Promise<void> => {
    const claimed = await claim();
    const ends = claimed.map((one) => anEnd(one, one.job.id === job.id ? status : SUCCEEDED));
    await store.record(ends);
  };
  const run = async (job: AddedJob, status: FinalStatus = SUCCEEDED): Promise<void> => {
    await bench.start(job, startOf());
    await finish(job, status);
  };
  const states = async (job: AddedJob): Promise<string[]> =>
    (await bench.rounds(job)).map(({ status, reason }) =>
      reason ? `${status}: ${reason}` : status
    );

  it('an end is told with what it came to, and starts the job that waited for it', async () => {
    const nightly = await bench.add();
    const report = await bench.add({ on: [nightly] });
    await bench.start(nightly, startOf());
    const [claimed] = await claim();
    const { tells } = await store.record([anEnd(claimed!, 'succeeded')]);
    expect(tells).toBe(true);
    expect(await bench.untold()).toBe(1);

    const { consumed, told } = await consume(store);
    expect(consumed).toBe(1);
    const [round] = await bench.rounds(report);
    expect(told).toMatchObject([
      { job: { name: report.name }, execution: { documentId: round?.documentId } },
    ]);
    expect(round).toMatchObject({
      trigger: 'dependency',
      status: 'queued',
      openUpstreams: 0,
      upstreams: [
        {
          job: { documentId: nightly.documentId, name: nightly.name },
          execution: claimed?.documentId,
          status: 'succeeded',
        },
      ],
    });
    expect(await bench.untold()).toBe(0);
    expect((await claim()).map(({ documentId }) => documentId)).toEqual([round?.documentId]);
  });

  it('nothing is written for a job that nobody waits for', async () => {
    const alone = await bench.add();
    await bench.start(alone, startOf());
    const claimed = await claim();
    const ends = claimed.map((one) => anEnd(one, 'succeeded'));
    expect(await store.record(ends)).toMatchObject({ tells: false });
    expect(await bench.untold()).toBe(0);
  });

  it('an end is told once, and a step that fails is told again', async () => {
    const nightly = await bench.add();
    const report = await bench.add({ on: [nightly] });
    await run(nightly);
    const broken = store.consumeUpstreamEnds({
      limit: 100,
      answer: () => {
        throw new Error('the process dies here');
      },
      admit: admission(options),
    });
    await expect(broken).rejects.toThrow('the process dies here');
    expect(await states(report)).toEqual([]);
    expect([await consumeAll(store), await consumeAll(store)]).toEqual([1, 0]);
    expect(await states(report)).toEqual(['queued']);
  });

  it('an end that the attempt does not own any more tells nothing', async () => {
    const nightly = await bench.add();
    await bench.add({ on: [nightly] });
    await bench.start(nightly, startOf());
    const [claimed] = await claim();
    const late = { ...anEnd(claimed!, 'succeeded'), ref: { ...claimed!.ref, token: 'another' } };
    expect(await store.record([late])).toMatchObject({ tells: false });
    expect(await bench.untold()).toBe(0);
  });

  it('waits in one execution for all, and is queued in its own row', async () => {
    const [a, b] = [await bench.add(), await bench.add()];
    const both = await bench.add({ on: [a, b] });
    await run(a);
    await consumeAll(store);
    const [waiting] = await bench.rounds(both);
    expect(waiting).toMatchObject({ status: 'waiting', openUpstreams: 1 });
    expect(await claim()).toEqual([]);
    expect((await store.nextDueAt()).at).toBeNull();

    bench.clock.now += 5_000;
    await run(b);
    await consumeAll(store);
    const rounds = await bench.rounds(both);
    expect(rounds).toMatchObject([
      { id: waiting?.id, documentId: waiting?.documentId, status: 'queued', openUpstreams: 0 },
    ]);
    const [claimed] = await claim();
    expect(claimed).toMatchObject({ documentId: waiting?.documentId, attempts: [] });
  });

  it.each<[DependencyMode, string]>([
    ['all_success', 'skipped: dependency-failed'],
    ['any_success', 'skipped: dependency-failed'],
    ['all_complete', 'queued'],
  ])('after a failure %s is %s', async (mode, expected) => {
    const nightly = await bench.add();
    const report = await bench.add({ on: [nightly], dependencies: { mode, jobs: [] } });
    await run(nightly, 'failed');
    await consumeAll(store);
    expect(await states(report)).toEqual([expected]);
  });

  it('a failure goes down the whole chain, and what does not depend on it runs', async () => {
    const a = await bench.add();
    const b = await bench.add({ on: [a] });
    const c = await bench.add({ on: [b] });
    const d = await bench.add({ on: [c] });
    const anyway = await bench.add({ on: [c], dependencies: { mode: 'all_complete', jobs: [] } });
    await run(a, 'timed_out');
    await consumeAll(store);
    const failed = ['skipped: dependency-failed'];
    expect([await states(b), await states(c), await states(d)]).toEqual([failed, failed, failed]);
    expect(await states(anyway)).toEqual(['queued']);
  });

  it('independent branches run together, and what joins them runs once', async () => {
    const root = await bench.add();
    const [left, right] = [await bench.add({ on: [root] }), await bench.add({ on: [root] })];
    const join = await bench.add({ on: [left, right] });
    await run(root);
    await consumeAll(store);
    const branches = await claim();
    expect(new Set(branches.map(({ job }) => job.id))).toEqual(new Set([left.id, right.id]));
    await store.record(branches.map((one) => anEnd(one, 'succeeded')));
    await consumeAll(store);
    expect(await states(join)).toEqual(['queued']);
  });

  it('a cancel counts as a failure, of what was queued and of what waited for others', async () => {
    const [a, b] = [await bench.add(), await bench.add()];
    const both = await bench.add({ on: [a, b] });
    const last = await bench.add({ on: [both] });
    const queued = startOf();
    await bench.start(a, queued);
    await bench.requestCancel(queued.documentId);
    await consumeAll(store);
    expect(await states(both)).toEqual(['skipped: dependency-failed']);

    await run(b);
    await run(b);
    await consumeAll(store);
    const [, waiting] = await bench.rounds(both);
    expect(waiting?.status).toBe('waiting');
    await bench.requestCancel(waiting?.documentId ?? '');
    await consumeAll(store);
    expect(await states(last)).toEqual([
      'skipped: dependency-failed',
      'skipped: dependency-failed',
    ]);
    // What was cancelled still takes the end that belongs to it.
    await run(a);
    await consumeAll(store);
    expect(await states(both)).toEqual(['skipped: dependency-failed', 'cancelled']);
    expect((await bench.rounds(both))[1]).toMatchObject({ openUpstreams: 0 });
  });

  it('what its upstreams start goes by the rule of overlap, and its skip is a failure to others', async () => {
    const nightly = await bench.add();
    const report = await bench.add({ on: [nightly], overlap: 'skip' });
    const mail = await bench.add({ on: [report] });
    await bench.start(report, startOf('skip'));
    await run(nightly);
    await bench.start(report, startOf('skip'));
    await run(nightly);
    // The claims above ended the starts of the report by hand, so both had their turn.
    await bench.start(report, startOf('skip'));
    await consumeAll(store);
    const overlapping = (await states(report)).filter((state) => state === 'skipped: overlap');
    expect(overlapping).toHaveLength(2);
    expect((await states(mail)).filter((state) => state.startsWith('skipped'))).toHaveLength(2);
  });

  it('a job that is paused or held says so, one that is switched off keeps silent', async () => {
    const nightly = await bench.add();
    const jobs = [
      await bench.add({ on: [nightly] }),
      await bench.add({ on: [nightly] }),
      await bench.add({ on: [nightly], enabled: false }),
    ];
    await bench.change(jobs[0]!, { pausedUntil: START + 1 });
    await bench.change(jobs[1]!, { heldReason: 'template-missing' });
    await run(nightly);
    await consumeAll(store);
    expect(await Promise.all(jobs.map(states))).toEqual([
      ['skipped: paused'],
      ['skipped: template-missing'],
      [],
    ]);
  });

  it('while all nodes are paused nothing is told, and afterwards everything is', async () => {
    const nightly = await bench.add();
    const report = await bench.add({ on: [nightly] });
    await run(nightly);
    await bench.pauseAll(START + 60_000);
    expect(await consumeAll(store)).toBe(0);
    expect([await states(report), await bench.untold()]).toEqual([[], 1]);
    bench.clock.now = START + 60_000;
    expect(await consumeAll(store)).toBe(1);
    expect(await states(report)).toEqual(['queued']);
  });

  it('what is to be told makes the store due at once', async () => {
    const nightly = await bench.add();
    await bench.add({ on: [nightly] });
    expect((await store.nextDueAt()).at).toBeNull();
    await run(nightly);
    const { at } = await store.nextDueAt();
    expect(at).not.toBeNull();
    expect(at).toBeLessThanOrEqual(START);
  });

  it('one more attempt by hand makes good what had failed for it, all the way down', async () => {
    const [a, b] = [await bench.add(), await bench.add()];
    const both = await bench.add({ on: [a, b] });
    const last = await bench.add({ on: [both] });
    const first = startOf();
    await bench.start(a, first);
    await finish(a, 'failed');
    await run(b);
    await consumeAll(store);
    await bench.retry(first.documentId);
    await consumeAll(store);
    expect(await states(both)).toEqual(['skipped: dependency-failed', 'waiting']);
    expect(await states(last)).toEqual(['skipped: dependency-failed', 'waiting']);
    await finish(a);
    await consumeAll(store);
    expect(await states(both)).toEqual(['skipped: dependency-failed', 'queued']);
    await finish(both);
    await consumeAll(store);
    expect(await states(last)).toEqual(['skipped: dependency-failed', 'queued']);
  });

  describe('of a job whose schedule says when', () => {
    let upstream: AddedJob;
    let job: AddedJob;
    const add = async (mode: DependencyMode = 'all_success') => {
      upstream = await bench.add();
      const dependencies = { mode, jobs: [] };
      const schedules = [aCron('0 0 * * *')];
      job = await bench.add({ on: [upstream], dependencies, schedules, nextAt: START });
    };
    const occur = async (mode: DependencyMode = 'all_success') => {
      const jobs = [upstream.documentId];
      const occurrence = anExecution({
        trigger: 'schedule',
        slotAt: START,
        readyAt: START,
        plan: aPlan({ overlap: 'allow' }),
      });
      const advance = anAdvance({
        job: { ...job, revision: 1, overlap: 'allow' },
        fromNextAt: START,
        nextAt: START + 86_400_000,
        cursorAt: START,
        dependencies: { mode, jobs },
        executions: [occurrence],
      });
      await store.enqueueDue([advance], admission(options));
    };

    it('an occurrence goes by what the upstream job last came to', async () => {
      await add();
      await run(upstream, 'failed');
      await run(upstream);
      await consumeAll(store);
      expect(await states(job)).toEqual([]);
      await occur();
      expect(await states(job)).toEqual(['queued']);
    });

    it('an occurrence is skipped where that was a failure, or the upstream job has never run', async () => {
      await add();
      await occur();
      expect(await states(job)).toEqual(['skipped: dependency-failed']);
      await add();
      await run(upstream);
      await run(upstream, 'lost');
      const next = await bench.add({ on: [job] });
      await occur();
      await consumeAll(store);
      expect(await states(job)).toEqual(['skipped: dependency-failed']);
      expect(await states(next)).toEqual(['skipped: dependency-failed']);
    });

    it('an occurrence waits for what is on its way, for that very execution', async () => {
      await add();
      await run(upstream, 'failed');
      await bench.start(upstream, startOf());
      await occur();
      expect(await states(job)).toEqual(['waiting']);
      await consumeAll(store);
      expect(await states(job)).toEqual(['waiting']);
      await finish(upstream);
      await consumeAll(store);
      expect(await bench.rounds(job)).toMatchObject([{ status: 'queued', trigger: 'schedule' }]);
      // The occurrence kept its instant: it is not made again.
      expect((await bench.executionsOf(job.id)).map(({ slotAt }) => slotAt)).toEqual([START]);
    });

    it('an occurrence that waited is skipped when that fails', async () => {
      await add('all_success');
      await bench.start(upstream, startOf());
      await occur();
      await finish(upstream, 'failed');
      await consumeAll(store);
      expect(await states(job)).toEqual(['skipped: dependency-failed']);
    });

    it('an occurrence does not wait for ever for one that waited itself and was then left out by plan', async () => {
      const first = await bench.add();
      upstream = await bench.add({ on: [first], overlap: 'skip', schedules: [aCron('0 0 * * *')] });
      const selfStarting = await bench.add({ on: [upstream] });
      job = await bench.add({ on: [upstream], schedules: [aCron('0 0 * * *')], nextAt: START });
      const later = await bench.add({ on: [job] });
      await bench.start(first, startOf());
      const token = { name: first.name, documentId: first.documentId };
      const [{ documentId: execution } = { documentId: '' }] = await bench.executionsOf(first.id);
      const waiting = anExecution({
        trigger: 'schedule',
        slotAt: START,
        readyAt: START,
        status: 'waiting',
        upstreams: [{ job: token, execution, status: null }],
        openUpstreams: 1,
        plan: aPlan({ overlap: 'skip' }),
      });
      await bench.start(upstream, waiting);
      await occur();
      expect(await states(job)).toEqual(['waiting']);
      // Somebody has started it by hand when its turn comes.
      await bench.start(upstream, startOf());
      const [claimed] = (await claim()).filter((one) => one.job.id === first.id);
      await store.record([anEnd(claimed!, 'succeeded')]);
      await consumeAll(store);
      expect((await states(upstream))[0]).toBe('skipped: overlap');
      expect(await states(job)).toEqual(['skipped: dependency-failed']);
      expect(await states(later)).toEqual(['skipped: dependency-failed']);
      expect(await states(selfStarting)).toEqual([]);
    });

    it('no more occurrences wait than may be queued', async () => {
      await add();
      await bench.start(upstream, startOf());
      const jobs = [upstream.documentId];
      const executions = [0, 1, 2, 3].map((at) =>
        anExecution({
          trigger: 'schedule',
          slotAt: START + at,
          readyAt: START,
          plan: aPlan({ overlap: 'allow' }),
        })
      );
      const step = (from: number, some: NewExecution[]) =>
        store.enqueueDue(
          [
            anAdvance({
              job: { ...job, revision: 1, overlap: 'allow' },
              fromNextAt: from,
              nextAt: from + 60_000,
              cursorAt: from,
              dependencies: { mode: 'all_success', jobs },
              executions: some,
            }),
          ],
          admission({ maxQueuedPerJob: 3 })
        );
      await step(START, executions.slice(0, 2));
      await step(START + 60_000, executions.slice(2));
      const full = 'skipped: queue-full';
      expect(await states(job)).toEqual(['waiting', 'waiting', 'waiting', full]);
      expect((await bench.rounds(job)).map(({ openUpstreams }) => openUpstreams)).toEqual([
        1, 1, 1, 0,
      ]);
    });

    it('skips by plan of the upstream job say nothing', async () => {
      await add('all_complete');
      await run(upstream);
      const skipped = anExecution({ status: 'skipped', reason: 'overlap', trigger: 'schedule' });
      await bench.start(upstream, skipped);
      await occur('all_complete');
      expect(await states(job)).toEqual(['queued']);
    });
  });

  it('no more rounds that failed are kept open than may wait, for a job that never ends', async () => {
    const nightly = await bench.add();
    const never = await bench.add();
    const report = await bench.add({ on: [nightly, never] });
    for (let one = 0; one < 5; one += 1) await run(nightly, 'failed');
    const few = { ...options, maxQueuedPerJob: 3 };
    const { consumed } = await store.consumeUpstreamEnds({
      limit: 100,
      answer: (job, events) => afterUpstreams({ ...makings, options: few }, job, events),
      admit: admission(few),
    });
    expect(consumed).toBe(5);
    expect(await states(report)).toEqual(Array(5).fill('skipped: dependency-failed'));
    expect((await bench.rounds(report)).map(({ openUpstreams }) => openUpstreams)).toEqual([
      1, 1, 1, 0, 0,
    ]);
  });

  it('thousands that are cancelled together are all told', async () => {
    const nightly = await bench.add({ nextAt: START });
    await bench.add({ on: [nightly] });
    const executions = Array.from({ length: 7_000 }, (_, at) =>
      anExecution({ slotAt: START - at, readyAt: START, plan: aPlan({ overlap: 'allow' }) })
    );
    const advance = anAdvance({
      job: { ...nightly, revision: 1, overlap: 'allow' },
      fromNextAt: START,
      nextAt: null,
      cursorAt: START,
      executions,
    });
    await store.enqueueDue([advance], admission({ ...options, maxQueuedPerJob: 10_000 }));
    await bench.cancelAllOf(nightly.id);
    expect(await bench.untold()).toBe(7_000);
  }, 60_000);

  it('makes as many records as the graph has rounds, whatever the jobs come to', async () => {
    for (const seed of [1, 2, 3, 4]) await playGraph(bench, seed, { claim });
  });
};

/** Many nodes on one database: what locks are for. */
export const dependenciesAtOnceSuite = (
  open: () => Promise<DependencyBench>,
  storeOf: () => EngineStore
): void => {
  const STARTS = 30;
  const NODES = 6;

  it('many nodes that end, tell and start at once leave each dependent one record for each end', async () => {
    const bench = await open();
    const root = await bench.add();
    const branches = [
      await bench.add({ on: [root] }),
      await bench.add({ on: [root], dependencies: { mode: 'all_complete', jobs: [] } }),
      await bench.add({ on: [root] }),
    ];
    const join = await bench.add({ on: branches, dependencies: { mode: 'any_success', jobs: [] } });
    const last = await bench.add({ on: [join, root] });
    for (let at = 0; at < STARTS; at += 1)
      await bench.start(root, anExecution({ readyAt: START, plan: aPlan({ overlap: 'allow' }) }));

    const work = async (node: number): Promise<void> => {
      const store = storeOf();
      const random = randomOf(node + 1);
      for (let turn = 0, idle = 0; idle < 3; turn += 1) {
        const request = { node: `n${node}`, limit: 5, total: null, leaseMs: 60_000, aheadMs: 0 };
        const { executions } = await store.claim({ ...request, token: `${node}-${turn}` });
        const ends = executions.map((one) => anEnd(one, random() < 0.7 ? 'succeeded' : 'failed'));
        await recordAll(store, ends);
        const { consumed } = await consume(store, 7);
        idle = ends.length + consumed === 0 ? idle + 1 : 0;
      }
    };
    await Promise.all(Array.from({ length: NODES }, async (_, node) => work(node)));
    await work(NODES);

    for (const job of [root, ...branches, join, last]) {
      const rounds = await bench.rounds(job);
      expect(rounds).toHaveLength(STARTS);
      expect(new Set(rounds.map(({ documentId }) => documentId)).size).toBe(STARTS);
      expect(rounds.filter(({ status }) => status === 'waiting' || status === 'queued')).toEqual(
        []
      );
      expect(rounds.filter(({ openUpstreams }) => (openUpstreams ?? 0) > 0)).toEqual([]);
      const tokens = rounds.flatMap(({ upstreams }) => upstreams.map(({ execution }) => execution));
      expect(new Set(tokens).size).toBe(tokens.length);
    }
    expect(await bench.untold()).toBe(0);
  }, 120_000);
};

/** Numbers from a seed: 0 ≤ x < 1. */
export const randomOf = (seed: number): (() => number) => {
  let state = seed * 2_654_435_761;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
};

const pick = <T>(random: () => number, list: readonly T[]): T =>
  list[Math.floor(random() * list.length)] as T;

/** A random graph, in which every root runs a few times; then nothing is left and every count is the model's. */
const playGraph = async (
  bench: DependencyBench,
  seed: number,
  { claim }: { claim: () => Promise<ClaimedExecution[]> }
): Promise<void> => {
  const random = randomOf(seed);
  const jobs: { job: AddedJob; on: AddedJob[] }[] = [];
  for (let at = 0; at < 7; at += 1) {
    const on = jobs.filter(() => random() < 0.4).map(({ job }) => job);
    const mode = pick(random, DEPENDENCY_MODES);
    jobs.push({ job: await bench.add({ on, dependencies: { mode, jobs: [] } }), on });
  }
  for (const { job, on } of jobs) {
    const starts = on.length > 0 ? 0 : Math.floor(random() * 4);
    for (let at = 0; at < starts; at += 1)
      await bench.start(job, anExecution({ readyAt: START, plan: aPlan({ overlap: 'allow' }) }));
  }
  for (;;) {
    const told = await consumeAll(bench.store);
    const claimed = await claim();
    if (told + claimed.length === 0) break;
    const ends = claimed.map((one) => anEnd(one, random() < 0.6 ? 'succeeded' : 'failed'));
    for (const end of ends.sort(() => random() - 0.5)) await bench.store.record([end]);
  }
  // Each n-th end of every upstream job belongs to the n-th round: the job that ended most says how many there are.
  for (const { job, on } of jobs) {
    const rounds = await bench.rounds(job);
    const came = await Promise.all(
      on.map(
        async (upstream) =>
          (await bench.rounds(upstream)).filter(({ status }) => status !== 'waiting').length
      )
    );
    if (on.length > 0) expect(rounds).toHaveLength(Math.max(...came));
    for (const [at, round] of rounds.entries()) {
      expect(round.status).not.toBe('queued');
      for (const { execution, status } of round.upstreams)
        expect(execution === null).toBe(status === null);
      const open = came.filter((count) => at >= count).length;
      if (on.length > 0) expect(round.openUpstreams).toBe(open);
    }
  }
  expect(await bench.untold()).toBe(0);
};
