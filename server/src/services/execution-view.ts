import type {
  AttemptView,
  ExecutionMeta,
  ExecutionView,
  ExecutionWait,
  UpstreamToken,
  UpstreamView,
} from '../contract/execution';
import { iso, isoOrNull } from './job-view';
import { readableUpstreams } from './named-dependencies';
import type { Caller, ServicePorts } from './ports';
import type { ExecutionRecord } from './records';

/** An execution as clients see it: `startedAt` is its first start, `durationMs` spans all its attempts. */
export const viewExecution = (execution: ExecutionRecord): ExecutionView => {
  const { slotAt, queuedAt, firstStartedAt, finishedAt } = execution;
  return {
    documentId: execution.documentId,
    job: { documentId: execution.jobDocumentId, name: execution.jobName },
    trigger: execution.trigger,
    scheduledFor: isoOrNull(slotAt),
    queuedAt: iso(queuedAt),
    startedAt: isoOrNull(firstStartedAt),
    finishedAt: isoOrNull(finishedAt),
    delayMs: firstStartedAt === null ? null : Math.max(0, firstStartedAt - (slotAt ?? queuedAt)),
    durationMs: firstStartedAt === null || finishedAt === null ? null : finishedAt - firstStartedAt,
    status: execution.status,
    reason: execution.reason,
    attempt: execution.attempt,
    maxAttempts: execution.maxAttempts,
    attempts: [...execution.attempts, ...runningAttempt(execution)],
    parameters: execution.parameters,
    result: execution.result,
    error: execution.error,
    exitCode: execution.exitCode,
    progress: execution.progress,
    node: execution.node,
    startedBy: execution.startedBy,
    occurrenceId: execution.documentId,
  };
};

/** One execution and what is told beside it. */
export const answerExecution = async (
  ports: Pick<ServicePorts, 'store'>,
  caller: Pick<Caller, 'scopeOf'>,
  execution: ExecutionRecord
): Promise<{ data: ExecutionView; meta: ExecutionMeta }> => {
  const meta = executionMeta(execution);
  const upstreams = await readableUpstreams(ports, caller, meta.upstreams);
  return { data: viewExecution(execution), meta: { ...meta, upstreams } };
};

/** documentId → what it waits for, of those that wait for something; upstreams as far as the caller may read them. */
export const waitsOf = async (
  ports: Pick<ServicePorts, 'store'>,
  caller: Pick<Caller, 'scopeOf'>,
  executions: readonly ExecutionRecord[]
): Promise<Record<string, ExecutionWait>> => {
  const waiting = executions.filter(({ waitsFor }) => waitsFor !== null);
  const all = waiting.flatMap(({ upstreams }) => upstreams.map(viewUpstream));
  const read = await readableUpstreams(ports, caller, all);
  const readable = new Set(read.map(({ job }) => job.documentId));
  return Object.fromEntries(
    waiting.map(({ documentId, waitsFor, upstreams }) => [
      documentId,
      {
        waitsFor,
        upstreams: upstreams.filter(({ job }) => readable.has(job.documentId)).map(viewUpstream),
      },
    ])
  );
};

const executionMeta = (execution: ExecutionRecord): ExecutionMeta => ({
  missedCount: execution.missedCount,
  missedFrom: isoOrNull(execution.missedFrom),
  schedule: execution.scheduleKey,
  nextAttemptAt:
    execution.status === 'queued' && execution.attempt > 0 ? iso(execution.readyAt) : null,
  cancelRequested: execution.cancelRequestedAt !== null && execution.finishedAt === null,
  note: execution.note,
  merged: execution.mergedKeys,
  keptBackBy: execution.keptBackBy,
  waitsFor: execution.waitsFor,
  upstreams: execution.upstreams.map(viewUpstream),
});

const viewUpstream = ({ job, execution, status }: UpstreamToken): UpstreamView => ({
  job,
  execution: execution === null || status === null ? null : { documentId: execution, status },
});

/** The store writes an attempt into the history when it ends. */
const runningAttempt = (execution: ExecutionRecord): AttemptView[] =>
  execution.status !== 'running'
    ? []
    : [
        {
          attempt: execution.attempt,
          status: 'running',
          startedAt: isoOrNull(execution.startedAt),
          finishedAt: null,
          durationMs: null,
          node: execution.node,
          error: null,
          exitCode: null,
        },
      ];
