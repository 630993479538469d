import type {
  ExecutionMeta,
  ExecutionStatus,
  ExecutionView,
} from '../../../../server/src/contract/execution';
import type { Translate } from '../../translate';
import { waitWords } from './wait-words';

/** Starts later than this are worth a word. */
const LATE_MS = 1_000;

export interface Wording {
  t: Translate;
  /** `a, b and c`. */
  list: (items: string[]) => string;
  /** The name of the limit that its job shares with others; null where it has none or is not known. */
  limitKey: string | null;
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

const outcomeOf = (execution: ExecutionView, meta: ExecutionMeta, wording: Wording): string =>
  OUTCOMES[execution.status](execution, meta, wording);

type Sentence = (execution: ExecutionView, meta: ExecutionMeta, wording: Wording) => string;

const pendingOf: Sentence = ({ attempt, maxAttempts }, meta, wording) => {
  const { t, list, limitKey, duration, now } = wording;
  const { nextAttemptAt } = meta;
  if (nextAttemptAt === null || attempt === 0) return waitWords(meta, limitKey, { t, list });
  return t('executions.summary.retrying', {
    attempt,
    next: attempt + 1,
    maxAttempts,
    wait: duration(Math.max(0, Date.parse(nextAttemptAt) - now)),
  });
};

const runningOf: Sentence = ({ attempt, maxAttempts, startedAt }, _meta, { t, duration, now }) =>
  t('executions.summary.running', {
    attempt,
    maxAttempts,
    duration: duration(startedAt === null ? 0 : now - Date.parse(startedAt)),
  });

const finishedOf: Sentence = ({ status, attempt, durationMs }, _meta, { t, duration }) =>
  t('executions.summary.finished', {
    status,
    attempts: attempt,
    duration: duration(durationMs ?? 0),
  });

const cancelledOf: Sentence = (execution, meta, wording) =>
  execution.startedAt === null
    ? wording.t('executions.summary.cancelled-before')
    : finishedOf(execution, meta, wording);

const skippedOf: Sentence = ({ reason }, _meta, { t }) =>
  t('executions.summary.skipped', { reason: reason === null ? 'none' : reasonOf(reason, t) });

const missedOf: Sentence = ({ reason }, { missedCount }, { t }) =>
  t('executions.summary.missed', {
    count: missedCount ?? 1,
    reason: reason === null ? t('executions.summary.missed.why') : reasonOf(reason, t),
  });

const OUTCOMES: Record<ExecutionStatus, Sentence> = {
  waiting: pendingOf,
  queued: pendingOf,
  dispatched: pendingOf,
  running: runningOf,
  succeeded: finishedOf,
  failed: finishedOf,
  timed_out: finishedOf,
  cancelled: cancelledOf,
  skipped: skippedOf,
  missed: missedOf,
  lost: finishedOf,
};

/** Why it did not run, in words; empty where the record names no reason. */
export const reasonOf = (reason: ExecutionView['reason'], t: Translate): string =>
  reason === null ? '' : t(`executions.reason.${reason}`);
