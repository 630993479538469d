import { JobFailure, JobRefused } from '../../../server/src/domain/failure';
import type { Hook, Hooks, NewExecution, Outcome } from '../../../server/src/engine/ports';
import {
  anEngine,
  expectNothingLeft,
  stopped,
  type BenchOptions,
  type EngineBench,
} from '../../support/engine-bench';
import { aDefinition, anExecution, aPlan, aRetry } from '../../support/factories';

afterEach(expectNothingLeft);

/** An engine at work with these hooks, and one start by hand on record. */
const withHooks = (
  hooks: Partial<Hooks>,
  given: Partial<NewExecution> = {},
  options: BenchOptions = {}
) => {
  const bench = anEngine({ ...options, hooks });
  const job = bench.store.addJob({ definition: aDefinition() });
  const execution = anExecution({ readyAt: bench.clock.now(), ...given });
  bench.store.addExecution(job.id, execution);
  const recorded = () => bench.store.execution(execution.documentId);
  const log = () => bench.store.logOf(execution.documentId).map(({ text }) => text);
  return { ...bench, recorded, log };
};

const run = async (bench: EngineBench): Promise<void> => {
  await bench.engine.start();
  await bench.clock.settle();
};

const aHook = (work: Hook['run'], given: Partial<Hook> = {}): Hook => ({
  name: 'a-hook',
  timeoutMs: 60_000,
  run: work,
  ...given,
});
const never = () => new Promise<never>(() => undefined);
const once = aPlan({ retry: aRetry({ maxAttempts: 1 }) });

test('hooks run around an attempt in their order, and its history shows them', async () => {
  const order: string[] = [];
  const say = (word: string): Hook => aHook(async () => order.push(word), { name: word });
  const bench = withHooks({
    before: [say('first'), say('second')],
    after: [say('third'), say('fourth')],
  });
  bench.template('self-test', async () => order.push('the job'));
  await run(bench);
  expect(order).toEqual(['first', 'second', 'the job', 'third', 'fourth']);
  expect(bench.recorded()).toMatchObject({
    status: 'succeeded',
    attempts: [
      {
        hooks: [
          { time: 'before', name: 'first', ok: true, error: null },
          { time: 'before', name: 'second', ok: true },
          { time: 'after', name: 'third', ok: true },
          { time: 'after', name: 'fourth', ok: true },
        ],
      },
    ],
  });
  await stopped(bench);
});

test('an attempt without hooks says nothing of them', async () => {
  const bench = withHooks({});
  await run(bench);
  expect(bench.recorded().attempts[0]).not.toHaveProperty('hooks');
  await stopped(bench);
});

test('a hook that fails before the attempt keeps it from running, for good and with its sentence', async () => {
  const later = jest.fn();
  const bench = withHooks({
    before: [
      aHook(async () => Promise.reject(new JobFailure('The disk is full', { code: 'ENOSPC' })), {
        name: 'disk-space',
      }),
      aHook(async () => later()),
    ],
    after: [aHook(async () => later())],
  });
  await run(bench);
  await bench.clock.advance('1h');
  expect(bench.recorded()).toMatchObject({
    status: 'skipped',
    reason: 'hook-refused',
    error: { message: 'Hook disk-space: The disk is full', code: 'ENOSPC' },
    attempts: [{ attempt: 1, status: 'cancelled', hooks: [{ name: 'disk-space', ok: false }] }],
  });
  expect([bench.starts.length, later.mock.calls.length]).toEqual([0, 0]);
  expect(bench.log()).toEqual(['The hook disk-space refused this attempt: The disk is full']);
  await stopped(bench);
});

test('a hook that throws nothing has failed all the same', async () => {
  const bench = withHooks({ before: [aHook(async () => Promise.reject(undefined))] });
  await run(bench);
  expect(bench.recorded()).toMatchObject({ status: 'skipped', reason: 'hook-refused' });
  await stopped(bench);
});

