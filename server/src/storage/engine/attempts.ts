import type { AttemptView } from '../../contract/execution';
import { instantOf, isoOf } from '../../domain/instant';
import type { AttemptEnd } from '../../engine/ports';
import { fromJson, toNumber, toNumberOrNull, toTextOrNull } from './rows';
import type { Row } from './session';

/**
 * The attempts of a row so far, without a running one. Of what succeeded at its first try the row's own columns say all
 * there is: no JSON is kept of it, which is a fifth of what its end costs.
 */
export const attemptsOf = (row: Row): AttemptView[] => {
  const kept = row['attempts'];
  if (kept !== null && kept !== undefined) return fromJson(kept) as AttemptView[];
  const isOnlyOne =
    row['status'] === 'succeeded' && toNumber(row['attempt']) === 1 && row['started_at'] !== null;
  return isOnlyOne ? [onlyAttempt(row)] : [];
};

const onlyAttempt = (row: Row): AttemptView => {
  const startedAt = toNumber(row['started_at']);
  const finishedAt = toNumber(row['finished_at']);
  return {
    attempt: 1,
    status: 'succeeded',
    startedAt: isoOf(startedAt),
    finishedAt: isoOf(finishedAt),
    durationMs: finishedAt - startedAt,
    node: toTextOrNull(row['node']),
    error: null,
    exitCode: toNumberOrNull(row['exit_code']),
  };
};

/** Whether the locked row will say all that is to be said of the attempt, which is its first and its last. */
export const saysAllOf = (row: Row, { attempt, next }: AttemptEnd): boolean =>
  row['attempts'] === null &&
  next.status === 'succeeded' &&
  attempt.status === 'succeeded' &&
  attempt.attempt === 1 &&
  attempt.hooks === undefined &&
  attempt.node === toTextOrNull(row['node']) &&
  attempt.startedAt !== null &&
  instantOf(attempt.startedAt) === toNumberOrNull(row['started_at']) &&
  attempt.finishedAt !== null &&
  instantOf(attempt.finishedAt) === next.finishedAt &&
  attempt.exitCode === next.exitCode;
