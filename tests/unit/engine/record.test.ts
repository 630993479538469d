import { failure } from '../../../server/src/domain/failure';
import { isoOf } from '../../../server/src/domain/instant';
import type { AttemptEvent } from '../../../server/src/domain/transition';
import type { ClaimedExecution } from '../../../server/src/engine/ports';
import { endOf } from '../../../server/src/engine/record';
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

test('writes whose answers got lost each time are no late results when they are done one by one', async () => {
  const bench = await running(3);
  let writes = 0;
  intercept(bench.store, 'record', async (record, ends) => {
    const answer = await record(ends);
    writes += 1;
    if (writes <= 3) throw new Error('connection reset');
    return answer;
  });
  for (const end of bench.ends) end('once');
  await bench.clock.advance('30s');
  expect(bench.rows().map(({ status, result }) => [status, result])).toEqual(
    Array.from({ length: 3 }, () => ['succeeded', 'once'])
  );
  expect(writes).toBe(6);
  expect(bench.events.of('execution.finished')).toHaveLength(3);
  expect(bench.events.of('execution.late-result')).toEqual([]);
  await stopped(bench);
});

test('a write of one whose answers got lost each time is no late result when its result is left out', async () => {
  const bench = await running(1);
  let writes = 0;
  intercept(bench.store, 'record', async (record, ends) => {
    const answer = await record(ends);
    writes += 1;
    if (writes <= 3) throw new Error('connection reset');
    return answer;
  });
  bench.ends[0]?.('once');
  await bench.clock.advance('30s');
  expect(bench.rows()[0]).toMatchObject({ status: 'succeeded', result: 'once' });
  expect(bench.events.of('execution.finished')).toHaveLength(1);
  expect(bench.events.of('execution.late-result')).toEqual([]);
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

test('the ends of a job that somebody holds wait for it alone, and are recorded when it is free', async () => {
  const bench = await running(3);
  const [held] = bench.rows();
  let isHeld = true;
  intercept(bench.store, 'record', async (record, ends) => {
    const isBusy = (end: (typeof ends)[number]) => isHeld && end.ref.id === held!.id;
    const answer = await record(ends.filter((end) => !isBusy(end)));
    return { ...answer, busy: ends.filter(isBusy).map(({ ref }) => ref) };
  });
  for (const end of bench.ends) end('ok');
  await bench.clock.settle();
  const statuses = () => bench.rows().map(({ status }) => status);
  expect(statuses()).toEqual(['running', 'succeeded', 'succeeded']);
  expect(bench.calls['record']).toBe(1);

  await bench.clock.advance('10s');
  expect(statuses()[0]).toBe('running');
  expect(bench.calls['record']).toBeLessThan(40);
  isHeld = false;
  await bench.clock.advance('1s');
  expect(statuses()[0]).toBe('succeeded');
  expect(bench.events.of('execution.finished')).toHaveLength(3);
  await stopped(bench);
});

test('what was written though the answer got lost is no late result, whoever holds its job meanwhile', async () => {
  const bench = await running(1);
  let writes = 0;
  intercept(bench.store, 'record', async (record, ends) => {
    writes += 1;
    if (writes === 2)
      return { stale: [], busy: ends.map(({ ref }) => ref), tells: false, gives: false };
    const answer = await record(ends);
    if (writes === 1) throw new Error('connection reset');
    return answer;
  });
  bench.ends[0]?.('once');
  await bench.clock.advance('5s');
  expect(writes).toBe(3);
  expect(bench.events.of('execution.finished')).toHaveLength(1);
  expect(bench.events.of('execution.late-result')).toEqual([]);
  await stopped(bench);
});

test('a server that stops leaves what somebody holds to its lease', async () => {
  const bench = await running(1);
  intercept(bench.store, 'record', async (_record, ends) => ({
    stale: [],
    busy: ends.map(({ ref }) => ref),
    tells: false,
    gives: false,
  }));
  bench.ends[0]?.('ok');
  await bench.clock.settle();
  const stop = bench.engine.stop();
  await bench.clock.advance('1m');
  await stop;
  expect(bench.rows()[0]?.status).toBe('running');
});

const aClaimed = ({ attempt = 1 }: { attempt?: number }): ClaimedExecution => ({
  ref: { id: 1, attempt, token: 'token' },
  documentId: 'execution1'.padEnd(24, '0'),
  job: { id: 1, documentId: 'job1'.padEnd(24, '0'), name: 'A job' },
  trigger: 'manual',
  slotAt: null,
  readyAt: 1_000,
  firstStartedAt: 1_000,
  startedAt: 1_000,
  maxAttempts: 3,
  limitKey: null,
  plan: aPlan(),
  parameters: {},
  attempts: [],
  node: 'node',
});

test.each([
  ['a first success says no more than its row', {}, { type: 'succeeded', result: 1 }, true],
  [
    'a later success has attempts before it',
    { attempt: 2 },
    { type: 'succeeded', result: 1 },
    false,
  ],
  ['hooks are shown in the history', {}, { type: 'succeeded', result: 1, hooks: [] }, false],
  ['a failure has its words', {}, { type: 'cancelled', failure: failure('E', 'no', null) }, false],
] as const)('%s', (_what, given, event, isPlain) => {
  const { clock } = anEngine().ports;
  const execution = aClaimed(given);
  const end = endOf({ clock }, execution, { ...event, at: execution.startedAt } as AttemptEvent);
  expect(end.isPlain).toBe(isPlain);
  expect(end.attempt).toMatchObject({
    attempt: execution.ref.attempt,
    startedAt: isoOf(execution.startedAt),
  });
});

test('a success that seems to end before it began is not told by its row', () => {
  const { clock } = anEngine().ports;
  const execution = aClaimed({});
  const at = execution.startedAt - 1;
  const end = endOf({ clock }, execution, { type: 'succeeded', at, result: null });
  expect([end.isPlain, end.attempt.durationMs]).toEqual([false, 0]);
});
