import { JobFailure } from '../../../server/src/domain/failure';
import type { NewExecution } from '../../../server/src/engine/ports';
import {
  anEngine,
  expectNothingLeft,
  stopped,
  type BenchOptions,
  type EngineBench,
} from '../../support/engine-bench';
import { aDefinition, anExecution, aPlan, aRetry } from '../../support/factories';

afterEach(expectNothingLeft);

/** An engine at work, with one start by hand on record. */
const withExecution = (given: Partial<NewExecution> = {}, options: BenchOptions = {}) => {
  const bench = anEngine(options);
  const job = bench.store.addJob({ definition: aDefinition() });
  const execution = anExecution({ readyAt: bench.clock.now(), ...given });
  bench.store.addExecution(job.id, execution);
  const recorded = () => bench.store.execution(execution.documentId);
  return { ...bench, job, recorded };
};

const run = async (bench: EngineBench): Promise<void> => {
  await bench.engine.start();
  await bench.clock.settle();
};

const never = () => new Promise<never>(() => undefined);

test('a handler gets what its attempt needs', async () => {
  const bench = withExecution({ slotAt: Date.parse('2025-12-31T23:59:59Z'), parameters: { a: 1 } });
  await run(bench);
  expect(bench.starts[0]?.context).toMatchObject({
    parameters: { a: 1 },
    occurrenceId: bench.recorded().documentId,
    executionId: bench.recorded().documentId,
    attempt: 1,
    scheduledFor: '2025-12-31T23:59:59.000Z',
    job: { documentId: bench.job.documentId, name: 'A job' },
  });
  await stopped(bench);
});

test('what it returns is the result', async () => {
  const bench = withExecution();
  bench.template('self-test', async () => ({ rows: 3 }));
  await run(bench);
  expect(bench.recorded()).toMatchObject({
    status: 'succeeded',
    result: { rows: 3 },
    attempts: [{ attempt: 1, status: 'succeeded', node: 'a' }],
  });
  await stopped(bench);
});

test('a result that cannot be kept costs the result, not the success', async () => {
  const bench = withExecution();
  bench.template('self-test', async () => 'x'.repeat(100_000));
  await run(bench);
  expect(bench.recorded()).toMatchObject({ status: 'succeeded', result: null });
  const log = bench.store.logOf(bench.recorded().documentId);
  expect(log.map(({ stream, text }) => [stream, text.slice(0, 23)])).toEqual([
    ['system', 'The result was not kept'],
  ]);
  await stopped(bench);
});

test('a handler that throws before its first await fails like any other', async () => {
  const bench = withExecution({ plan: aPlan({ retry: aRetry({ maxAttempts: 1 }) }) });
  bench.template('self-test', () => {
    throw new JobFailure('It ended with 3.', { exitCode: 3, code: 'EXIT' });
  });
  await run(bench);
  expect(bench.recorded()).toMatchObject({
    status: 'failed',
    error: { name: 'JobFailure', message: 'It ended with 3.', code: 'EXIT' },
    exitCode: 3,
  });
  await stopped(bench);
});

test('a failure is tried again after its delay, as the same occurrence', async () => {
  const bench = withExecution({ plan: aPlan({ retry: aRetry({ delayMs: 10_000 }) }) });
  bench.template('self-test', async ({ attempt }) => {
    if (attempt < 3) throw new Error('not yet');
    return attempt;
  });
  const first = bench.clock.now();
  await run(bench);
  expect(bench.recorded()).toMatchObject({ status: 'queued', readyAt: first + 10_000 });
  await bench.clock.advance('60s');
  expect(bench.starts.map(({ at }) => at - first)).toEqual([0, 10_000, 30_000]);
  expect(new Set(bench.starts.map(({ context }) => context.occurrenceId)).size).toBe(1);
  expect(bench.recorded()).toMatchObject({ status: 'succeeded', result: 3, attempt: 3 });
  expect(bench.recorded().attempts.map(({ status }) => status)).toEqual([
    'failed',
    'failed',
    'succeeded',
  ]);
  await stopped(bench);
});

