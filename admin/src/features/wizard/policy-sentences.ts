import { HOOK_TIMES } from '../../../../server/src/contract/hook';
import type { RetryConditions } from '../../../../server/src/contract/job';
import type { Translate } from '../../translate';
import type { JobForm } from './job-form';
import type { PolicyForm } from './policy-form';

export interface PolicyWording {
  t: Translate;
  /** Milliseconds in words; a dash for none. */
  duration: (ms: number | undefined) => string;
  /** `a, b and c` in the admin's language. */
  list: (items: string[]) => string;
}

/** What the job waits for, in a sentence; none where it waits for nothing. */
export const dependencySentences = (
  { policies, schedules }: Pick<JobForm, 'policies' | 'schedules'>,
  { t, list }: PolicyWording
): string[] => {
  const { upstreams, dependencyMode } = policies;
  if (upstreams.length === 0) return [];
  const jobs = list(upstreams.map(({ name }) => name ?? t('common.job-unseen')));
  const place = schedules.length === 0 ? 'after' : 'before';
  return [t(`policies.sentence.${place}.${dependencyMode}`, { jobs })];
};

/** Which failures are tried again, the limit and the breaker, where somebody decided on them. */
export const policySentences = (policies: PolicyForm, wording: PolicyWording): string[] => [
  ...whenSentences(policies, wording),
  ...limitSentences(policies, wording),
  ...breakerSentences(policies, wording),
  ...hookSentences(policies, wording),
];

const whenSentences = ({ when, maxAttempts }: PolicyForm, { t, list }: PolicyWording): string[] => {
  if (when === null || maxAttempts === 1) return [];
  const failures = failureWords(when, { t, list });
  return failures.length === 0
    ? []
    : [t('policies.sentence.retry-when', { failures: list(failures) })];
};

const failureWords = (
  when: RetryConditions,
  { t, list }: Pick<PolicyWording, 't' | 'list'>
): string[] => [
  ...(when.timeout ? [t('policies.when.timeout')] : []),
  ...(when.httpStatuses.length > 0
    ? [t('policies.when.statuses', { list: list(when.httpStatuses.map(String)) })]
    : []),
  ...(when.errorCodes.length > 0
    ? [t('policies.when.codes', { list: list(when.errorCodes) })]
    : []),
  ...(when.exitCodes.length > 0
    ? [t('policies.when.exits', { list: list(when.exitCodes.map(String)) })]
    : []),
];

const limitSentences = (
  { limitScope, limit, limitKey }: PolicyForm,
  { t }: PolicyWording
): string[] =>
  limitScope === 'none'
    ? []
    : [t(`policies.sentence.limit.${limitScope}`, { count: limit ?? 0, key: limitKey.trim() })];

const breakerSentences = (
  { hasBreaker, breakerFailures, breakerCoolDownMs }: PolicyForm,
  { t, duration }: PolicyWording
): string[] =>
  hasBreaker
    ? [
        t('policies.sentence.breaker', {
          failures: breakerFailures ?? 0,
          wait: duration(breakerCoolDownMs),
        }),
      ]
    : [];

const hookSentences = ({ hooks }: PolicyForm, { t }: PolicyWording): string[] =>
  HOOK_TIMES.filter((time) => hooks[time].length > 0).map((time) =>
    t(`policies.sentence.hooks.${time}`, { count: hooks[time].length })
  );
