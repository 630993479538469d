import type { JobDefinition, RetryPolicy } from '../../server/src/contract/job';
import type { CronSchedule, ElapsedInterval } from '../../server/src/contract/schedule';
import { admitUpTo } from '../../server/src/domain/overlap';
import type { AfterAttempt } from '../../server/src/domain/transition';
import type {
  Advance,
  AttemptEnd,
  ClaimedExecution,
  ExecutionPlan,
  NewExecution,
} from '../../server/src/engine/ports';

/** Records as tests need them: sound as they come, with what a test is about given by name. */

const base = {
  timezone: 'UTC',
  enabled: true,
  priority: 0,
  startAt: null,
  endAt: null,
  comment: null,
} as const;

export const aCron = (expression: string, given: Partial<CronSchedule> = {}): CronSchedule => ({
  ...base,
  key: 'cron',
  kind: 'cron',
  expression,
  ...given,
});

export const anInterval = (
  every: string,
  given: Partial<ElapsedInterval> = {}
): ElapsedInterval => ({
  ...base,
  key: 'interval',
  kind: 'interval',
  every,
  anchor: '2026-01-01T00:00:00.000Z',
  ...given,
});

export const aRetry = (given: Partial<RetryPolicy> = {}): RetryPolicy => ({
  maxAttempts: 3,
  strategy: 'exponential',
  delayMs: 10_000,
  maxDelayMs: 600_000,
  delaysMs: null,
  jitter: 0,
  maxTotalMs: 3_600_000,
  when: null,
  ...given,
});

export const aDefinition = (given: Partial<JobDefinition> = {}): JobDefinition => ({
  name: 'A job',
  description: '',
  category: null,
  tags: [],
  template: 'self-test',
  templateVersion: 1,
  parameters: {},
  schedules: [],
  calendars: { exclude: [], only: [] },
  missed: { policy: 'last', windowMs: 3_600_000 },
  overlap: 'skip',
  priority: 'normal',
  concurrency: { limit: null, key: null },
  timeoutMs: null,
  onLost: 'fail',
  retry: aRetry(),
  breaker: null,
  dependencies: { mode: 'all_success', jobs: [] },
  hooks: { before: [], after: [] },
  notifications: [],
  enabled: true,
  startAt: null,
  endAt: null,
  maxExecutions: null,
  jitterMs: 0,
  ...given,
});

export const aPlan = (given: Partial<ExecutionPlan> = {}): ExecutionPlan => ({
  template: 'self-test',
  templateVersion: 1,
  timeoutMs: 300_000,
  onLost: 'fail',
  retry: aRetry(),
  overlap: 'skip',
  owner: null,
  ...given,
});

let made = 0;
/** A documentId that no other record of this test file has. */
export const aDocumentId = (): string => `doc${(made += 1)}`.padEnd(24, 'x');

export const anExecution = (given: Partial<NewExecution> = {}): NewExecution => ({
  documentId: aDocumentId(),
  trigger: 'manual',
  slotAt: null,
  readyAt: 0,
  status: 'queued',
  reason: null,
  priority: 20,
  plan: aPlan(),
  limit: null,
  parameters: {},
  scheduleKey: null,
  mergedKeys: [],
  missedFrom: null,
  missedCount: null,
  upstreams: [],
  openUpstreams: null,
  startedBy: null,
  note: null,
  ...given,
});

export const anAdvance = (given: Partial<Advance> = {}): Advance => ({
  job: { id: 1, documentId: 'job1'.padEnd(24, '0'), name: 'A job', revision: 1, overlap: 'skip' },
  fromNextAt: 0,
  nextAt: null,
  cursorAt: 0,
  executions: [],
  ...given,
});

/** What of a step may be queued, by its overlap, where nothing bounds the queue that a test makes. */
export const admit = admitUpTo(10_000);

/** A success that ended at this instant. */
export const aSuccess = (finishedAt: number) =>
  ({
    status: 'succeeded',
    reason: null,
    finishedAt,
    result: null,
    error: null,
    exitCode: null,
  }) as const satisfies AfterAttempt;

/** The end of what was claimed. */
export const anEnd = (
  { ref, job, limitKey }: ClaimedExecution,
  next: AfterAttempt
): AttemptEnd => ({
  ref,
  job: { id: job.id },
  limitKey,
  attempt: {
    attempt: ref.attempt,
    status: next.status === 'succeeded' ? 'succeeded' : 'failed',
    startedAt: null,
    finishedAt: null,
    durationMs: null,
    node: null,
    error: null,
    exitCode: null,
  },
  next,
});
