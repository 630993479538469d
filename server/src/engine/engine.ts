import type { NodeState } from '../contract/scheduler';
import { closeShift } from './close-shift';
import { openShift } from './open-shift';
import type { Ports } from './ports';
import { cancelHere, createShift } from './shift';

/** An attempt that this process is busy with. Instants are epoch milliseconds. */
export interface RunningView {
  execution: string;
  job: { documentId: string; name: string };
  attempt: number;
  startedAt: number;
}

export interface Engine {
  /** Starts the loop; again and again without harm. Waits for nothing: with the database away it starts and waits. */
  start(): Promise<void>;
  /** Drains and stops; again and again without harm. May be started again. */
  stop(): Promise<void>;
  /** One pass: puts on record what is due, claims, starts. Resolves when that is done, not when what it started ends. */
  tick(): Promise<void>;
  /** Something was committed that may be due now: a job was created or edited, an execution inserted. */
  wake(): void;
  /** The cancel of an execution was committed: if it runs here, it is stopped at once. */
  cancelHint(executionDocumentId: string): void;
  running(): RunningView[];
  state(): NodeState;
  /** When this process last looked whether something is due (database clock); null before the first look. */
  lastTickAt(): number | null;
}

/** The scheduler of one process. A role of `off` never starts. */
export const createEngine = (ports: Ports): Engine => {
  let shift = createShift(ports);
  let closing: Promise<void> | null = null;

  const close = async (): Promise<void> => {
    const closed = shift;
    await closeShift(closed);
    closing = null;
  };

  return {
    start: async () => {
      if (closing !== null) await closing;
      if (ports.options.role === 'off' || shift.state === 'running') return;
      if (shift.state === 'stopped') shift = createShift(ports);
      openShift(shift);
    },
    stop: async () => {
      if (shift.state === 'stopped') return;
      closing ??= close();
      await closing;
    },
    tick: () => shift.loop.tick(),
    wake: () => shift.loop.hurry(),
    cancelHint: (documentId) => cancelHere(shift, [documentId]),
    running: () =>
      [...shift.attempts].map(({ execution }) => ({
        execution: execution.documentId,
        job: { documentId: execution.job.documentId, name: execution.job.name },
        attempt: execution.ref.attempt,
        startedAt: execution.startedAt,
      })),
    state: () => shift.state,
    lastTickAt: () => shift.lastTickAt,
  };
};
