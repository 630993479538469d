import { Flex, MultiSelect, MultiSelectOption, Textarea, Typography } from '@strapi/design-system';

import { FieldFrame } from '../../components/inputs/field-frame';
import type { FormErrors } from '../../form-errors';
import { useRights } from '../../permissions';
import { useTranslate } from '../../translate';
import { useListSchedulerScriptChoicesQuery } from '../scripts/scripts-api';
import type { SecretForm } from './secret-form';

interface Props {
  form: SecretForm;
  errors: FormErrors;
  onChange: (patch: Partial<SecretForm>) => void;
}

/** Where a secret may go; named nowhere, it may go everywhere. */
export const BindingsFields = ({ form, errors, onChange }: Props) => {
  const t = useTranslate();
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Typography textColor="neutral600">{t('secrets.bindings.about')}</Typography>
      <FieldFrame
        label={t('secrets.hosts')}
        name="allowedHosts"
        hint={t('secrets.hosts.hint')}
        error={errors['allowedHosts']}
      >
        <Textarea
          value={form.hosts}
          spellCheck={false}
          placeholder="api.example.com"
          onChange={(event) => onChange({ hosts: event.target.value })}
        />
      </FieldFrame>
      <FieldFrame
        label={t('secrets.scripts')}
        name="allowedScripts"
        hint={t('secrets.scripts.hint')}
        error={errors['allowedScripts']}
      >
        <ScriptsChoice
          chosen={form.allowedScripts}
          onChange={(allowedScripts) => onChange({ allowedScripts })}
        />
      </FieldFrame>
    </Flex>
  );
};

/** The catalogue by path; what is bound already stays choosable, also when it is gone or may not be seen. */
const ScriptsChoice = ({
  chosen,
  onChange,
}: {
  chosen: string[];
  onChange: (chosen: string[]) => void;
}) => {
  const t = useTranslate();
  const { rights } = useRights();
  const maySee = rights['scripts-read'] || rights['scripts-use'];
  const { data } = useListSchedulerScriptChoicesQuery(undefined, { skip: !maySee });
  const scripts = data?.data ?? [];
  const known = new Map(scripts.map(({ documentId, path }) => [documentId, path]));
  const ids = [...new Set([...known.keys(), ...chosen])];
  const nameOf = (id: string): string => known.get(id) ?? t('secrets.scripts.unknown');
  if (ids.length === 0) {
    return <Typography textColor="neutral600">{t('parameters.script.none')}</Typography>;
  }
  return (
    <MultiSelect
      value={chosen}
      placeholder={t('secrets.scripts.any')}
      clearLabel={t('parameters.clear')}
      onClear={() => onChange([])}
      customizeContent={(values = []) => values.map(nameOf).join(', ')}
      onChange={onChange}
    >
      {ids.map((id) => (
        <MultiSelectOption key={id} value={id}>
          {nameOf(id)}
        </MultiSelectOption>
      ))}
    </MultiSelect>
  );
};
