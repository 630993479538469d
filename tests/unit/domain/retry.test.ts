import * as fc from 'fast-check';

import type { RetryPolicy } from '../../../server/src/contract/job';
import { failure, type Failure } from '../../../server/src/domain/failure';
import {
  delayAfter,
  nextAttemptAt,
  type UnsuccessfulAttempt,
} from '../../../server/src/domain/retry';
import { aRetry } from '../../support/factories';

const aFailure = (given: Partial<Failure> = {}): Failure => ({
  ...failure('Error', 'broken', null),
  ...given,
});

const ended = (given: Partial<UnsuccessfulAttempt> = {}): UnsuccessfulAttempt => ({
  how: 'failed',
  failure: aFailure(),
  attempt: 1,
  maxAttempts: 3,
  onLost: 'fail',
  firstStartedAt: 0,
  endedAt: 1_000,
  random: 0.5,
  ...given,
});

const delays = (given: Partial<RetryPolicy>, count = 4): number[] =>
  Array.from({ length: count }, (_, index) => delayAfter(aRetry(given), index + 1, 0.5));

describe('the delay', () => {
  test('is the same each time when fixed', () => {
    expect(delays({ strategy: 'fixed', delayMs: 500 })).toEqual([500, 500, 500, 500]);
  });

  test('doubles when exponential, up to its bound', () => {
    expect(delays({ strategy: 'exponential', delayMs: 500, maxDelayMs: 3_000 })).toEqual([
      500, 1_000, 2_000, 3_000,
    ]);
  });

  test('follows the list when custom, and stays at its end', () => {
    expect(delays({ strategy: 'custom', delaysMs: [10, 300, 20] })).toEqual([10, 300, 20, 20]);
  });

  test('stays finite for the hundredth attempt', () => {
    expect(delayAfter(aRetry({ delayMs: 10_000 }), 100, 0.5)).toBe(600_000);
  });

  test('is spread by the jitter, never below nothing nor above its bound', () => {
    const policy = aRetry({ strategy: 'fixed', delayMs: 1_000, jitter: 0.2, maxDelayMs: 1_100 });
    expect([0, 0.25, 0.5, 0.999].map((random) => delayAfter(policy, 1, random))).toEqual([
      800, 900, 1_000, 1_100,
    ]);
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 0.999_999, noNaN: true }),
        fc.integer({ min: 1, max: 100 }),
        (jitter, random, attempt) => {
          const delay = delayAfter(aRetry({ jitter }), attempt, random);
          return Number.isInteger(delay) && delay >= 0 && delay <= 600_000;
        }
      )
    );
  });
});

describe('another attempt', () => {
  test('comes after the delay while there are attempts left', () => {
    expect(nextAttemptAt(aRetry(), ended({ attempt: 2 }))).toBe(1_000 + 20_000);
    expect(nextAttemptAt(aRetry(), ended({ attempt: 3 }))).toBeNull();
  });

  test('does not come later than maxTotalMs after the first one', () => {
    const policy = aRetry({ strategy: 'fixed', delayMs: 500, maxTotalMs: 1_500 });
    expect(nextAttemptAt(policy, ended({ endedAt: 1_000 }))).toBe(1_500);
    expect(nextAttemptAt(policy, ended({ endedAt: 1_001 }))).toBeNull();
  });

  test('does not come where the failure says that it would be the same', () => {
    expect(nextAttemptAt(aRetry(), ended({ failure: aFailure({ retryable: false }) }))).toBeNull();
  });

  const when = { exitCodes: [75], httpStatuses: [503], errorCodes: ['ECONNRESET'], timeout: false };

  test.each<[string, Partial<Failure>, boolean]>([
    ['a named exit code', { exitCode: 75 }, true],
    ['another exit code', { exitCode: 1 }, false],
    ['a named HTTP status', { httpStatus: 503 }, true],
    ['another HTTP status', { httpStatus: 404 }, false],
    ['a named error code', { error: { name: 'E', message: '', code: 'ECONNRESET' } }, true],
    ['another error code', { error: { name: 'E', message: '', code: 'ENOENT' } }, false],
    ['a failure without facts', {}, false],
  ])('with conditions, %s', (_what, facts, again) => {
    const policy = aRetry({ when });
    expect(nextAttemptAt(policy, ended({ failure: aFailure(facts) })) !== null).toBe(again);
  });

  test('after a timeout comes where the conditions name it, or where there are none', () => {
    const timedOut = ended({ how: 'timed-out', failure: failure('TimeoutError', '', 'TIMEOUT') });
    expect(nextAttemptAt(aRetry({ when }), timedOut)).toBeNull();
    expect(nextAttemptAt(aRetry({ when: { ...when, timeout: true } }), timedOut)).not.toBeNull();
    expect(nextAttemptAt(aRetry({ when: null }), timedOut)).not.toBeNull();
  });

  test('after a lost one is the matter of onLost alone, and counts', () => {
    const policy = aRetry({ when });
    expect(nextAttemptAt(policy, ended({ how: 'lost', onLost: 'fail' }))).toBeNull();
    expect(nextAttemptAt(policy, ended({ how: 'lost', onLost: 'retry' }))).not.toBeNull();
    expect(nextAttemptAt(policy, ended({ how: 'lost', onLost: 'retry', attempt: 3 }))).toBeNull();
  });
});
