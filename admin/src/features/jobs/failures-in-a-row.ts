import type { ExecutionStatus } from '../../../../server/src/contract/execution';

const FAILURES: ReadonlySet<ExecutionStatus> = new Set<ExecutionStatus>([
  'failed',
  'timed_out',
  'lost',
]);

/** It ran and went wrong; one that somebody cancelled did not. */
export const isFailure = (status: ExecutionStatus): boolean => FAILURES.has(status);

/**
 * How many of the newest ones (newest first) failed one after the other. What did not run, still runs or was cancelled
 * neither ends the row nor makes it longer.
 */
export const failuresInARow = (statuses: ExecutionStatus[]): number => {
  const told = statuses.filter((status) => status === 'succeeded' || isFailure(status));
  const end = told.indexOf('succeeded');
  return end === -1 ? told.length : end;
};
