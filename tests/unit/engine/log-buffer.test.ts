import { MAX_LOG_CHARS } from '../../../server/src/engine/log-buffer';
import type { LogWriter } from '../../../server/src/engine/ports';
import { anEngine, expectNothingLeft, intercept, stopped } from '../../support/engine-bench';
import { aDefinition, anExecution, aPlan, aRetry } from '../../support/factories';

afterEach(expectNothingLeft);

/** A running attempt whose log the test writes, and which it ends. */
const writing = async () => {
  const bench = anEngine();
  const job = bench.store.addJob({ definition: aDefinition() });
  const retry = aRetry({ delayMs: 1_000 });
  const execution = anExecution({ readyAt: bench.clock.now(), plan: aPlan({ retry }) });
  bench.store.addExecution(job.id, execution);
  const attempts: { log: LogWriter; end: () => void; fail: () => void }[] = [];
  bench.template('self-test', ({ log }) => {
    return new Promise<void>((resolve, reject) => {
      attempts.push({ log, end: resolve, fail: () => reject(new Error('broken')) });
    });
  });
  await bench.engine.start();
  await bench.clock.settle();
  const attempt = (number: number) => {
    const found = attempts[number - 1];
    if (!found) throw new Error(`attempt ${number} has not started`);
    return found;
  };
  const lines = () => bench.store.logOf(execution.documentId);
  return { ...bench, attempt, lines, execution: () => bench.store.execution(execution.documentId) };
};

test('lines are numbered and go out together after a quarter of a second', async () => {
  const bench = await writing();
  const { log, end } = bench.attempt(1);
  log('one');
  log.error('two\nthree');
  await bench.clock.advance('249ms');
  expect(bench.lines()).toEqual([]);
  await bench.clock.advance('1ms');
  expect(bench.lines()).toMatchObject([
    { seq: 1, attempt: 1, stream: 'stdout', level: 'info', text: 'one' },
    { seq: 2, stream: 'stderr', level: 'error', text: 'two' },
    { seq: 3, stream: 'stderr', level: 'error', text: 'three' },
  ]);
  expect(bench.calls['appendLog']).toBe(1);
  end();
  await stopped(bench);
});

test('a large batch goes out at once', async () => {
  const bench = await writing();
  const { log, end } = bench.attempt(1);
  for (let line = 0; line < 5; line += 1) log('x'.repeat(16_000));
  await bench.clock.settle();
  expect(bench.lines()).toHaveLength(5);
  end();
  await stopped(bench);
});

test('all lines are stored before the end is', async () => {
  const bench = await writing();
  const { log, end } = bench.attempt(1);
  log('last words');
  const order: string[] = [];
  intercept(bench.store, 'appendLog', async (appendLog, ...given) => {
    await appendLog(...given);
    order.push('log');
  });
  intercept(bench.store, 'record', (record, ends) => {
    order.push('end');
    return record(ends);
  });
  end();
  await bench.clock.settle();
  expect(order).toEqual(['log', 'end']);
  expect(bench.execution().status).toBe('succeeded');
  await stopped(bench);
});

test('the numbers go on over the attempts of an execution', async () => {
  const bench = await writing();
  bench.attempt(1).log('first');
  bench.attempt(1).fail();
  await bench.clock.advance('2s');
  bench.attempt(2).log('second');
  bench.attempt(2).end();
  await bench.clock.settle();
  expect(bench.lines()).toMatchObject([
    { seq: 1, attempt: 1, text: 'first' },
    { seq: 2, attempt: 2, text: 'second' },
  ]);
  await stopped(bench);
});

test('an attempt that writes without end is cut off with a word about it', async () => {
  const bench = await writing();
  const { log, end } = bench.attempt(1);
  for (let written = 0; written < 2 * MAX_LOG_CHARS; written += 16_000) log('x'.repeat(15_999));
  end();
  await bench.clock.settle();
  const last = bench.lines().at(-1);
  expect(last).toMatchObject({ stream: 'system', text: expect.stringContaining('size limit') });
  const stored = bench.lines().reduce((sum, { text }) => sum + text.length, 0);
  expect(stored).toBeLessThanOrEqual(MAX_LOG_CHARS + 100);
  expect(bench.lines().filter(({ stream }) => stream === 'system')).toHaveLength(1);
  await stopped(bench);
});

test('a line of megabytes is cut, and what a database refuses is replaced', async () => {
  const bench = await writing();
  const { log, end } = bench.attempt(1);
  log('y'.repeat(100_000));
  log('a\0b');
  end();
  await bench.clock.settle();
  expect(bench.lines().map(({ text }) => text.length)).toEqual([16_384, 3]);
  expect(bench.lines()[1]?.text).toBe('a\uFFFDb');
  await stopped(bench);
});

test('lines wait for a database that is away, in order and once', async () => {
  const bench = await writing();
  const { log, end } = bench.attempt(1);
  bench.database.isAway = true;
  log('one');
  await bench.clock.advance('5s');
  log('two');
  bench.database.isAway = false;
  await bench.clock.advance('5s');
  expect(bench.lines().map(({ seq, text }) => [seq, text])).toEqual([
    [1, 'one'],
    [2, 'two'],
  ]);
  end();
  await stopped(bench);
});

test('lines that the database refuses for good are given up and told, and the end is recorded', async () => {
  const bench = await writing();
  const { log, end } = bench.attempt(1);
  bench.store.appendLog = () => Promise.reject(new Error('value too long'));
  log('poison');
  end();
  await bench.clock.advance('10s');
  expect(bench.events.of('execution.log-lost')).toMatchObject([{ lines: 1 }]);
  expect(bench.execution().status).toBe('succeeded');
  await stopped(bench);
});

test('words after the end go nowhere', async () => {
  const bench = await writing();
  const { log, end } = bench.attempt(1);
  end();
  await bench.clock.settle();
  log('too late');
  await bench.clock.advance('1s');
  expect(bench.lines()).toEqual([]);
  await stopped(bench);
});
