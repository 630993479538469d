import { createAbort, type Abort } from './abort';
import type { ClaimedExecution } from './ports';

/** Why a running attempt is stopped from outside. The first cause counts. */
export const ABORT_CAUSES = [
  'timeout',
  'cancel',
  'fault',
  'lease-lost',
  'shutdown',
  'release',
] as const;
export type AbortCause = (typeof ABORT_CAUSES)[number];

/** The reason of the signal that a handler sees: its name says which. */
export class Aborted extends Error {
  override readonly name: string;
  constructor(
    readonly abortCause: AbortCause,
    cause?: unknown
  ) {
    const { name, message } = WORDS[abortCause];
    super(message, cause === undefined ? undefined : { cause });
    this.name = name;
  }
}

const WORDS: Record<AbortCause, { name: string; message: string }> = {
  timeout: { name: 'TimeoutError', message: 'The attempt took longer than its timeout.' },
  cancel: { name: 'CancelledError', message: 'The execution was cancelled.' },
  fault: {
    name: 'StrayFaultError',
    message: 'Code of the job failed where nobody could catch it, so the attempt was stopped.',
  },
  'lease-lost': {
    name: 'LeaseLostError',
    message: 'This server could not renew its claim in time, so the attempt was stopped.',
  },
  shutdown: { name: 'ShutdownError', message: 'The server was stopped while the attempt ran.' },
  release: { name: 'ReleasedError', message: 'The attempt had not started and was given back.' },
};

/** An attempt that this process has claimed and not yet seen recorded. */
export interface RunningAttempt {
  readonly execution: ClaimedExecution;
  readonly abort: Abort;
  /** Monotonic milliseconds up to which nobody else may take it over, less a margin. */
  trustedUntil: number;
  /** True from the moment its handler is called: from then on it cannot be given back. */
  started: boolean;
  /** How long the end of what runs of it now may take after its abort, in milliseconds; 0: no longer than usual. */
  graceMs: number;
}

export const anAttemptOf = (execution: ClaimedExecution, trustedUntil: number): RunningAttempt => ({
  execution,
  abort: createAbort(),
  trustedUntil,
  started: false,
  graceMs: 0,
});

export const stopAttempt = (attempt: RunningAttempt, cause: AbortCause): void =>
  attempt.abort.abort(new Aborted(cause));
