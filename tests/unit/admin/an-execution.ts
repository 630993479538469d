import type { ExecutionMeta, ExecutionView } from '../../../server/src/contract/execution';

/** An execution that went well, with what a test wants otherwise. */
export const anExecution = (changes: Partial<ExecutionView> = {}): ExecutionView => ({
  documentId: 'execution-1',
  job: { documentId: 'job-1', name: 'Nightly cleanup' },
  trigger: 'schedule',
  scheduledFor: '2026-11-21T02:00:00.000Z',
  queuedAt: '2026-11-21T02:00:00.100Z',
  startedAt: '2026-11-21T02:00:00.200Z',
  finishedAt: '2026-11-21T02:00:00.550Z',
  delayMs: 200,
  durationMs: 350,
  status: 'succeeded',
  reason: null,
  attempt: 1,
  maxAttempts: 3,
  attempts: [],
  parameters: {},
  result: null,
  error: null,
  exitCode: null,
  progress: null,
  node: 'node-a',
  startedBy: null,
  occurrenceId: 'execution-1',
  ...changes,
});

export const someMeta = (changes: Partial<ExecutionMeta> = {}): ExecutionMeta => ({
  missedCount: null,
  schedule: 'nightly',
  nextAttemptAt: null,
  cancelRequested: false,
  note: null,
  missedFrom: null,
  merged: [],
  keptBackBy: null,
  waitsFor: null,
  upstreams: [],
  ...changes,
});
