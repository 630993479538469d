import type { ComponentType } from 'react';

import { styled } from 'styled-components';

import type { ParameterDefinition, ParameterType } from '../../../../server/src/contract/template';
import { FieldFrame } from '../../components/inputs/field-frame';
import type { FormError } from '../../form-errors';
import { useText, useTranslate } from '../../translate';
import { CronBuilder } from '../schedules/cron-builder';
import { FilterInput } from './filter-input';
import { asText, type InputProps } from './input-props';
import { PairsInput } from './pairs-input';
import type { ParameterValues } from './parameter-values';
import {
  AmountInput,
  ChoiceInput,
  ChoicesInput,
  DayParameterInput,
  LengthOfTimeInput,
  SwitchInput,
} from './plain-inputs';
import { ScriptInput, SecretInput, SecretMapInput } from './reference-inputs';
import { ContentTypeInput, EntryInput, FieldOfTypeInput, LocaleInput } from './site-inputs';
import { CodeInput, LineInput, ParagraphInput, UrlInput } from './text-inputs';

/** A type of parameter without an input does not compile. */
const INPUTS: Record<Exclude<ParameterType, 'cron'>, ComponentType<InputProps>> = {
  text: LineInput,
  textarea: ParagraphInput,
  number: AmountInput,
  boolean: SwitchInput,
  select: ChoiceInput,
  'multi-select': ChoicesInput,
  date: DayParameterInput,
  duration: LengthOfTimeInput,
  json: CodeInput,
  code: CodeInput,
  url: UrlInput,
  'email-list': ParagraphInput,
  'key-value': PairsInput,
  'content-type': ContentTypeInput,
  field: FieldOfTypeInput,
  filter: FilterInput,
  entry: EntryInput,
  locale: LocaleInput,
  'text-list': ParagraphInput,
  'number-list': LineInput,
  script: ScriptInput,
  secret: SecretInput,
  'secret-map': SecretMapInput,
};

interface Props {
  definition: ParameterDefinition;
  values: ParameterValues;
  error: FormError | undefined;
  /** Only the owner may change it, and that is somebody else. */
  isLocked: boolean;
  onChange: (value: unknown) => void;
}

/** One parameter of a template: label, the input that its type needs, help and what is wrong. */
export const ParameterField = ({ definition, values, error, isLocked, onChange }: Props) => {
  const t = useTranslate();
  const text = useText();
  const label = text(definition.label);
  const help = definition.help === undefined ? undefined : text(definition.help);
  const value = values[definition.name];
  const frame = {
    label,
    name: definition.name,
    hint: isLocked ? t('parameters.locked') : help,
    error,
    required: definition.required === true,
  };
  if (definition.type === 'cron') {
    return (
      <Lockable disabled={isLocked}>
        <CronBuilder {...frame} expression={asText(value)} onChange={onChange} />
      </Lockable>
    );
  }
  const Input = INPUTS[definition.type];
  return (
    <Lockable disabled={isLocked}>
      <FieldFrame {...frame}>
        <Input
          definition={definition}
          label={label}
          value={value}
          values={values}
          onChange={onChange}
        />
      </FieldFrame>
    </Lockable>
  );
};

/** A fieldset disables whatever input is inside. */
const Lockable = styled.fieldset`
  min-width: 0;
  margin: 0;
  padding: 0;
  border: 0;
`;
