import type {
  ExecutionError,
  ExecutionStatus,
  FinalStatus,
  HookView,
  Reason,
} from '../contract/execution';
import type { OnLost, RetryPolicy } from '../contract/job';
import type { Failure } from './failure';
import { nextAttemptAt } from './retry';

/**
 * Every change of an execution's status.
 *
 *   (new) ──► queued ──claimed──► running ──succeeded──► succeeded
 *     │         ▲                    ├──failed────► failed    ┐
 *     │         ├── another attempt ─┼──timed-out─► timed_out ├─ retry-asked ─► queued
 *     │         │                    ├──lost──────► lost      │
 *     │         └──────released──────┼──cancelled─► cancelled ┘
 *     │                              └──refused───► skipped
 *     ├──► skipped · missed                queued ──cancel-asked──► cancelled
 */

/** What decides about the end of an attempt. */
export interface RunningExecution {
  attempt: number;
  maxAttempts: number;
  firstStartedAt: number;
  onLost: OnLost;
  retry: RetryPolicy;
}

/**
 * How an attempt ended. `at` is epoch milliseconds; `random` (0 ≤ x < 1) is for the jitter of a retry; `hooks` is for its
 * history only.
 */
export type AttemptEvent = AttemptEnding & { hooks?: HookView[] };

type AttemptEnding =
  | { type: 'succeeded'; at: number; result: unknown }
  | { type: 'failed' | 'timed-out' | 'lost'; at: number; failure: Failure; random: number }
  | { type: 'cancelled'; at: number; failure: Failure }
  /** Not to be run after all: its owner lost a right, its template is gone, a hook said no (`error` says why). */
  | { type: 'refused'; at: number; reason: Reason; error?: ExecutionError }
  /** Claimed, not started, and given back. */
  | { type: 'released' };

/** What an execution is once an attempt of it has ended. */
export type AfterAttempt =
  | {
      status: FinalStatus;
      reason: Reason | null;
      finishedAt: number;
      result: unknown;
      error: ExecutionError | null;
      exitCode: number | null;
    }
  | { status: 'queued'; readyAt: number; error: ExecutionError | null }
  /** An unstarted claim given back: the attempt does not count. */
  | { status: 'released' };

/** What becomes of a running execution when its attempt ends. */
export const transition = (execution: RunningExecution, event: AttemptEvent): AfterAttempt => {
  switch (event.type) {
    case 'succeeded':
      return { ...ended('succeeded', event.at), result: event.result };
    case 'failed':
      return againOr('failed', execution, event);
    case 'timed-out':
      return againOr('timed_out', execution, event);
    case 'lost':
      return againOr('lost', execution, event);
    case 'cancelled':
      return { ...ended('cancelled', event.at), error: event.failure.error };
    case 'refused':
      return {
        ...ended('skipped', event.at),
        reason: event.reason,
        error: event.error ?? null,
      };
    case 'released':
      return { status: 'released' };
  }
};

/** What people ask of an execution. */
export type Request = 'cancel-asked' | 'retry-asked';

/** `asked`: the running attempt is told, and its end will say what came of it. */
export type AfterRequest = 'cancelled' | 'asked' | 'queued' | 'refused';

/** What becomes of an execution when somebody asks; `refused` where its status allows no such thing. */
export const transitionOnRequest = (status: ExecutionStatus, request: Request): AfterRequest =>
  request === 'cancel-asked' ? afterCancelAsked(status) : afterRetryAsked(status);

const afterCancelAsked = (status: ExecutionStatus): AfterRequest => {
  switch (status) {
    case 'waiting':
    case 'queued':
    case 'dispatched':
      return 'cancelled';
    case 'running':
      return 'asked';
    case 'succeeded':
    case 'failed':
    case 'timed_out':
    case 'cancelled':
    case 'skipped':
    case 'missed':
    case 'lost':
      return 'refused';
  }
};

const afterRetryAsked = (status: ExecutionStatus): AfterRequest => {
  switch (status) {
    case 'failed':
    case 'timed_out':
    case 'cancelled':
    case 'lost':
      return 'queued';
    case 'waiting':
    case 'queued':
    case 'dispatched':
    case 'running':
    case 'succeeded':
    case 'skipped':
    case 'missed':
      return 'refused';
  }
};

const ended = (status: FinalStatus, finishedAt: number) => ({
  status,
  reason: null,
  finishedAt,
  result: null,
  error: null,
  exitCode: null,
});

const againOr = (
  status: 'failed' | 'timed_out' | 'lost',
  execution: RunningExecution,
  event: AttemptEvent & { type: 'failed' | 'timed-out' | 'lost' }
): AfterAttempt => {
  const { error, exitCode } = event.failure;
  const readyAt = nextAttemptAt(execution.retry, {
    how: event.type,
    failure: event.failure,
    attempt: execution.attempt,
    maxAttempts: execution.maxAttempts,
    onLost: execution.onLost,
    firstStartedAt: execution.firstStartedAt,
    endedAt: event.at,
    random: event.random,
  });
  if (readyAt !== null) return { status: 'queued', readyAt, error };
  return { ...ended(status, event.at), error, exitCode };
};
