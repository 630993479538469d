import fc from 'fast-check';

import { FINAL_STATUSES } from '../../../server/src/contract/execution';
import type { OnLost, RetryPolicy } from '../../../server/src/contract/job';
import { transition, transitionOnRequest } from '../../../server/src/domain/transition';
import type { AttemptEvent } from '../../../server/src/domain/transition';
import { aRetry } from '../../support/factories';
import { SEED } from '../../support/time-arbitraries';

/** An execution through attempt after attempt, until it is over, and what a reader of the policy would say of it. */

const policy: fc.Arbitrary<RetryPolicy> = fc
  .record({
    maxAttempts: fc.integer({ min: 1, max: 8 }),
    strategy: fc.constantFrom('fixed' as const, 'exponential' as const, 'custom' as const),
    delayMs: fc.integer({ min: 0, max: 5_000 }),
    maxDelayMs: fc.integer({ min: 0, max: 20_000 }),
    delaysMs: fc.option(fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1 })),
    jitter: fc.constantFrom(0, 0.5, 1),
    maxTotalMs: fc.integer({ min: 0, max: 60_000 }),
  })
  .map(aRetry);

const ends = [
  'succeeded',
  'failed',
  'timed-out',
  'lost',
  'cancelled',
  'refused',
  'released',
] as const;

const attempt = fc.record({
  type: fc.constantFrom(...ends, 'failed' as const, 'lost' as const, 'timed-out' as const),
  lastsMs: fc.integer({ min: 0, max: 3_000 }),
  isRetryable: fc.boolean(),
  random: fc.double({ min: 0, max: 0.999, noNaN: true }),
});
type Attempt = typeof attempt extends fc.Arbitrary<infer T> ? T : never;

const story = fc.record({
  retry: policy,
  onLost: fc.constantFrom<OnLost>('fail', 'retry'),
  attempts: fc.array(attempt, { minLength: 1, maxLength: 14 }),
});

const eventOf = ({ type, isRetryable, random }: Attempt, at: number): AttemptEvent => {
  const error = { name: 'Error', message: 'no', code: null };
  const failure = { error, httpStatus: null, exitCode: null, retryable: isRetryable };
  switch (type) {
    case 'succeeded':
      return { type, at, result: 1 };
    case 'refused':
      return { type, at, reason: 'owner-disabled' };
    case 'released':
      return { type };
    case 'cancelled':
      return { type, at, failure };
    default:
      return { type, at, failure, random };
  }
};

const FINAL = {
  succeeded: 'succeeded',
  failed: 'failed',
  'timed-out': 'timed_out',
  lost: 'lost',
  cancelled: 'cancelled',
  refused: 'skipped',
} as const;

interface Step {
  given: Attempt;
  number: number;
  at: number;
  next: ReturnType<typeof transition>;
}

/** Each attempt starts as soon as it may. */
const play = ({
  retry,
  onLost,
  attempts,
}: typeof story extends fc.Arbitrary<infer T> ? T : never) => {
  const steps: Step[] = [];
  let now = 0;
  let number = 1;
  for (const given of attempts) {
    now += given.lastsMs;
    const { maxAttempts } = retry;
    const running = { attempt: number, maxAttempts, firstStartedAt: 0, onLost, retry };
    const next = transition(running, eventOf(given, now));
    steps.push({ given, number, at: now, next });
    if (next.status === 'released') continue;
    if (next.status !== 'queued') break;
    number += 1;
    now = Math.max(now, next.readyAt);
  }
  return steps;
};

const holds = (
  property: (step: Step, given: { retry: RetryPolicy; onLost: OnLost }) => void
): void =>
  fc.assert(
    fc.property(story, (given) => {
      for (const step of play(given)) property(step, given);
    }),
    { seed: SEED, numRuns: 500 }
  );

test('an execution ends as its last attempt did, and has at most as many attempts as it may', () => {
  holds(({ given, number, at, next }, { retry }) => {
    expect(number).toBeLessThanOrEqual(retry.maxAttempts);
    if (given.type === 'released') return expect(next).toEqual({ status: 'released' });
    if (next.status === 'queued' || next.status === 'released') return;
    expect(next.status).toBe(FINAL[given.type]);
    expect(next.finishedAt).toBe(at);
  });
});

test('another attempt follows exactly where the policy, the failure and the time that is left allow it', () => {
  holds(({ given, number, at, next }, { retry, onLost }) => {
    const isFailure = ['failed', 'timed-out', 'lost'].includes(given.type);
    const isWorthIt = given.type === 'lost' ? onLost === 'retry' : given.isRetryable;
    const mayBe = isFailure && isWorthIt && number < retry.maxAttempts;
    if (!mayBe) return expect(next.status).not.toBe('queued');
    if (next.status !== 'queued') {
      // Only the time that all attempts may take together can have stood in its way.
      return expect(at + retry.maxDelayMs).toBeGreaterThan(retry.maxTotalMs);
    }
    expect(next.readyAt).toBeGreaterThanOrEqual(at);
    expect(next.readyAt - at).toBeLessThanOrEqual(retry.maxDelayMs);
    expect(next.readyAt).toBeLessThanOrEqual(retry.maxTotalMs);
  });
});

test('what is over can be asked for one more attempt or for nothing, and never be cancelled', () => {
  for (const status of FINAL_STATUSES) {
    expect(transitionOnRequest(status, 'cancel-asked')).toBe('refused');
    expect(['queued', 'refused']).toContain(transitionOnRequest(status, 'retry-asked'));
  }
});
