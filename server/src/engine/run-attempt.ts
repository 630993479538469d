import { describeFailure } from '../domain/failure';
import type { AttemptEvent } from '../domain/transition';
import type { RunningAttempt } from './attempt';
import { execute, type Channels } from './execute';
import { createLogBuffer } from './log-buffer';
import type { Ports } from './ports';
import { createProgress } from './progress';
import type { RecordedEnd, Recorder } from './record';

/** One claimed attempt from claim to record. Its log and progress are stored before its end is. */
export const runAttempt = async (
  ports: Ports,
  attempt: RunningAttempt,
  recorder: Recorder,
  giveUp: AbortSignal
): Promise<RecordedEnd> => {
  const { execution } = attempt;
  const log = createLogBuffer(ports, execution, giveUp);
  const progress = createProgress(ports, execution.ref);
  const event = await executeSafely(ports, attempt, { log, progress });
  await progress.close();
  await log.close();
  return recorder.record(execution, event);
};

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
