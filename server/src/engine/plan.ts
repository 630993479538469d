import type { JobDefinition, Priority } from '../contract/job';
import type { ExecutionPlan, Owner } from './ports';

/** Claimed in this order. */
export const PRIORITY_ORDER = { high: 10, normal: 20, low: 30 } as const satisfies Record<
  Priority,
  number
>;

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
});
