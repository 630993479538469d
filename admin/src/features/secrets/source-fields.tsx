import { Flex, SingleSelect, SingleSelectOption, TextInput } from '@strapi/design-system';

import type { SecretProvider, SecretView } from '../../../../server/src/contract/secret';
import { FieldFrame } from '../../components/inputs/field-frame';
import type { FormErrors } from '../../form-errors';
import { useTranslate } from '../../translate';
import type { SecretForm } from './secret-form';
import { useListSchedulerSecretsQuery } from './secrets-api';
import { ValueInput } from './value-input';

interface Props {
  form: SecretForm;
  opened: SecretView | null;
  errors: FormErrors;
  onChange: (patch: Partial<SecretForm>) => void;
}

/** The value itself, or where it is kept outside of this site. */
export const SourceFields = ({ form, opened, errors, onChange }: Props) => {
  const t = useTranslate();
  const { data } = useListSchedulerSecretsQuery({ page: 1, pageSize: 1 });
  const providers = [...new Set([...(data?.meta.providers ?? ['local' as const]), form.provider])];
  return (
    <>
      {providers.length > 1 && (
        <FieldFrame label={t('secrets.provider')} name="provider" error={errors['reference']}>
          <SingleSelect
            value={form.provider}
            onChange={(provider) => onChange({ provider: provider as SecretProvider })}
          >
            {providers.map((provider) => (
              <SingleSelectOption key={provider} value={provider}>
                {t(`secrets.provider.${provider}`)}
              </SingleSelectOption>
            ))}
          </SingleSelect>
        </FieldFrame>
      )}
      {form.provider === 'local' ? (
        <ValueInput
          isKept={opened?.provider === 'local'}
          value={form.value}
          error={errors['value']}
          onChange={(value) => onChange({ value })}
        />
      ) : (
        <ReferenceFields form={form} errors={errors} onChange={onChange} />
      )}
    </>
  );
};

const PARTS = ['path', 'field', 'version'] as const;

const ReferenceFields = ({ form, errors, onChange }: Omit<Props, 'opened'>) => {
  const t = useTranslate();
  const provider = form.provider === 'aws' ? 'aws' : 'vault';
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {PARTS.map((part) => (
        <FieldFrame
          key={part}
          label={t(`secrets.reference.${part}`)}
          name={`reference.${part}`}
          hint={t(`secrets.reference.${part}.${provider}`)}
          error={errors[`reference.${part}`]}
          required={part === 'path' || (part === 'field' && provider === 'vault')}
        >
          <TextInput
            value={form.reference[part]}
            autoComplete="off"
            onChange={(event) =>
              onChange({ reference: { ...form.reference, [part]: event.target.value } })
            }
          />
        </FieldFrame>
      ))}
    </Flex>
  );
};