test('parameters that do not pass their check again fail at once and for good', async () => {
  const bench = withExecution({ parameters: { broken: true } });
  await run(bench);
  expect(bench.recorded()).toMatchObject({
    status: 'failed',
    attempt: 1,
    error: { message: 'parameter "broken" is not known', code: 'INVALID_PARAMETERS' },
  });
  expect(bench.starts).toEqual([]);
  await stopped(bench);
});

test('an owner who may no longer do it makes it a skip that says why', async () => {
  const checkOwner = async () => 'owner-right-missing' as const;
  const bench = withExecution({}, { checkOwner });
  await run(bench);
  expect(bench.recorded()).toMatchObject({
    status: 'skipped',
    reason: 'owner-right-missing',
    attempts: [],
  });
  expect(bench.starts).toEqual([]);
  await stopped(bench);
});

test('a template that is gone makes it a skip that says why', async () => {
  const bench = withExecution({ plan: aPlan({ template: 'gone' }) });
  await run(bench);
  expect(bench.recorded()).toMatchObject({ status: 'skipped', reason: 'template-missing' });
  await stopped(bench);
});

describe('a timeout', () => {
  const plan = aPlan({ timeoutMs: 90_000, retry: aRetry({ maxAttempts: 1 }) });

  test('aborts the handler, and its word after that no longer counts', async () => {
    const bench = withExecution({ plan });
    bench.template('self-test', ({ signal }) => {
      return new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(`ended: ${(signal.reason as Error).name}`));
      });
    });
    await run(bench);
    await bench.clock.advance('89s');
    expect(bench.recorded().status).toBe('running');
    await bench.clock.advance('1s');
    expect(bench.recorded()).toMatchObject({
      status: 'timed_out',
      result: null,
      error: { name: 'TimeoutError', code: 'TIMEOUT' },
      attempts: [{ status: 'timed_out', durationMs: 90_000 }],
    });
    await stopped(bench);
  });

  test('ends the attempt even when the handler does not listen, and frees its hand', async () => {
    const options = { options: { maxConcurrent: 1 } };
    const bench = withExecution({ plan }, options);
    let late: (value: string) => void = () => undefined;
    bench.template('self-test', () => new Promise((resolve) => (late = resolve)));
    await run(bench);
    await bench.clock.advance('93s');
    expect(bench.recorded().status).toBe('timed_out');
    expect(bench.engine.running()).toEqual([]);
    expect(bench.events.of('execution.abandoned')).toHaveLength(1);

    const next = anExecution({ readyAt: bench.clock.now() });
    bench.template('self-test', async () => 'next');
    bench.store.addExecution(bench.job.id, next);
    bench.engine.wake();
    await bench.clock.settle();
    expect(bench.store.execution(next.documentId)).toMatchObject({ result: 'next' });

    late('too late');
    await bench.clock.settle();
    expect(bench.recorded()).toMatchObject({ status: 'timed_out', result: null });
    expect(bench.events.of('execution.abandoned-settled')).toHaveLength(1);
    await stopped(bench);
  });

  test('a retry waits for the end of a handler that asks to be waited for', async () => {
    const bench = withExecution({ plan: { ...plan, retry: aRetry({ maxAttempts: 2 }) } });
    let end: () => void = () => undefined;
    bench.template(
      'self-test',
      () => new Promise((resolve) => (end = () => resolve(null))),
      80_000
    );
    await run(bench);
    await bench.clock.advance('169s');
    expect(bench.recorded().status).toBe('running');
    expect(bench.starts).toHaveLength(1);
    end();
    await bench.clock.advance('10m');
    expect(bench.starts).toHaveLength(2);
    expect(bench.starts[1]?.at).toBeGreaterThanOrEqual((bench.starts[0]?.at ?? 0) + 169_000);
    await stopped(bench);
  });

  test('a handler that asks to be waited for and never ends is left behind after its grace', async () => {
    const bench = withExecution({ plan });
    bench.template('self-test', never, 80_000);
    await run(bench);
    await bench.clock.advance('169s');
    expect(bench.recorded().status).toBe('running');
    await bench.clock.advance('1s');
    expect(bench.recorded().status).toBe('timed_out');
    expect(bench.events.of('execution.abandoned')).toHaveLength(1);
    await stopped(bench);
  });

  test('is no timeout when the handler ends in time', async () => {
    const bench = withExecution({ plan });
    bench.template('self-test', async () => 'done');
    await run(bench);
    await bench.clock.advance('5m');
    expect(bench.recorded().status).toBe('succeeded');
    await stopped(bench);
  });
});

