import { anEngine, expectNothingLeft, intercept, stopped } from '../../support/engine-bench';
import { aCron, aDefinition, anExecution, aPlan, aRetry } from '../../support/factories';

afterEach(expectNothingLeft);

const never = () => new Promise<never>(() => undefined);

/** A started engine with one execution at work. */
const busy = async (plan = aPlan()) => {
  const bench = anEngine();
  const job = bench.store.addJob({ definition: aDefinition() });
  const execution = anExecution({ readyAt: bench.clock.now(), plan });
  bench.store.addExecution(job.id, execution);
  let finish: (value: unknown) => void = () => undefined;
  bench.template('self-test', () => new Promise((resolve) => (finish = resolve)));
  await bench.engine.start();
  await bench.clock.settle();
  return { bench, finish, row: () => bench.store.execution(execution.documentId) };
};

test('starting twice starts once, stopping twice stops once, in any mixture', async () => {
  const bench = anEngine();
  await Promise.all([bench.engine.start(), bench.engine.start()]);
  expect(bench.events.of('engine.started')).toHaveLength(1);
  const stops = [bench.engine.stop(), bench.engine.stop()];
  await bench.clock.advance('1s');
  await Promise.all(stops);
  await bench.engine.stop();
  expect(bench.events.of('engine.stopped')).toEqual([
    { type: 'engine.stopped', node: 'a', unrecorded: 0 },
  ]);
  expect(bench.clock.pending()).toBe(0);
});

test('stopping what never started asks the database nothing', async () => {
  const bench = anEngine();
  await bench.engine.stop();
  expect(bench.calls).toEqual({});
});

test('a stopped engine starts nothing, and can be started again', async () => {
  const bench = anEngine();
  const schedules = [aCron('* * * * * *')];
  bench.store.addJob({
    definition: aDefinition({ schedules, overlap: 'allow' }),
    nextAt: bench.clock.now() + 1_000,
  });
  await bench.engine.start();
  await bench.clock.advance('3s');
  await stopped(bench);
  const before = bench.starts.length;
  await bench.clock.advance('30s');
  await bench.engine.tick();
  bench.engine.wake();
  await bench.clock.settle();
  expect(bench.starts).toHaveLength(before);
  await bench.engine.start();
  await bench.clock.advance('1s');
  expect(bench.starts.length).toBeGreaterThan(before);
  await stopped(bench);
});

test('a start during a stop waits for its end', async () => {
  const { bench, finish } = await busy();
  const stop = bench.engine.stop();
  const start = bench.engine.start();
  await bench.clock.advance('5s');
  expect(bench.engine.state()).toBe('draining');
  finish('done');
  await stop;
  await start;
  expect(bench.engine.state()).toBe('running');
  await stopped(bench);
});

test('it waits for what runs, and takes nothing new meanwhile', async () => {
  const { bench, finish, row } = await busy();
  const stop = bench.engine.stop();
  await bench.clock.advance('15s');
  const next = anExecution({ readyAt: bench.clock.now(), plan: aPlan({ overlap: 'allow' }) });
  bench.store.tables.executions.length = 1;
  bench.store.addExecution(row().jobId ?? 0, { ...next, trigger: 'api' });
  bench.engine.wake();
  await bench.clock.advance('1s');
  finish('done');
  await bench.clock.settle();
  await stop;
  expect(row()).toMatchObject({ status: 'succeeded', result: 'done' });
  expect(bench.starts).toHaveLength(1);
  expect(bench.store.tables.nodes).toEqual([]);
});

test('a lease is kept alive while it waits', async () => {
  const bench = anEngine({ options: { drainMs: 300_000 } });
  const job = bench.store.addJob({ definition: aDefinition() });
  const execution = anExecution({ readyAt: bench.clock.now() });
  bench.store.addExecution(job.id, execution);
  let finish: (value: unknown) => void = () => undefined;
  bench.template('self-test', () => new Promise((resolve) => (finish = resolve)));
  await bench.engine.start();
  await bench.clock.settle();
  const stop = bench.engine.stop();
  await bench.clock.advance('200s');
  finish('late but in time');
  await bench.clock.settle();
  await stop;
  expect(bench.store.execution(execution.documentId).status).toBe('succeeded');
});

test.each([
  ['fail', 'lost'],
  ['retry', 'queued'],
] as const)(
  'what outlasts the drain is aborted and lost; onLost %s makes it %s',
  async (onLost, status) => {
    const retry = aRetry({ delayMs: 3_600_000 });
    const { bench, row } = await busy(aPlan({ onLost, retry }));
    const stop = bench.engine.stop();
    await bench.clock.advance('19s');
    expect(row().status).toBe('running');
    await bench.clock.advance('4s');
    await stop;
    expect(bench.starts[0]?.context.signal.aborted).toBe(true);
    expect(row()).toMatchObject({ status, error: { name: 'ShutdownError', code: 'SHUTDOWN' } });
    expect(row().attempts).toMatchObject([{ status: 'lost' }]);
  }
);

