import { anEngine, expectNothingLeft, intercept, stopped } from '../../support/engine-bench';
import { aDefinition, anExecution } from '../../support/factories';

afterEach(expectNothingLeft);

/** A job that somebody holds, and the end of the one on which it depends; whether its ends come waiting. */
const held = async () => {
  const bench = anEngine();
  const { clock, store } = bench;
  const upstream = store.addJob({ definition: aDefinition({ name: 'Upstream' }) });
  const jobs = [upstream.documentId];
  const dependent = store.addJob({
    definition: aDefinition({ name: 'Dependent', dependencies: { mode: 'all_success', jobs } }),
  });
  const waiting: (() => void)[] = [];
  intercept(store, 'consumeUpstreamEnds', async (consume, request) => {
    const { documentId } = upstream;
    if (request.of !== undefined) {
      expect(request.of).toBe(documentId);
      await new Promise<void>((resolve) => waiting.push(resolve));
      return consume(request);
    }
    const { except = [] } = request;
    const kept = store.tables.upstreamEnds.length > 0 && !except.includes(documentId);
    const consumed = await consume({ ...request, except: [...except, documentId] });
    return { ...consumed, kept: kept ? [documentId] : [] };
  });
  store.addExecution(upstream.id, anExecution({ readyAt: clock.now() }));
  await bench.engine.start();
  return { bench, dependent, waiting };
};

test('a job that others always hold is queued for after four passes, and runs when its upstream was told', async () => {
  const { bench, dependent, waiting } = await held();
  await bench.clock.advance('30s');
  expect(waiting).toHaveLength(1);
  expect(bench.store.executionsOf(dependent.id)).toEqual([]);
  waiting[0]?.();
  await bench.clock.settle();
  expect(bench.store.executionsOf(dependent.id)).toMatchObject([{ status: 'succeeded' }]);
  await stopped(bench);
});

test('while it is queued for a job that is to be told, others start on time', async () => {
  const { bench, waiting } = await held();
  await bench.clock.advance('30s');
  const other = bench.store.addJob({ definition: aDefinition({ name: 'Other' }) });
  const execution = anExecution({ readyAt: bench.clock.now() });
  bench.store.addExecution(other.id, execution);
  bench.engine.wake();
  await bench.clock.settle();
  expect(bench.store.execution(execution.documentId).status).toBe('succeeded');
  waiting[0]?.();
  await bench.clock.settle();
  await stopped(bench);
});