test('a fault that the handler leaves lying about aborts it and fails the attempt', async () => {
  const bench = withExecution({ plan: aPlan({ retry: aRetry({ maxAttempts: 1 }) }) });
  let leave: (fault: unknown) => void = () => undefined;
  bench.ports.detached = async (work, onStray) => {
    leave = onStray;
    return work();
  };
  let sawAbort = false;
  bench.template('self-test', ({ signal }) => {
    signal.addEventListener('abort', () => (sawAbort = true));
    return new Promise(() => undefined);
  });
  await run(bench);
  leave(new Error('in a timer'));
  await bench.clock.advance('1s');
  expect(sawAbort).toBe(true);
  // It may still be at work: its place is kept for the grace that every aborted handler has.
  expect(bench.recorded().status).toBe('running');
  await bench.clock.advance('2s');
  expect(bench.recorded()).toMatchObject({ status: 'failed', error: { message: 'in a timer' } });
  await stopped(bench);
});

describe('a cancel', () => {
  test('asked for here stops the attempt at once', async () => {
    const bench = withExecution();
    bench.template('self-test', never);
    await run(bench);
    bench.store.requestCancel(bench.recorded().documentId);
    bench.engine.cancelHint(bench.recorded().documentId);
    await bench.clock.advance('2s');
    expect(bench.recorded()).toMatchObject({ status: 'cancelled', error: { code: 'CANCELLED' } });
    await stopped(bench);
  });

  test('asked for on another node stops it within a poll', async () => {
    const bench = withExecution();
    bench.template('self-test', never);
    await run(bench);
    bench.store.requestCancel(bench.recorded().documentId);
    await bench.clock.advance('7s');
    expect(bench.recorded().status).toBe('cancelled');
    await stopped(bench);
  });

  test('is final: an attempt that fails meanwhile is not tried again', async () => {
    const bench = withExecution({ plan: aPlan({ retry: aRetry({ delayMs: 7_000 }) }) });
    bench.template('self-test', async () => {
      bench.store.requestCancel(bench.recorded().documentId);
      throw new Error('broken');
    });
    await run(bench);
    await bench.clock.advance('1h');
    expect(bench.recorded().status).toBe('cancelled');
    expect(bench.starts).toHaveLength(1);
    await stopped(bench);
  });
});

test('progress is written at once, then once a second, and the last word always', async () => {
  const bench = withExecution();
  let end = (): void => undefined;
  let report: (percent: number, message?: string) => void = () => undefined;
  bench.template('self-test', ({ progress }) => {
    report = progress;
    return new Promise<void>((resolve) => (end = resolve));
  });
  await run(bench);
  const progress = () => bench.recorded().progress;
  report(10);
  await bench.clock.settle();
  expect(progress()).toEqual({ percent: 10, message: null });
  report(20);
  report(1_000, 'nearly');
  await bench.clock.settle();
  expect(progress()).toEqual({ percent: 10, message: null });
  await bench.clock.advance('1s');
  expect(progress()).toEqual({ percent: 100, message: 'nearly' });
  report(Number.NaN, 'done');
  end();
  await bench.clock.settle();
  expect(progress()).toEqual({ percent: null, message: 'done' });
  expect(bench.calls['saveProgress']).toBe(3);
  await stopped(bench);
});
