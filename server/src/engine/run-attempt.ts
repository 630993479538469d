import { describeFailure } from '../domain/failure';
import type { AttemptEvent } from '../domain/transition';
import type { RunningAttempt } from './attempt';
import { abortedEvent } from './attempt-event';
import { execute } from './execute';
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
  let event: AttemptEvent | null;
  try {
    event = await hands.lend(attempt.abort, execution.plan.onLost, () =>
      execute(ports, attempt, { log, progress })
    );
  } catch (thrown) {
    // A mistake of our own must not leave an attempt without an end.
    const random = ports.ids.random();
    event = { type: 'failed', at: ports.clock.now(), failure: describeFailure(thrown), random };
  }
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
  attempt.abort.aborted ? abortedEvent(ports, attempt) : { type: 'released' };
