import type { RetryConditions } from '../../../../server/src/contract/job';
import type { FormErrors } from '../../form-errors';
import { validateHooks } from './hook-form';
import type { PolicyForm } from './policy-form';
import { rangeErrors, REQUIRED } from './range-errors';

const DAY_MS = 86_400_000;

/** What is empty or out of range in the policies; the bounds are the server's. */
export const validatePolicies = (form: PolicyForm): FormErrors => ({
  ...rangeErrors('retry.maxAttempts', form.maxAttempts, 1, 100),
  ...(form.when !== null && form.maxAttempts !== 1 && whenErrors(form.when)),
  ...(form.limitScope !== 'none' && rangeErrors('concurrency.limit', form.limit, 1, 1_000)),
  ...(form.limitScope === 'key' && form.limitKey.trim() === '' && { 'concurrency.key': REQUIRED }),
  ...(form.hasBreaker && {
    ...rangeErrors('breaker.failures', form.breakerFailures, 1, 1_000),
    ...rangeErrors('breaker.coolDownMs', form.breakerCoolDownMs, 1_000, 7 * DAY_MS),
  }),
  ...validateHooks(form.hooks),
});

const whenErrors = (when: RetryConditions): FormErrors => {
  const { exitCodes, httpStatuses, errorCodes, timeout } = when;
  const isEmpty =
    !timeout && [exitCodes, httpStatuses, errorCodes].every((list) => list.length === 0);
  if (isEmpty) return { 'retry.when': { id: 'policies.error.none-chosen' } };
  return {
    ...(!areWithin(exitCodes, 0, 255) && {
      'retry.when.exitCodes': { id: 'policies.error.numbers' },
    }),
    ...(!areWithin(httpStatuses, 100, 599) && {
      'retry.when.httpStatuses': { id: 'policies.error.statuses' },
    }),
  };
};

const areWithin = (values: readonly number[], min: number, max: number): boolean =>
  values.every((value) => Number.isInteger(value) && value >= min && value <= max);
