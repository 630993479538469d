import type { DependencyMode } from '../../../../server/src/contract/dependency';
import type {
  JobDefinition,
  OnLost,
  Overlap,
  Priority,
  RetryConditions,
  RetryPolicy,
  RetryStrategy,
} from '../../../../server/src/contract/job';

import { hooksFormOf, NO_HOOKS, wireHooks, type HooksForm } from './hook-form';

export const LIMIT_SCOPES = ['none', 'job', 'key'] as const;
/** Whose executions a limit counts: nobody's, this job's, or those of all jobs that share a name. */
export type LimitScope = (typeof LIMIT_SCOPES)[number];

/** A job that another one waits for; the name is null where the user may not read it. */
export interface JobReference {
  documentId: string;
  name: string | null;
}

/** How a job behaves when something is twice, too long or wrong. Numbers are undefined while emptied. */
export interface PolicyForm {
  overlap: Overlap;
  priority: Priority;
  limitScope: LimitScope;
  limit: number | undefined;
  limitKey: string;
  hasBreaker: boolean;
  breakerFailures: number | undefined;
  breakerCoolDownMs: number | undefined;
  dependencyMode: DependencyMode;
  upstreams: JobReference[];
  hooks: HooksForm;
  /** Undefined: the site's default. */
  timeoutMs: number | undefined;
  onLost: OnLost;
  maxAttempts: number | undefined;
  strategy: RetryStrategy;
  delayMs: number | undefined;
  maxDelayMs: number | undefined;
  /** Waits of the strategy `custom`, in milliseconds. */
  delaysMs: (number | undefined)[];
  /** 0 to 1. */
  jitter: number | undefined;
  maxTotalMs: number | undefined;
  when: RetryConditions | null;
}

type PolicyFields = Pick<
  JobDefinition,
  | 'overlap'
  | 'priority'
  | 'concurrency'
  | 'breaker'
  | 'dependencies'
  | 'hooks'
  | 'timeoutMs'
  | 'onLost'
  | 'retry'
>;

/** What the server fills in where a field is left out. */
export const POLICY_DEFAULTS: PolicyFields = {
  overlap: 'skip',
  priority: 'normal',
  concurrency: { limit: null, key: null },
  breaker: null,
  dependencies: { mode: 'all_success', jobs: [] },
  hooks: NO_HOOKS,
  timeoutMs: null,
  onLost: 'fail',
  retry: {
    maxAttempts: 3,
    strategy: 'exponential',
    delayMs: 10_000,
    maxDelayMs: 600_000,
    delaysMs: null,
    jitter: 0.2,
    maxTotalMs: 3_600_000,
    when: null,
  },
};

/** What the switch of the breaker starts with. */
const NEW_BREAKER = { failures: 5, coolDownMs: 600_000 };

/** `known`: the names of the jobs that it waits for, as far as the user may read them. */
export const policyFormOf = (
  fields: PolicyFields,
  known: readonly JobReference[] = []
): PolicyForm => ({
  overlap: fields.overlap,
  priority: fields.priority,
  ...limitFormOf(fields.concurrency),
  hasBreaker: fields.breaker !== null,
  breakerFailures: (fields.breaker ?? NEW_BREAKER).failures,
  breakerCoolDownMs: (fields.breaker ?? NEW_BREAKER).coolDownMs,
  dependencyMode: fields.dependencies.mode,
  upstreams: fields.dependencies.jobs.map(
    (documentId) => known.find((one) => one.documentId === documentId) ?? { documentId, name: null }
  ),
  hooks: hooksFormOf(fields.hooks),
  timeoutMs: fields.timeoutMs ?? undefined,
  onLost: fields.onLost,
  ...fields.retry,
  delaysMs: fields.retry.delaysMs ?? [fields.retry.delayMs],
});

/** The policies as they are sent, every field said; what is empty is sent as null and refused. */
export const policyFields = (form: PolicyForm): Record<keyof PolicyFields, unknown> => ({
  overlap: form.overlap,
  priority: form.priority,
  concurrency: limitOf(form),
  breaker: form.hasBreaker
    ? { failures: form.breakerFailures ?? null, coolDownMs: form.breakerCoolDownMs ?? null }
    : null,
  dependencies: {
    mode: form.dependencyMode,
    jobs: form.upstreams.map(({ documentId }) => documentId),
  },
  hooks: wireHooks(form.hooks),
  timeoutMs: form.timeoutMs ?? null,
  onLost: form.onLost,
  retry: retryOf(form),
});

/** Only what differs from the defaults. */
export const changedPolicyFields = (form: PolicyForm): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(policyFields(form)).filter(
      ([name, value]) =>
        JSON.stringify(value) !== JSON.stringify(POLICY_DEFAULTS[name as keyof PolicyFields])
    )
  );

const limitFormOf = ({
  limit,
  key,
}: PolicyFields['concurrency']): Pick<PolicyForm, 'limitScope' | 'limit' | 'limitKey'> => ({
  limitScope: key !== null ? 'key' : limit === null ? 'none' : 'job',
  limit: limit ?? undefined,
  limitKey: key ?? '',
});

/** An emptied number is null and refused, except where nothing is limited. */
const limitOf = ({ limitScope, limit, limitKey }: PolicyForm) => ({
  limit: limitScope === 'none' ? null : (limit ?? null),
  key: limitScope === 'key' ? limitKey.trim() : null,
});

const retryOf = (form: PolicyForm): Record<keyof RetryPolicy, unknown> => ({
  maxAttempts: form.maxAttempts ?? null,
  strategy: form.strategy,
  delayMs: form.delayMs ?? null,
  maxDelayMs: form.maxDelayMs ?? null,
  delaysMs: form.strategy === 'custom' ? form.delaysMs.map((delay) => delay ?? null) : null,
  jitter: form.jitter ?? null,
  maxTotalMs: form.maxTotalMs ?? null,
  when: form.when,
});
