import type { Artifacts } from '../../../server/src/engine/artifacts';
import { anEngine, expectNothingLeft, stopped } from '../../support/engine-bench';
import { aDefinition, anExecution, aPlan, aRetry } from '../../support/factories';

afterEach(expectNothingLeft);

/** Remembers what it was given. */
const aKeeper = () => {
  const kept: { owner: unknown; name: string; signal: AbortSignal | undefined }[] = [];
  const pruned: AbortSignal[] = [];
  const counts = { abandoned: 0 };
  const artifacts: Artifacts = {
    keep: async (owner, { name, options }) => {
      options.signal?.throwIfAborted();
      kept.push({ owner, name, signal: options.signal });
      return { documentId: 'a', name, size: 1, sha256: '' };
    },
    prune: async (signal) => {
      pruned.push(signal);
      return 2;
    },
    removeAbandoned: async () => {
      counts.abandoned += 1;
    },
  };
  return { artifacts, kept, pruned, counts };
};

const started = (bench: ReturnType<typeof anEngine>, plan = {}) => {
  const job = bench.store.addJob({ definition: aDefinition() });
  const execution = anExecution({
    readyAt: bench.clock.now(),
    plan: aPlan({ retry: aRetry({ maxAttempts: 1 }), ...plan }),
  });
  bench.store.addExecution(job.id, execution);
  return { job, recorded: () => bench.store.execution(execution.documentId) };
};

test('an attempt keeps files in its own name', async () => {
  const { artifacts, kept } = aKeeper();
  const bench = anEngine({ artifacts });
  const { job, recorded } = started(bench);
  bench.template('self-test', async ({ artifact }) => artifact('report.csv', 'a,b'));
  await bench.engine.start();
  await bench.clock.settle();
  expect(recorded()).toMatchObject({ status: 'succeeded', result: { name: 'report.csv' } });
  expect(kept).toMatchObject([
    {
      owner: { ref: { attempt: 1, id: recorded().id }, job: { documentId: job.documentId } },
      name: 'report.csv',
    },
  ]);
  await stopped(bench);
});

test('one that was stopped keeps nothing, whatever signal it hands over itself', async () => {
  const { artifacts, kept } = aKeeper();
  const bench = anEngine({ artifacts });
  const { recorded } = started(bench);
  const own = new AbortController();
  const errors: unknown[] = [];
  bench.template('self-test', async ({ artifact, signal }) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    await artifact('late', 'late', { signal: own.signal }).catch((error: unknown) =>
      errors.push(error)
    );
  });
  await bench.engine.start();
  await bench.clock.settle();
  bench.store.requestCancel(recorded().documentId);
  bench.engine.cancelHint(recorded().documentId);
  await bench.clock.settle();
  expect(recorded().status).toBe('cancelled');
  expect([kept, errors]).toMatchObject([[], [{ name: 'CancelledError' }]]);
  await stopped(bench);
});

test('where nothing can be kept the attempt fails and says so', async () => {
  const bench = anEngine();
  const { recorded } = started(bench);
  bench.template('self-test', async ({ artifact }) => artifact('report.csv', 'a,b'));
  await bench.engine.start();
  await bench.clock.settle();
  expect(recorded()).toMatchObject({ status: 'failed', error: { code: 'ARTIFACTS_UNAVAILABLE' } });
  await stopped(bench);
});

test('what a dead process was about to make of them goes at the start, once', async () => {
  const { artifacts, counts } = aKeeper();
  const bench = anEngine({ artifacts });
  await bench.engine.start();
  await bench.clock.advance('10m');
  expect(counts.abandoned).toBe(1);
  await stopped(bench);
});

test('they are pruned with the records, and counted among them', async () => {
  const { artifacts, pruned } = aKeeper();
  const bench = anEngine({ artifacts });
  await bench.engine.start();
  await bench.clock.advance('10m');
  expect(pruned).toHaveLength(1);
  expect(bench.events.of('records.pruned')).toMatchObject([{ count: 2 }]);
  await stopped(bench);
});
