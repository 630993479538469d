import {
  FINAL_STATUSES,
  type AttemptView,
  type ExecutionMeta,
  type ExecutionStatus,
  type ExecutionView,
} from '../../../../server/src/contract/execution';

export type TimelineStep =
  | { kind: 'due'; at: string }
  | { kind: 'queued'; at: string }
  | { kind: 'started'; at: string; attempt: number; node: string | null }
  | { kind: 'attempt-ended'; at: string; attempt: AttemptView }
  | { kind: 'next-attempt'; at: string; attempt: number }
  | { kind: 'cancel-requested' }
  | { kind: 'ended'; at: string; status: ExecutionStatus };

/** Due → claimed → attempts → done, in the order in which it happened. */
export const timelineOf = (execution: ExecutionView, meta: ExecutionMeta): TimelineStep[] => {
  const { scheduledFor, queuedAt, finishedAt, status } = execution;
  return [
    ...(scheduledFor === null ? [] : [{ kind: 'due' as const, at: scheduledFor }]),
    { kind: 'queued', at: queuedAt },
    ...execution.attempts.flatMap(attemptSteps),
    ...(meta.nextAttemptAt === null
      ? []
      : [
          {
            kind: 'next-attempt' as const,
            at: meta.nextAttemptAt,
            attempt: execution.attempts.length + 1,
          },
        ]),
    ...(meta.cancelRequested && !isFinal(status) ? [{ kind: 'cancel-requested' as const }] : []),
    ...(finishedAt === null ? [] : [{ kind: 'ended' as const, at: finishedAt, status }]),
  ];
};

const attemptSteps = (attempt: AttemptView): TimelineStep[] => [
  ...(attempt.startedAt === null
    ? []
    : [
        {
          kind: 'started' as const,
          at: attempt.startedAt,
          attempt: attempt.attempt,
          node: attempt.node,
        },
      ]),
  ...(attempt.finishedAt === null
    ? []
    : [{ kind: 'attempt-ended' as const, at: attempt.finishedAt, attempt }]),
];

const FINAL: ReadonlySet<ExecutionStatus> = new Set(FINAL_STATUSES);

/** It will not move on by itself. */
export const isFinal = (status: ExecutionStatus): boolean => FINAL.has(status);
