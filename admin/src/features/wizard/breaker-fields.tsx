import { NumberInput, Toggle } from '@strapi/design-system';

import { DurationInput } from '../../components/inputs/duration-input';
import { FieldFrame } from '../../components/inputs/field-frame';
import { useTranslate } from '../../translate';
import type { PoliciesProps } from './policies-props';

/** Keeps a job that fails again and again from running for a while. */
export const BreakerFields = ({ policies, errors, onChange }: PoliciesProps) => {
  const t = useTranslate();
  const { hasBreaker, breakerFailures, breakerCoolDownMs } = policies;
  return (
    <>
      <FieldFrame
        label={t('policies.breaker')}
        hint={t('policies.breaker.hint')}
        error={errors['breaker']}
      >
        <Toggle
          checked={hasBreaker}
          onLabel={t('common.yes')}
          offLabel={t('common.no')}
          onChange={(event) => onChange({ hasBreaker: event.target.checked })}
        />
      </FieldFrame>
      {hasBreaker && (
        <>
          <FieldFrame
            label={t('policies.breaker.failures')}
            hint={t('policies.breaker.failures.hint')}
            error={errors['breaker.failures']}
          >
            <NumberInput
              step={1}
              {...(breakerFailures === undefined ? {} : { value: breakerFailures })}
              onValueChange={(next) => onChange({ breakerFailures: next })}
            />
          </FieldFrame>
          <FieldFrame
            label={t('policies.breaker.cool-down')}
            hint={t('policies.breaker.cool-down.hint')}
            error={errors['breaker.coolDownMs']}
          >
            <DurationInput
              label={t('policies.breaker.cool-down')}
              value={breakerCoolDownMs}
              onChange={(next) => onChange({ breakerCoolDownMs: next })}
            />
          </FieldFrame>
        </>
      )}
    </>
  );
};
