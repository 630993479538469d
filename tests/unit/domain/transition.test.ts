import { EXECUTION_STATUSES, FINAL_STATUSES } from '../../../server/src/contract/execution';
import { failure } from '../../../server/src/domain/failure';
import {
  transition,
  transitionOnRequest,
  type RunningExecution,
} from '../../../server/src/domain/transition';
import { aRetry } from '../../support/factories';

const running = (given: Partial<RunningExecution> = {}): RunningExecution => ({
  attempt: 1,
  maxAttempts: 1,
  firstStartedAt: 0,
  onLost: 'fail',
  retry: aRetry({ strategy: 'fixed', delayMs: 1_000 }),
  ...given,
});

const broken = { ...failure('Error', 'broken', 'E'), exitCode: 3 };
const at = 5_000;
const ending = { at, failure: broken, random: 0.5 };
const empty = { reason: null, finishedAt: at, result: null, error: null, exitCode: null };

describe('the end of an attempt', () => {
  test('a success keeps its result', () => {
    const result = { rows: 1 };
    expect(transition(running(), { type: 'succeeded', at, result })).toEqual({
      ...empty,
      status: 'succeeded',
      result,
    });
  });

  test.each([
    ['failed', 'failed'],
    ['timed-out', 'timed_out'],
    ['lost', 'lost'],
  ] as const)('%s without an attempt left is the end, with its error', (type, status) => {
    expect(transition(running(), { ...ending, type })).toEqual({
      ...empty,
      status,
      error: broken.error,
      exitCode: 3,
    });
  });

  test.each(['failed', 'timed-out', 'lost'] as const)(
    '%s with an attempt left waits for it',
    (type) => {
      const execution = running({ maxAttempts: 2, onLost: 'retry' });
      expect(transition(execution, { ...ending, type })).toEqual({
        status: 'queued',
        readyAt: 6_000,
        error: broken.error,
      });
    }
  );

  test('a cancel is final, however many attempts are left', () => {
    const execution = running({ maxAttempts: 5 });
    expect(transition(execution, { type: 'cancelled', at, failure: broken })).toEqual({
      ...empty,
      status: 'cancelled',
      error: broken.error,
    });
  });

  test('a refusal is a skip with its reason', () => {
    const reason = 'owner-right-missing';
    expect(transition(running(), { type: 'refused', at, reason })).toEqual({
      ...empty,
      status: 'skipped',
      reason,
    });
  });

  test('a claim that was given back leaves nothing behind', () => {
    expect(transition(running(), { type: 'released' })).toEqual({ status: 'released' });
  });
});

describe('what people ask', () => {
  const answers = (request: 'cancel-asked' | 'retry-asked') =>
    Object.fromEntries(
      EXECUTION_STATUSES.map((status) => [status, transitionOnRequest(status, request)])
    );

  test('a cancel ends what waits, is passed on to what runs, and leaves the rest alone', () => {
    expect(answers('cancel-asked')).toEqual({
      ...Object.fromEntries(FINAL_STATUSES.map((status) => [status, 'refused'])),
      waiting: 'cancelled',
      queued: 'cancelled',
      dispatched: 'cancelled',
      running: 'asked',
    });
  });

  test('a retry is for what ran and did not succeed', () => {
    expect(answers('retry-asked')).toEqual({
      ...Object.fromEntries(EXECUTION_STATUSES.map((status) => [status, 'refused'])),
      failed: 'queued',
      timed_out: 'queued',
      cancelled: 'queued',
      lost: 'queued',
    });
  });
});
