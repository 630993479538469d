import { describeFailure, failure, type Failure } from '../domain/failure';
import { NO_SECRETS, type Masker } from '../domain/secrets/masker';
import type { AttemptEvent } from '../domain/transition';
import { Aborted, type RunningAttempt } from './attempt';
import type { Ports } from './ports';

export const failedEvent = (ports: Ports, found: Failure): AttemptEvent => ({
  type: 'failed',
  at: ports.clock.now(),
  failure: found,
  random: ports.ids.random(),
});

/** What an abort makes of the attempt: its cause decides, whatever the handler did after it. */
export const abortedEvent = (
  ports: Ports,
  attempt: RunningAttempt,
  masker: Masker = NO_SECRETS
): AttemptEvent => eventOfAbort(ports, attempt, attempt.abort.reason, masker);

export const eventOfAbort = (
  ports: Ports,
  attempt: RunningAttempt,
  reason: unknown,
  { mask }: Masker
): AttemptEvent => {
  const at = ports.clock.now();
  const random = ports.ids.random();
  const abort = reason instanceof Aborted ? reason : new Aborted('shutdown');
  const { abortCause: cause, name, message } = abort;
  switch (cause) {
    case 'timeout':
      return { type: 'timed-out', at, failure: failure(name, message, 'TIMEOUT'), random };
    case 'cancel':
      return { type: 'cancelled', at, failure: failure(name, message, 'CANCELLED') };
    case 'fault':
      return failedEvent(ports, describeFailure(abort.cause, mask));
    case 'lease-lost':
    case 'shutdown':
    case 'release':
      if (!attempt.started) return { type: 'released' };
      return { type: 'lost', at, failure: failure(name, message, LOST_CODES[cause]), random };
  }
};

const LOST_CODES = {
  'lease-lost': 'LEASE_LOST',
  shutdown: 'SHUTDOWN',
  release: 'RELEASED',
} as const;
