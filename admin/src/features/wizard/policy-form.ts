import type {
  JobDefinition,
  MissedPolicy,
  OnLost,
  Overlap,
  Priority,
  RetryConditions,
  RetryPolicy,
  RetryStrategy,
} from '../../../../server/src/contract/job';

/** How a job behaves when something is late, twice or wrong. Numbers are undefined while emptied. */
export interface PolicyForm {
  missedPolicy: MissedPolicy;
  missedWindowMs: number | undefined;
  overlap: Overlap;
  priority: Priority;
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
  startAt: string | null;
  endAt: string | null;
}

type PolicyFields = Pick<
  JobDefinition,
  'missed' | 'overlap' | 'priority' | 'timeoutMs' | 'onLost' | 'retry' | 'startAt' | 'endAt'
>;

/** What the server fills in where a field is left out. */
export const POLICY_DEFAULTS: PolicyFields = {
  missed: { policy: 'last', windowMs: 3_600_000 },
  overlap: 'skip',
  priority: 'normal',
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
  startAt: null,
  endAt: null,
};

export const policyFormOf = (fields: PolicyFields): PolicyForm => ({
  missedPolicy: fields.missed.policy,
  missedWindowMs: fields.missed.windowMs,
  overlap: fields.overlap,
  priority: fields.priority,
  timeoutMs: fields.timeoutMs ?? undefined,
  onLost: fields.onLost,
  ...fields.retry,
  delaysMs: fields.retry.delaysMs ?? [fields.retry.delayMs],
  startAt: fields.startAt,
  endAt: fields.endAt,
});

/** The policies as they are sent, every field said; what is empty is sent as null and refused. */
export const policyFields = (form: PolicyForm): Record<keyof PolicyFields, unknown> => ({
  missed: { policy: form.missedPolicy, windowMs: form.missedWindowMs ?? null },
  overlap: form.overlap,
  priority: form.priority,
  timeoutMs: form.timeoutMs ?? null,
  onLost: form.onLost,
  retry: retryOf(form),
  startAt: form.startAt,
  endAt: form.endAt,
});

/** Only what differs from the defaults. */
export const changedPolicyFields = (form: PolicyForm): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(policyFields(form)).filter(
      ([name, value]) =>
        JSON.stringify(value) !== JSON.stringify(POLICY_DEFAULTS[name as keyof PolicyFields])
    )
  );

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