test('a hook that takes too long before the attempt is stopped, and refuses it', async () => {
  let reason: unknown;
  const bench = withHooks({
    before: [
      aHook(
        ({ signal }) => {
          signal.addEventListener('abort', () => (reason = signal.reason));
          return never();
        },
        { timeoutMs: 5_000 }
      ),
    ],
  });
  await run(bench);
  await bench.clock.advance('5s');
  expect(reason).toMatchObject({ name: 'HookTimeoutError' });
  await bench.clock.advance('2s');
  expect(bench.recorded()).toMatchObject({
    status: 'skipped',
    reason: 'hook-refused',
    error: { message: 'Hook a-hook: It took longer than 5000 ms.', code: 'HOOK_TIMEOUT' },
  });
  expect(bench.starts).toHaveLength(0);
  await stopped(bench);
});

test('what is asked of all hooks is asked before any of them, and before the attempt', async () => {
  const ran = jest.fn();
  const bench = withHooks({
    before: [aHook(async () => ran())],
    after: [
      aHook(async () => ran(), {
        check: async () => Promise.reject(new JobRefused('approval-missing')),
      }),
    ],
  });
  await run(bench);
  expect(bench.recorded()).toMatchObject({ status: 'skipped', reason: 'approval-missing' });
  expect([bench.starts.length, ran.mock.calls.length]).toEqual([0, 0]);
  await stopped(bench);
});

test('a question about a hook that nobody can answer fails the attempt: nothing of it runs', async () => {
  const ran = jest.fn();
  const bench = withHooks(
    {
      before: [
        aHook(async () => ran(), { check: async () => Promise.reject(new Error('no answer')) }),
      ],
    },
    { plan: once }
  );
  await run(bench);
  await bench.clock.advance('1m');
  expect(bench.recorded()).toMatchObject({ status: 'failed', error: { message: 'no answer' } });
  expect([bench.starts.length, ran.mock.calls.length]).toEqual([0, 0]);
  await stopped(bench);
});

describe('a hook after an attempt', () => {
  /** What the hook was told of an attempt that does this. */
  const toldOf = async (work: () => Promise<unknown>, plan = once): Promise<Outcome[]> => {
    const told: Outcome[] = [];
    const bench = withHooks(
      { after: [aHook(async (_context, outcome) => void told.push(outcome as Outcome))] },
      { plan }
    );
    bench.template('self-test', work);
    await run(bench);
    await bench.clock.advance('10m');
    await stopped(bench);
    return told;
  };

  test('is told of a success with its result', async () => {
    expect(await toldOf(async () => ({ rows: 3 }))).toEqual([
      { status: 'succeeded', willRetry: false, result: { rows: 3 }, error: null, exitCode: null },
    ]);
  });

  test('is told of each failure, and whether another attempt follows', async () => {
    const told = await toldOf(
      async () => Promise.reject(new JobFailure('broken', { code: 'EXIT_75', exitCode: 75 })),
      aPlan({ retry: aRetry({ maxAttempts: 2, delayMs: 1_000 }) })
    );
    expect(told.map(({ status, willRetry, exitCode }) => [status, willRetry, exitCode])).toEqual([
      ['failed', true, 75],
      ['failed', false, 75],
    ]);
  });

  test('is told of an attempt that took too long', async () => {
    const plan = aPlan({ timeoutMs: 1_000, retry: aRetry({ maxAttempts: 1 }) });
    expect(await toldOf(never, plan)).toMatchObject([
      { status: 'timed_out', willRetry: false, error: { code: 'TIMEOUT' } },
    ]);
  });

  test('changes nothing: its failure is logged, announced and shown, and the next one runs', async () => {
    const next = jest.fn();
    const bench = withHooks({
      after: [
        aHook(async (_context, outcome) => {
          Object.assign(outcome ?? {}, { status: 'failed', result: 'mine' });
          throw new Error('cannot report');
        }),
        aHook(async () => next()),
      ],
    });
    bench.template('self-test', async () => 'the result');
    await run(bench);
    expect(bench.recorded()).toMatchObject({
      status: 'succeeded',
      result: 'the result',
      error: null,
      attempts: [
        {
          status: 'succeeded',
          hooks: [
            { time: 'after', name: 'a-hook', ok: false, error: { message: 'cannot report' } },
            { ok: true },
          ],
        },
      ],
    });
    expect(bench.log()).toEqual(['The hook a-hook failed after this attempt: cannot report']);
    expect(bench.events.of('hook.failed')).toMatchObject([
      { hook: 'a-hook', attempt: 1, error: { message: 'cannot report' } },
    ]);
    expect(next).toHaveBeenCalledTimes(1);
    await stopped(bench);
  });

  test('is left behind after its time limit, and the outcome stands', async () => {
    const bench = withHooks({ after: [aHook(never, { timeoutMs: 1_000 })] });
    await run(bench);
    expect(bench.recorded().status).toBe('running');
    await bench.clock.advance('3s');
    expect(bench.recorded()).toMatchObject({
      status: 'succeeded',
      attempts: [{ hooks: [{ ok: false, error: { code: 'HOOK_TIMEOUT' } }] }],
    });
    await stopped(bench);
  });

  test('does not run once the execution was cancelled', async () => {
    const after = jest.fn();
    const bench = withHooks({ after: [aHook(async () => after())] });
    bench.template('self-test', never);
    await run(bench);
    bench.store.requestCancel(bench.recorded().documentId);
    bench.engine.cancelHint(bench.recorded().documentId);
    await bench.clock.advance('2s');
    expect(bench.recorded().status).toBe('cancelled');
    expect(after).not.toHaveBeenCalled();
    await stopped(bench);
  });
});

