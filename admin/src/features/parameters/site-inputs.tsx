import { useState } from 'react';

import { SingleSelect, SingleSelectOption, TextInput } from '@strapi/design-system';
import { useDebounce } from '@strapi/strapi/admin';

import { SearchSelect, type SearchOption } from '../../components/inputs/search-select';
import { useTranslate } from '../../translate';
import { useListSchedulerLocalesQuery, useSearchSchedulerEntriesQuery } from './content-types-api';
import { asText, type InputProps } from './input-props';
import { fieldsOf, titleFieldOf, useChosenType, useContentTypes } from './use-content-types';

/** A content type by its name; free text for those who may not see the list. */
export const ContentTypeInput = (props: InputProps) => {
  const t = useTranslate();
  const { types, isLoading } = useContentTypes();
  const { definition, value, onChange } = props;
  if (types === undefined && !isLoading) return <PlainInput {...props} placeholder="api::…" />;
  const shown = (types ?? []).filter(
    ({ options }) => definition.draftAndPublish !== true || options?.draftAndPublish === true
  );
  const current = asText(value);
  const options = shown.map(({ uid, info }) => ({
    value: uid,
    text: shown.some((other) => other.uid !== uid && other.info.displayName === info.displayName)
      ? `${info.displayName} (${uid})`
      : info.displayName,
  }));
  return (
    <SearchSelect
      options={withCurrent(options, current)}
      value={current === '' ? undefined : current}
      noneText={t('parameters.content-type.none')}
      onChange={onChange}
      onClear={() => onChange(undefined)}
    />
  );
};

/** A field of the chosen content type. */
export const FieldOfTypeInput = (props: InputProps) => {
  const t = useTranslate();
  const { definition, value, values, onChange } = props;
  const { type } = useChosenType(definition, values);
  if (type === undefined) return <PlainInput {...props} />;
  const { fieldTypes } = definition;
  const options = fieldsOf(type)
    .filter((field) => fieldTypes === undefined || fieldTypes.includes(field.type))
    .map(({ name }) => ({ value: name, text: name }));
  const current = asText(value);
  return (
    <SearchSelect
      options={withCurrent(options, current)}
      value={current === '' ? undefined : current}
      noneText={t('parameters.field.none')}
      onChange={onChange}
      onClear={() => onChange(undefined)}
    />
  );
};

/** One entry of the chosen content type, found by its title. */
export const EntryInput = (props: InputProps) => {
  const t = useTranslate();
  const { definition, value, values, onChange } = props;
  const { uid, type } = useChosenType(definition, values);
  const [typed, setTyped] = useState('');
  const q = useDebounce(typed, 300);
  const { data, isError, isFetching } = useSearchSchedulerEntriesQuery(
    { contentType: uid, titleField: type ? titleFieldOf(type) : null, q },
    { skip: type?.kind !== 'collectionType' }
  );
  if (isError || type?.kind !== 'collectionType') return <PlainInput {...props} />;
  const current = asText(value);
  const options = (data ?? []).map(({ documentId, title }) => ({
    value: documentId,
    text: title,
  }));
  return (
    <SearchSelect
      options={withCurrent(options, current)}
      value={current === '' ? undefined : current}
      isLoading={isFetching}
      noneText={t('parameters.entry.none')}
      onChange={onChange}
      onClear={() => onChange(undefined)}
      onType={setTyped}
    />
  );
};

/** A locale of the site; free text where it has no internationalization. */
export const LocaleInput = (props: InputProps) => {
  const t = useTranslate();
  const { data, isError } = useListSchedulerLocalesQuery();
  const { value, onChange } = props;
  if (isError) return <PlainInput {...props} placeholder="en" />;
  const current = asText(value);
  const options = (data ?? []).map(({ code, name }) => ({ value: code, text: name }));
  return (
    <SingleSelect
      clearLabel={t('parameters.clear')}
      onClear={() => onChange(undefined)}
      value={current === '' ? null : current}
      onChange={onChange}
    >
      {withCurrent(options, current).map((option) => (
        <SingleSelectOption key={option.value} value={option.value}>
          {option.text}
        </SingleSelectOption>
      ))}
    </SingleSelect>
  );
};

const PlainInput = ({ value, onChange, placeholder }: InputProps & { placeholder?: string }) => (
  <TextInput
    value={asText(value)}
    placeholder={placeholder}
    onChange={(event) => onChange(event.target.value)}
  />
);

/** What is stored stays choosable, also when it is not (or no longer) in the list. */
const withCurrent = (options: SearchOption[], current: string): SearchOption[] =>
  current === '' || options.some(({ value }) => value === current)
    ? options
    : [{ value: current, text: current }, ...options];