test('what takes long to end after its abort is waited for and recorded', async () => {
  const bench = anEngine();
  const job = bench.store.addJob({ definition: aDefinition() });
  const execution = anExecution({ readyAt: bench.clock.now() });
  bench.store.addExecution(job.id, execution);
  bench.template('self-test', never, 80_000);
  await bench.engine.start();
  await bench.clock.settle();
  const stop = bench.engine.stop();
  await bench.clock.advance('99s');
  expect(bench.engine.state()).toBe('draining');
  await bench.clock.advance('1s');
  await stop;
  expect(bench.store.execution(execution.documentId)).toMatchObject({
    status: 'lost',
    error: { code: 'SHUTDOWN' },
  });
  expect(bench.events.of('engine.stopped')).toMatchObject([{ unrecorded: 0 }]);
});

test('a claim that has not started is given back: its attempt does not count', async () => {
  const bench = anEngine();
  const job = bench.store.addJob({ definition: aDefinition() });
  const execution = anExecution({ readyAt: bench.clock.now() + 10 });
  bench.store.addExecution(job.id, execution);
  await bench.engine.start();
  await bench.clock.settle();
  expect(bench.store.execution(execution.documentId).status).toBe('running');
  await bench.engine.stop();
  expect(bench.store.execution(execution.documentId)).toMatchObject({
    status: 'queued',
    claimable: 1,
    attempt: 0,
    attempts: [],
  });
  expect(bench.starts).toEqual([]);
});

test('a claim whose answer comes after the stop was asked for is given back', async () => {
  const bench = anEngine();
  const job = bench.store.addJob({ definition: aDefinition() });
  const execution = anExecution({ readyAt: bench.clock.now() });
  bench.store.addExecution(job.id, execution);
  let answer = (): void => undefined;
  intercept(bench.store, 'claim', async (claim, request) => {
    const claimed = await claim(request);
    await new Promise<void>((resolve) => (answer = resolve));
    return claimed;
  });
  await bench.engine.start();
  await bench.clock.settle();
  const stop = bench.engine.stop();
  await bench.clock.settle();
  answer();
  await stop;
  expect(bench.starts).toEqual([]);
  expect(bench.store.execution(execution.documentId)).toMatchObject({
    status: 'queued',
    attempt: 0,
  });
});

test('it comes to its end even with the database away, and says what it could not write', async () => {
  const { bench, finish, row } = await busy();
  bench.database.isAway = true;
  finish('never written');
  const stop = bench.engine.stop();
  await bench.clock.advance('27s');
  await stop;
  expect(bench.events.of('engine.stopped')).toMatchObject([{ unrecorded: 1 }]);
  expect(row().status).toBe('running');
  expect(bench.clock.pending()).toBe(0);
  expect(bench.store.tables.nodes.map(({ id }) => id)).toEqual(['a']);
});

test('a node that left something unrecorded stays on the list, for its successor to look after', async () => {
  const { bench, finish, row } = await busy();
  intercept(bench.store, 'record', () => Promise.reject(new Error('no space left')));
  finish('never written');
  await stopped(bench);
  expect(bench.events.of('engine.stopped')).toMatchObject([{ unrecorded: 1 }]);
  expect(bench.store.tables.nodes.map(({ id }) => id)).toEqual(['a']);
  expect(row().status).toBe('running');
});

test('it comes to its end even when the database answers nothing at all', async () => {
  const { bench } = await busy();
  const silent = () => new Promise<never>(() => undefined);
  Object.assign(bench.store, {
    record: silent,
    claim: silent,
    heartbeat: silent,
    touchNode: silent,
  });
  bench.engine.wake();
  await bench.clock.settle();
  const stop = bench.engine.stop();
  await bench.clock.advance('27s');
  await stop;
  expect(bench.engine.state()).toBe('stopped');
});

test('a role of off never starts', async () => {
  const bench = anEngine({ options: { role: 'off' } });
  await bench.engine.start();
  expect(bench.engine.state()).toBe('starting');
  expect(bench.calls).toEqual({});
});

test('one tick can be made alone, and stopped after', async () => {
  const bench = anEngine();
  const job = bench.store.addJob({ definition: aDefinition() });
  const execution = anExecution({ readyAt: bench.clock.now() });
  bench.store.addExecution(job.id, execution);
  bench.template('self-test', never);
  await bench.engine.tick();
  await bench.clock.settle();
  expect(bench.engine.running()).toMatchObject([{ execution: execution.documentId, attempt: 1 }]);
  const stop = bench.engine.stop();
  await bench.clock.advance('25s');
  await stop;
  expect(bench.store.execution(execution.documentId).status).toBe('lost');
});
