import type { ExecutionMeta, ExecutionView } from '../../../../server/src/contract/execution';
import type { Translate } from '../../translate';

/** Starts later than this are worth a word. */
const LATE_MS = 1_000;

export interface Wording {
  t: Translate;
  /** Milliseconds in words. */
  duration: (ms: number) => string;
  /** Epoch milliseconds, for what still goes on. */
  now: number;
}

/** The execution in one sentence: `Failed after 3 attempts, 4m 12s; started 2s late`. */
export const summaryOf = (
  execution: ExecutionView,
  meta: ExecutionMeta,
  wording: Wording
): string => {
  const { t, duration } = wording;
  const outcome = outcomeOf(execution, meta, wording);
  const late =
    execution.delayMs !== null && execution.delayMs >= LATE_MS
      ? t('executions.summary.late', { outcome, delay: duration(execution.delayMs) })
      : outcome;
  return meta.cancelRequested && execution.finishedAt === null
    ? t('executions.summary.cancelling', { outcome: late })
    : late;
};

const outcomeOf = (execution: ExecutionView, meta: ExecutionMeta, wording: Wording): string => {
  const { t } = wording;
  const { status, reason, attempt } = execution;
  switch (status) {
    case 'waiting':
    case 'queued':
    case 'dispatched':
      return pendingOf(execution, meta, wording);
    case 'running':
      return t('executions.summary.running', {
        attempt,
        maxAttempts: execution.maxAttempts,
        duration: wording.duration(runningFor(execution, wording.now)),
      });
    case 'skipped':
      return t('executions.summary.skipped', {
        reason: reason === null ? 'none' : reasonOf(reason, t),
      });
    case 'missed':
      return t('executions.summary.missed', { count: meta.missedCount ?? 1 });
    case 'cancelled':
      return execution.startedAt === null
        ? t('executions.summary.cancelled-before')
        : finishedOf(execution, wording);
    case 'succeeded':
    case 'failed':
    case 'timed_out':
    case 'lost':
      return finishedOf(execution, wording);
  }
};

const pendingOf = (
  { attempt, maxAttempts }: ExecutionView,
  { nextAttemptAt }: ExecutionMeta,
  { t, duration, now }: Wording
): string => {
  if (nextAttemptAt === null || attempt === 0) return t('executions.summary.queued');
  return t('executions.summary.retrying', {
    attempt,
    next: attempt + 1,
    maxAttempts,
    wait: duration(Math.max(0, Date.parse(nextAttemptAt) - now)),
  });
};

const finishedOf = ({ status, attempt, durationMs }: ExecutionView, wording: Wording): string =>
  wording.t('executions.summary.finished', {
    status,
    attempts: attempt,
    duration: wording.duration(durationMs ?? 0),
  });

const runningFor = ({ startedAt }: ExecutionView, now: number): number =>
  startedAt === null ? 0 : now - Date.parse(startedAt);

/** Why it did not run, in words; empty where the record names no reason. */
export const reasonOf = (reason: ExecutionView['reason'], t: Translate): string =>
  reason === null ? '' : t(`executions.reason.${reason}`);