test('a cancel stops the hook that is running, and the attempt with it', async () => {
  let stoppedBy: unknown;
  const bench = withHooks({
    before: [
      aHook(
        ({ signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              stoppedBy = (signal.reason as Error).name;
              reject(signal.reason as Error);
            });
          })
      ),
    ],
  });
  await run(bench);
  bench.store.requestCancel(bench.recorded().documentId);
  bench.engine.cancelHint(bench.recorded().documentId);
  await bench.clock.settle();
  expect(stoppedBy).toBe('CancelledError');
  expect(bench.recorded()).toMatchObject({ status: 'cancelled', error: { code: 'CANCELLED' } });
  expect(bench.starts).toHaveLength(0);
  await stopped(bench);
});

test('hooks run for each attempt: one before the second may still refuse it', async () => {
  let asked = 0;
  const bench = withHooks(
    {
      before: [
        aHook(async () => {
          asked += 1;
          if (asked === 2) throw new Error('not again');
        }),
      ],
    },
    { plan: aPlan({ retry: aRetry({ delayMs: 1_000 }) }) }
  );
  bench.template('self-test', async () => Promise.reject(new Error('broken')));
  await run(bench);
  await bench.clock.advance('1h');
  expect(bench.recorded()).toMatchObject({
    status: 'skipped',
    reason: 'hook-refused',
    attempts: [
      { attempt: 1, status: 'failed', hooks: [{ ok: true }] },
      { attempt: 2, status: 'cancelled', hooks: [{ ok: false, error: { message: 'not again' } }] },
    ],
  });
  expect(bench.starts).toHaveLength(1);
  await stopped(bench);
});

test('what hooks say and throw hides the secrets of the attempt', async () => {
  const bench = withHooks({
    after: [
      aHook(async ({ log }) => {
        log('it is canary-4711');
        throw new Error('not canary-4711');
      }),
    ],
  });
  const { find } = bench.ports.templates;
  bench.ports.templates.find = (uid) => {
    const template = find(uid);
    return template && { ...template, secretsOf: () => ({ names: ['a'], hosts: [], scripts: [] }) };
  };
  bench.ports.reveal = async () => ({ ok: true, values: new Map([['a', 'canary-4711']]) });
  await run(bench);
  expect(bench.log()).toEqual([
    'it is ••••••',
    'The hook a-hook failed after this attempt: not ••••••',
  ]);
  expect(JSON.stringify(bench.recorded().attempts)).toContain('not ••••••');
  expect(JSON.stringify(bench.recorded())).not.toContain('canary');
  await stopped(bench);
});
