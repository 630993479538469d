import {
  MultiSelect,
  MultiSelectOption,
  NumberInput,
  SingleSelect,
  SingleSelectOption,
  Toggle,
} from '@strapi/design-system';

import { DateInput as DayInput } from '../../components/inputs/date-time-inputs';
import { DurationInput } from '../../components/inputs/duration-input';
import { useText, useTranslate } from '../../translate';
import { asText, type InputProps } from './input-props';

const asNumber = (value: unknown): number | undefined =>
  typeof value === 'number' ? value : undefined;

export const AmountInput = ({ definition, value, onChange }: InputProps) => {
  const amount = asNumber(value);
  return (
    <NumberInput
      step={definition.integer === true ? 1 : 0.1}
      {...(amount === undefined ? {} : { value: amount })}
      onValueChange={onChange}
    />
  );
};

export const LengthOfTimeInput = ({ label, value, onChange }: InputProps) => (
  <DurationInput label={label} value={asNumber(value)} onChange={onChange} />
);

export const SwitchInput = ({ value, onChange }: InputProps) => {
  const t = useTranslate();
  return (
    <Toggle
      checked={value === true}
      onLabel={t('common.yes')}
      offLabel={t('common.no')}
      onChange={(event) => onChange(event.target.checked)}
    />
  );
};

/** The select speaks text; options may be numbers. */
const optionOf = ({ definition }: InputProps, chosen: string | number) =>
  definition.options?.find(({ value }) => String(value) === String(chosen))?.value;

export const ChoiceInput = (props: InputProps) => {
  const t = useTranslate();
  const text = useText();
  const { definition, value, onChange } = props;
  const hasOwnDefault = definition.default !== undefined && definition.nullable !== true;
  const clearing =
    definition.required === true || hasOwnDefault
      ? {}
      : { clearLabel: t('parameters.clear'), onClear: () => onChange(undefined) };
  return (
    <SingleSelect
      {...clearing}
      value={value === undefined || value === null ? null : asText(value)}
      onChange={(chosen) => onChange(optionOf(props, chosen))}
    >
      {(definition.options ?? []).map((option) => (
        <SingleSelectOption key={option.value} value={String(option.value)}>
          {text(option.label)}
        </SingleSelectOption>
      ))}
    </SingleSelect>
  );
};

export const ChoicesInput = (props: InputProps) => {
  const text = useText();
  const { definition, value, onChange } = props;
  const labelOf = (chosen: string): string => {
    const option = definition.options?.find((one) => String(one.value) === chosen);
    return option ? text(option.label) : chosen;
  };
  return (
    <MultiSelect
      customizeContent={(chosen = []) => chosen.map(labelOf).join(', ')}
      value={Array.isArray(value) ? value.map(String) : []}
      onChange={(chosen) => onChange(chosen.map((one) => optionOf(props, one)))}
    >
      {(definition.options ?? []).map((option) => (
        <MultiSelectOption key={option.value} value={String(option.value)}>
          {text(option.label)}
        </MultiSelectOption>
      ))}
    </MultiSelect>
  );
};

/** A stored instant keeps its day; picking another day replaces it. */
export const DayParameterInput = ({ value, onChange }: InputProps) => (
  <DayInput value={asText(value).slice(0, 10)} onChange={onChange} />
);
