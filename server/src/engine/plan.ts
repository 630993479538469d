import type { JobDefinition } from '../contract/job';
import { PRIORITY_NUMBERS } from '../domain/claim-order';
import { hasHooks, hooksOf } from '../domain/hooks';
import { limitOf } from '../domain/limits';
import type { ExecutionPlan, NewExecution, Owner } from './ports';

/** What an execution takes along from its job, whoever starts it. */
export const planOf = (
  definition: JobDefinition,
  owner: Owner | null,
  defaultTimeoutMs: number
): ExecutionPlan => ({
  template: definition.template,
  templateVersion: definition.templateVersion,
  timeoutMs: definition.timeoutMs ?? defaultTimeoutMs,
  onLost: definition.onLost,
  retry: definition.retry,
  overlap: definition.overlap,
  owner,
  ...(hasHooks(hooksOf(definition)) ? { hooks: hooksOf(definition) } : {}),
});

/** How it queues, whoever starts it: an execution keeps the limit and the priority that its job had at that time. */
export const queueingOf = (
  jobId: number,
  { priority, concurrency }: JobDefinition
): Pick<NewExecution, 'priority' | 'limit'> => ({
  priority: PRIORITY_NUMBERS[priority],
  limit: limitOf(jobId, concurrency),
});

/** Of no schedule, and neither missed nor waiting for another job. */
export const onItsOwn = (): Pick<
  NewExecution,
  'scheduleKey' | 'mergedKeys' | 'missedFrom' | 'missedCount' | 'upstreams' | 'openUpstreams'
> => ({
  scheduleKey: null,
  mergedKeys: [],
  missedFrom: null,
  missedCount: null,
  upstreams: [],
  openUpstreams: null,
});
