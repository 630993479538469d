import { describeFailure } from '../domain/failure';
import type { AttemptEvent } from '../domain/transition';
import type { RunningAttempt } from './attempt';
import { abortedEvent } from './attempt-event';
import { execute, type Channels } from './execute';
import type { Hands } from './hands';
import { createLogBuffer } from './log-buffer';
import type { Ports } from './ports';
import { createProgress } from './progress';
import type { RecordedEnd, Recorder } from './record';

/** What a node has for all of its attempts. */
interface Surroundings {
  recorder: Recorder;
  hands: Hands;
  giveUp: AbortSignal;
  /** Its handler is done; what it came to is still to be recorded. */
  onEnded: () => void;
}

/** One claimed attempt from claim to record. Its log and progress are stored before its end is. */
export const runAttempt = async (
  ports: Ports,
  attempt: RunningAttempt,
  { recorder, hands, giveUp, onEnded }: Surroundings
): Promise<RecordedEnd> => {
  const { execution } = attempt;
  const log = createLogBuffer(ports, execution, giveUp);
  const progress = createProgress(ports, execution.ref);
  const event = await hands.lend(attempt.abort.signal, execution.plan.onLost, () =>
    executeSafely(ports, attempt, { log, progress })
  );
  onEnded();
  // Most have nothing to write: they wait for nothing.
  const reported = progress.close();
  if (reported !== undefined) await reported;
  const written = log.close();
  if (written !== undefined) await written;
  return recorder.record(execution, event ?? withoutHand(ports, attempt));
};

/** It never began: somebody stopped it, or it is given back. */
const withoutHand = (ports: Ports, attempt: RunningAttempt): AttemptEvent =>
  attempt.abort.signal.aborted ? abortedEvent(ports, attempt) : { type: 'released' };

// A mistake of our own must not leave an attempt without an end.
const executeSafely = async (
  ports: Ports,
  attempt: RunningAttempt,
  channels: Channels
): Promise<AttemptEvent> => {
  try {
    return await execute(ports, attempt, channels);
  } catch (thrown) {
    const random = ports.ids.random();
    return { type: 'failed', at: ports.clock.now(), failure: describeFailure(thrown), random };
  }
};
