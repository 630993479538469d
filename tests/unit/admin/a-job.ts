import type { JobMeta, JobView } from '../../../server/src/contract/job';
import { TIMING_DEFAULTS } from '../../../admin/src/features/schedules/timing-form';
import { POLICY_DEFAULTS } from '../../../admin/src/features/wizard/policy-form';

/** A job as the server answers it, all at its defaults, with what a test wants otherwise. */
export const aJob = (changes: Partial<JobView> = {}): JobView => ({
  ...TIMING_DEFAULTS,
  ...POLICY_DEFAULTS,
  name: 'Ping',
  description: '',
  category: null,
  tags: [],
  template: 'http-request',
  templateVersion: 1,
  parameters: { url: 'https://example.com', method: 'POST' },
  schedules: [],
  concurrency: { limit: null, key: null },
  breaker: null,
  dependencies: { mode: 'all_success', jobs: [] },
  notifications: [],
  enabled: true,
  documentId: 'abc',
  revision: 7,
  owner: null,
  status: 'active',
  nextRunAt: null,
  pausedUntil: null,
  pauseNote: null,
  lastExecution: null,
  recentStatuses: [],
  executionCount: 0,
  failureCount: 0,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  ...changes,
});

/** What stands beside a job that nothing holds, waits for or limits. */
export const someJobMeta = (changes: Partial<JobMeta> = {}): JobMeta => ({
  descriptions: {},
  heldReason: null,
  breaker: null,
  pause: null,
  upstreams: [],
  dependents: [],
  calendars: {},
  scheduledCount: 0,
  queued: 0,
  running: 0,
  ...changes,
});
