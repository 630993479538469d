import type { ExecutionView } from '../../../../server/src/contract/execution';
import { failuresInARow, isFailure } from './failures-in-a-row';

export interface JobHealth {
  /** Of those that succeeded or failed, the share that succeeded, 0 to 1; null where there is none. */
  successRate: number | null;
  medianMs: number | null;
  /** 95 of 100 started within this delay. */
  delayP95Ms: number | null;
  /** How many of the newest ones in a row failed. */
  failingInARow: number;
}

/** How a job has been doing, from its newest executions (newest first). */
export const healthOf = (
  executions: Pick<ExecutionView, 'status' | 'durationMs' | 'delayMs'>[]
): JobHealth => {
  const ran = executions.filter(({ status }) => status === 'succeeded' || isFailure(status));
  const succeeded = ran.filter(({ status }) => status === 'succeeded').length;
  return {
    successRate: ran.length === 0 ? null : succeeded / ran.length,
    medianMs: quantile(
      ran.map(({ durationMs }) => durationMs),
      0.5
    ),
    delayP95Ms: quantile(
      ran.map(({ delayMs }) => delayMs),
      0.95
    ),
    failingInARow: failuresInARow(executions.map(({ status }) => status)),
  };
};

/** The value below which the share of all values lies (nearest rank); null without values. */
const quantile = (values: (number | null)[], share: number): number | null => {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
};
