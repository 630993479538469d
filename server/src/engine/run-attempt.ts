import { describeFailure } from '../domain/failure';
import type { AttemptEvent } from '../domain/transition';
import type { RunningAttempt } from './attempt';
import { abortedEvent } from './attempt-event';
import { execute } from './execute';
import type { Hand, Hands } from './hands';
import { createLogBuffer } from './log-buffer';
import type { Ports } from './ports';
import { createProgress } from './progress';
import type { RecordedEnd, Recorder } from './record';

/** What a node has for all of its attempts. */
export interface Surroundings {
  recorder: Recorder;
  hands: Hands;
  giveUp: AbortSignal;
  /** Its handler is done; what it came to is still to be recorded. */
  onEnded(): void;
  onRecorded(attempt: RunningAttempt, recorded: RecordedEnd): void;
}

/**
 * One claimed attempt from claim to record. Its log and progress are stored before its end is. Answers nothing: of the
 * many that wait for a hand or for their record each would hold a promise, and all that belongs to it.
 */
export const runAttempt = (
  ports: Ports,
  attempt: RunningAttempt,
  surroundings: Surroundings
): void => {
  surroundings.hands.lend(attempt.abort, attempt.execution.plan.onLost, (hand) => {
    if (hand !== null) void runWith(hand, ports, attempt, surroundings);
    else {
      surroundings.onEnded();
      record(attempt, withoutHand(ports, attempt), surroundings);
    }
  });
};

const runWith = async (
  hand: Hand,
  ports: Ports,
  attempt: RunningAttempt,
  surroundings: Surroundings
): Promise<void> => {
  const { execution } = attempt;
  const log = createLogBuffer(ports, execution, surroundings.giveUp);
  const progress = createProgress(ports, execution.ref);
  let event: AttemptEvent;
  try {
    // Waited for even where it is there: the next one is not to begin inside of this one.
    event = await execute(ports, attempt, { log, progress });
  } catch (thrown) {
    // A mistake of our own must not leave an attempt without an end.
    const random = ports.ids.random();
    event = { type: 'failed', at: ports.clock.now(), failure: describeFailure(thrown), random };
  }
  surroundings.hands.giveBack(hand);
  surroundings.onEnded();
  // Most have nothing to write: they wait for nothing.
  const reported = progress.close();
  if (reported !== undefined) await reported;
  const written = log.close();
  if (written !== undefined) await written;
  record(attempt, event, surroundings);
};

const record = (
  attempt: RunningAttempt,
  event: AttemptEvent,
  { recorder, onRecorded }: Surroundings
): void => recorder.record(attempt.execution, event, (recorded) => onRecorded(attempt, recorded));

/** It never began: somebody stopped it, or it is given back. */
const withoutHand = (ports: Ports, attempt: RunningAttempt): AttemptEvent =>
  attempt.abort.aborted ? abortedEvent(ports, attempt) : { type: 'released' };
