import { anEngine, expectNothingLeft, intercept, stopped } from '../../support/engine-bench';
import { aDefinition, anExecution, aPlan, aRetry } from '../../support/factories';

afterEach(expectNothingLeft);

const retry = aRetry({ maxAttempts: 1 });

/** Executions of one job that overlaps, all running, and a hand on the end of each. */
const running = async (count: number) => {
  const bench = anEngine();
  const job = bench.store.addJob({ definition: aDefinition({ overlap: 'allow' }) });
  const executions = Array.from({ length: count }, (_, order) =>
    anExecution({
      readyAt: bench.clock.now() - count + order,
      plan: aPlan({ overlap: 'allow', retry }),
    })
  );
  for (const execution of executions) bench.store.addExecution(job.id, execution);
  const ends: ((result: unknown) => void)[] = [];
  bench.template('self-test', () => new Promise((resolve) => ends.push(resolve)));
  await bench.engine.start();
  await bench.clock.settle();
  const rows = () => executions.map(({ documentId }) => bench.store.execution(documentId));
  return { ...bench, ends, rows };
};

test('attempts that end together are recorded together', async () => {
  const bench = await running(12);
  for (const end of bench.ends) end('ok');
  await bench.clock.settle();
  expect(bench.rows().map(({ status }) => status)).toEqual(Array(12).fill('succeeded'));
  expect(bench.calls['record']).toBe(1);
  await stopped(bench);
});

test('what ends while a write is under way goes into the next one, all of it', async () => {
  const bench = await running(6);
  let write = (): void => undefined;
  intercept(bench.store, 'record', async (record, ends) => {
    await new Promise<void>((resolve) => (write = resolve));
    return record(ends);
  });
  bench.ends[0]?.('ok');
  await bench.clock.settle();
  for (const end of bench.ends.slice(1)) {
    end('ok');
    await bench.clock.settle();
  }
  write();
  await bench.clock.settle();
  write();
  await bench.clock.settle();
  expect(bench.rows().every(({ status }) => status === 'succeeded')).toBe(true);
  expect(bench.calls['record']).toBe(2);
  await stopped(bench);
});

test('an outcome outlives a database that is away', async () => {
  const bench = await running(1);
  bench.database.isAway = true;
  bench.ends[0]?.('kept');
  await bench.clock.advance('40s');
  expect(bench.rows()[0]?.status).toBe('running');
  bench.database.isAway = false;
  await bench.clock.advance('5s');
  expect(bench.rows()[0]).toMatchObject({ status: 'succeeded', result: 'kept' });
  await stopped(bench);
});

test('a write that was carried out though its answer got lost is no late result', async () => {
  const bench = await running(1);
  let written = 0;
  intercept(bench.store, 'record', async (record, ends) => {
    const answer = await record(ends);
    written += 1;
    if (written === 1) throw new Error('connection reset');
    return answer;
  });
  bench.ends[0]?.('once');
  await bench.clock.advance('5s');
  expect(bench.rows()[0]).toMatchObject({ status: 'succeeded', attempts: [{ attempt: 1 }] });
  expect(bench.events.of('execution.finished')).toHaveLength(1);
  expect(bench.events.of('execution.late-result')).toEqual([]);
  await stopped(bench);
});

test('one outcome that the database refuses costs its result, not the others', async () => {
  const bench = await running(3);
  intercept(bench.store, 'record', async (record, ends) => {
    if (JSON.stringify(ends).includes('poison')) throw new Error('invalid value');
    return record(ends);
  });
  bench.ends[0]?.('fine');
  bench.ends[1]?.('poison');
  bench.ends[2]?.('fine');
  await bench.clock.advance('30s');
  expect(bench.rows().map(({ status, result }) => [status, result])).toEqual([
    ['succeeded', 'fine'],
    ['succeeded', null],
    ['succeeded', 'fine'],
  ]);
  expect(bench.events.of('execution.outcome-reduced')).toHaveLength(1);
  await stopped(bench);
});

test('an end that is too late changes nothing and is told', async () => {
  const bench = await running(1);
  const [row] = bench.rows();
  row!.claimToken = 'somebody-else';
  bench.ends[0]?.('late');
  await bench.clock.settle();
  expect(bench.rows()[0]).toMatchObject({ status: 'running', result: null });
  expect(bench.events.of('execution.late-result')).toMatchObject([{ outcome: 'succeeded' }]);
  expect(bench.events.of('execution.finished')).toEqual([]);
  await stopped(bench);
});
