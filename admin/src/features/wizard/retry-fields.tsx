import { Flex, NumberInput } from '@strapi/design-system';

import { RETRY_STRATEGIES } from '../../../../server/src/contract/job';
import { DurationInput } from '../../components/inputs/duration-input';
import { FieldFrame } from '../../components/inputs/field-frame';
import { Fold } from '../../components/inputs/fold';
import { firstError } from '../../form-errors';
import { useTranslate } from '../../translate';
import { ChoiceField } from './choice-field';
import { CustomDelays } from './custom-delays';
import type { PoliciesProps } from './policies-props';
import type { PolicyForm } from './policy-form';
import { RetryConditionsFields } from './retry-conditions-fields';

/** How often a failed run is tried again, and how long it waits in between. */
export const RetryFields = (props: PoliciesProps) => {
  const t = useTranslate();
  const { policies, errors, onChange } = props;
  const retries = policies.maxAttempts === undefined || policies.maxAttempts > 1;
  return (
    <>
      <FieldFrame
        label={t('wizard.max-attempts')}
        hint={t('wizard.max-attempts.hint')}
        error={errors['retry.maxAttempts']}
      >
        <NumberInput
          step={1}
          {...(policies.maxAttempts === undefined ? {} : { value: policies.maxAttempts })}
          onValueChange={(maxAttempts) => onChange({ maxAttempts })}
        />
      </FieldFrame>
      {retries && (
        <>
          <ChoiceField
            label={t('wizard.strategy')}
            error={errors['retry.strategy']}
            choices={RETRY_STRATEGIES}
            textOf={(choice) => t(`wizard.strategy.${choice}`)}
            value={policies.strategy}
            onChange={(strategy) => onChange({ strategy })}
          />
          {policies.strategy === 'custom' ? (
            <CustomDelays
              delays={policies.delaysMs}
              error={firstError(errors, 'retry.delaysMs')}
              onChange={(delaysMs) => onChange({ delaysMs })}
            />
          ) : (
            <DurationPolicy {...props} name="delayMs" label={t('wizard.delay')} />
          )}
          <RetryDetails {...props} />
        </>
      )}
    </>
  );
};

const RetryDetails = (props: PoliciesProps) => {
  const t = useTranslate();
  const { policies, errors, onChange } = props;
  const names = ['retry.maxDelayMs', 'retry.maxTotalMs', 'retry.jitter', 'retry.when'];
  return (
    <Fold
      title={t('wizard.retry.more')}
      open={names.some((name) => firstError(errors, name) !== undefined)}
    >
      <Flex direction="column" alignItems="stretch" gap={4}>
        <DurationPolicy {...props} name="maxDelayMs" label={t('wizard.max-delay')} />
        <DurationPolicy {...props} name="maxTotalMs" label={t('wizard.max-total')} />
        <FieldFrame
          label={t('wizard.jitter')}
          hint={t('wizard.jitter.hint')}
          error={errors['retry.jitter']}
        >
          <NumberInput
            {...(policies.jitter === undefined ? {} : { value: Math.round(policies.jitter * 100) })}
            onValueChange={(percent) =>
              onChange({ jitter: percent === undefined ? undefined : percent / 100 })
            }
          />
        </FieldFrame>
        <RetryConditionsFields
          when={policies.when}
          errors={errors}
          onChange={(when) => onChange({ when })}
        />
      </Flex>
    </Fold>
  );
};

interface DurationPolicyProps extends PoliciesProps {
  name: Extract<keyof PolicyForm, 'delayMs' | 'maxDelayMs' | 'maxTotalMs'>;
  label: string;
}

const DurationPolicy = ({ name, label, policies, errors, onChange }: DurationPolicyProps) => (
  <FieldFrame label={label} error={errors[`retry.${name}`]}>
    <DurationInput
      label={label}
      value={policies[name]}
      onChange={(duration) => onChange({ [name]: duration })}
    />
  </FieldFrame>
);
