import type { Reason } from '../contract/execution';
import type { Overlap } from '../contract/job';

/** The part of a new record that this rule looks at and may change. */
interface Admissible {
  status: 'queued' | 'skipped' | 'missed';
  reason: Reason | null;
}

/**
 * Which of a job's new executions may run beside those in progress (queued, dispatched, running, waiting for a retry).
 * A job that does not overlap skips them while one is in progress; several that are made in one step wait for each
 * other instead. Answers the same records in the same order, some of them `skipped: overlap`.
 */
export const admit = <T extends Admissible>(
  step: { job: { overlap: Overlap }; executions: T[] },
  inProgress: number
): T[] => {
  if (step.job.overlap === 'allow' || inProgress === 0) return step.executions;
  return step.executions.map((execution) =>
    execution.status === 'queued'
      ? { ...execution, status: 'skipped', reason: 'overlap' }
      : execution
  );
};
