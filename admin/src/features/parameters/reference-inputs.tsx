import { TextInput } from '@strapi/design-system';

import { SearchSelect } from '../../components/inputs/search-select';
import { useTranslate } from '../../translate';
import { asText, type InputProps } from './input-props';
import { NamedRows } from './named-rows';
import { useListSchedulerScriptsQuery, useListSchedulerSecretNamesQuery } from './reference-api';

/** A script of the catalogue, by its path and whether it was approved; free text for who may not see the list. */
export const ScriptInput = (props: InputProps) => {
  const t = useTranslate();
  const { data, isLoading } = useListSchedulerScriptsQuery();
  if (data === undefined && !isLoading) return <PlainInput {...props} />;
  const options = (data ?? []).map(({ documentId, path, status }) => ({
    value: documentId,
    text: t('parameters.script.choice', { path, status: t(`parameters.script.${status}`) }),
  }));
  return <Choice {...props} options={options} noneText={t('parameters.script.none')} />;
};

/** A secret by its name. */
export const SecretInput = (props: InputProps) => {
  const t = useTranslate();
  const { data, isLoading } = useListSchedulerSecretNamesQuery();
  if (data === undefined && !isLoading) return <PlainInput {...props} />;
  const options = (data ?? []).map(({ name }) => ({ value: name, text: name }));
  return <Choice {...props} options={options} noneText={t('parameters.secret.none')} />;
};

/** Headers or variables, each with the secret that is its value. */
export const SecretMapInput = (props: InputProps) => (
  <NamedRows {...props} ValueInput={SecretInput} />
);

interface ChoiceProps extends InputProps {
  options: { value: string; text: string }[];
  noneText: string;
}

const Choice = ({ options, noneText, value, onChange }: ChoiceProps) => {
  const current = asText(value);
  const isKnown = current === '' || options.some((option) => option.value === current);
  return (
    <SearchSelect
      options={isKnown ? options : [...options, { value: current, text: current }]}
      value={current === '' ? undefined : current}
      noneText={noneText}
      onChange={onChange}
      onClear={() => onChange(undefined)}
    />
  );
};

const PlainInput = ({ value, onChange }: InputProps) => (
  <TextInput value={asText(value)} onChange={(event) => onChange(event.target.value)} />
);
