import { useState } from 'react';

import { TextInput, Typography } from '@strapi/design-system';
import { useDebounce } from '@strapi/strapi/admin';

import { SearchSelect, type SearchOption } from '../../components/inputs/search-select';
import { useRights } from '../../permissions';
import { useTranslate } from '../../translate';
import { useListSchedulerScriptChoicesQuery } from '../scripts/scripts-api';
import { asText, type InputProps } from './input-props';
import { NamedRows } from './named-rows';
import { useListSchedulerSecretNamesQuery } from './reference-api';
import { ScriptNote } from './script-note';

/** A script of the catalogue, by its path and whether it was approved; free text for who may not see the list. */
export const ScriptInput = (props: InputProps) => {
  const t = useTranslate();
  const { rights } = useRights();
  const maySee = rights['scripts-read'] || rights['scripts-use'];
  const { data, isLoading } = useListSchedulerScriptChoicesQuery(undefined, { skip: !maySee });
  if (data === undefined && !isLoading) return <PlainInput {...props} />;
  const scripts = data?.data ?? [];
  const options = scripts.map(({ documentId, path, status }) => ({
    value: documentId,
    text: path,
    detail: t(`scripts.status.${status}`),
  }));
  const chosen = scripts.find(({ documentId }) => documentId === props.value);
  return (
    <>
      <Choice
        {...props}
        options={options}
        noneText={t('parameters.script.none')}
        isLoading={isLoading}
      />
      {data !== undefined && <ScriptNote script={chosen} meta={data.meta} />}
    </>
  );
};

const TYPING_PAUSE_MS = 300;

/** A secret by its name; whoever may not use secrets is told so. */
export const SecretInput = (props: InputProps) => {
  const t = useTranslate();
  const { rights } = useRights();
  const maySee = rights['secrets-use'] || rights['secrets-manage'];
  const [typed, setTyped] = useState('');
  const q = useDebounce(typed, TYPING_PAUSE_MS);
  const { data, isFetching, isError } = useListSchedulerSecretNamesQuery(q, { skip: !maySee });
  if (!maySee) {
    return (
      <Typography textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
        {[asText(props.value), t('parameters.secret.no-right')].filter(Boolean).join(' – ')}
      </Typography>
    );
  }
  if (isError) return <PlainInput {...props} />;
  const options = (data ?? []).map(({ name }) => ({ value: name, text: name }));
  return (
    <Choice
      {...props}
      options={options}
      noneText={t('parameters.secret.none')}
      isLoading={isFetching}
      onType={setTyped}
    />
  );
};

/** Headers or variables, each with the secret that is its value. */
export const SecretMapInput = (props: InputProps) => (
  <NamedRows {...props} ValueInput={SecretInput} />
);

interface ChoiceProps extends InputProps {
  options: SearchOption[];
  noneText: string;
  isLoading: boolean;
  onType?: (text: string) => void;
}

const Choice = ({ options, noneText, isLoading, value, onChange, onType }: ChoiceProps) => {
  const current = asText(value);
  const isKnown = current === '' || options.some((option) => option.value === current);
  return (
    <SearchSelect
      options={isKnown ? options : [...options, { value: current, text: current }]}
      value={current === '' ? undefined : current}
      noneText={noneText}
      isLoading={isLoading}
      onChange={onChange}
      onClear={() => onChange(undefined)}
      {...(onType && { onType })}
    />
  );
};

const PlainInput = ({ value, onChange }: InputProps) => (
  <TextInput value={asText(value)} onChange={(event) => onChange(event.target.value)} />
);
