import type { Reason } from '../contract/execution';
import type { Overlap } from '../contract/job';

/** The part of a new record that this rule looks at and may change. */
interface Admissible {
  status: 'queued' | 'waiting' | 'skipped' | 'missed';
  reason: Reason | null;
}

/** Executions of the job that are on their way; those that wait for upstreams are in nobody's way yet. */
interface OnTheirWay {
  running: number;
  /** Waiting for their turn, their time or a seat, a retry included. */
  queued: number;
}

/** `cancelsPrevious`: those on their way make room for the new one, which waits until they are gone. */
interface Admission<T> {
  executions: T[];
  cancelsPrevious: boolean;
}

/**
 * Which of a job's new executions may be queued beside those on their way, where at most `maxQueued` of a job may be
 * queued. Answers the same records in the same order, some of them `skipped: overlap` or `skipped: queue-full`.
 */
export const admitUpTo =
  (maxQueued: number) =>
  <T extends Admissible>(
    step: { job: { overlap: Overlap }; executions: T[] },
    { running, queued }: OnTheirWay
  ): Admission<T> => {
    const { overlap } = step.job;
    const admitted = admitByOverlap(overlap, step.executions, running + queued);
    const cancelsPrevious =
      overlap === 'cancel-previous' && running + queued > 0 && admitted.some(isQueued);
    return {
      executions: bound(admitted, maxQueued - (cancelsPrevious ? 0 : queued)),
      cancelsPrevious,
    };
  };

/** Whether one that is over may have one more attempt now, or in line: it takes no other's place. */
export const mayRetry = (overlap: Overlap, { running, queued }: OnTheirWay): boolean => {
  switch (overlap) {
    case 'skip':
    case 'cancel-previous':
      return running + queued === 0;
    case 'queue-one':
      return running + queued < 2;
    case 'queue-all':
    case 'allow':
      return true;
  }
};

const admitByOverlap = <T extends Admissible>(
  overlap: Overlap,
  executions: T[],
  onTheirWay: number
): T[] => {
  switch (overlap) {
    // Several that are made in one step (what was missed and is all to be caught up with) wait for each other.
    case 'skip':
      return keepQueued(executions, () => onTheirWay === 0);
    case 'queue-one':
      return keepQueued(executions, (index) => onTheirWay + index < 2);
    case 'cancel-previous':
      return keepQueued(executions, (index, count) => index === count - 1);
    case 'queue-all':
    case 'allow':
      return executions;
  }
};

const keepQueued = <T extends Admissible>(
  executions: T[],
  isKept: (index: number, count: number) => boolean
): T[] => {
  const count = executions.filter(isQueued).length;
  let index = 0;
  return executions.map((one) => {
    if (!isQueued(one) || isKept(index++, count)) return one;
    return { ...one, status: 'skipped', reason: 'overlap' };
  });
};

const bound = <T extends Admissible>(executions: T[], room: number): T[] => {
  let left = room;
  return executions.map((one) => {
    if (!isQueued(one) || left-- > 0) return one;
    return { ...one, status: 'skipped', reason: 'queue-full' };
  });
};

const isQueued = ({ status }: Admissible): boolean => status === 'queued';
