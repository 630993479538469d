import { NumberInput, TextInput } from '@strapi/design-system';

import { FieldFrame } from '../../components/inputs/field-frame';
import { useTranslate } from '../../translate';
import { ChoiceField } from './choice-field';
import type { PoliciesProps } from './policies-props';
import { LIMIT_SCOPES } from './policy-form';

/** How many may run at once: of this job, or of all jobs that name the same limit. */
export const LimitFields = ({ policies, errors, onChange }: PoliciesProps) => {
  const t = useTranslate();
  const { limitScope, limit, limitKey } = policies;
  return (
    <>
      <ChoiceField
        label={t('policies.limit')}
        hint={t('policies.limit.hint')}
        error={errors['concurrency']}
        choices={LIMIT_SCOPES}
        textOf={(choice) => t(`policies.limit.${choice}`)}
        value={limitScope}
        onChange={(next) =>
          onChange({ limitScope: next, ...(limit === undefined && { limit: 1 }) })
        }
      />
      {limitScope !== 'none' && (
        <FieldFrame
          label={t('policies.limit.count')}
          hint={t(`policies.limit.count.hint.${limitScope}`)}
          error={errors['concurrency.limit']}
        >
          <NumberInput
            step={1}
            {...(limit === undefined ? {} : { value: limit })}
            onValueChange={(next) => onChange({ limit: next })}
          />
        </FieldFrame>
      )}
      {limitScope === 'key' && (
        <FieldFrame
          label={t('policies.limit.shared-name')}
          hint={t('policies.limit.shared-name.hint')}
          error={errors['concurrency.key']}
          required
        >
          <TextInput
            value={limitKey}
            onChange={(event) => onChange({ limitKey: event.target.value })}
          />
        </FieldFrame>
      )}
    </>
  );
};
