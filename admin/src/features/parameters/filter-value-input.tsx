import {
  Flex,
  MultiSelect,
  MultiSelectOption,
  NumberInput,
  SingleSelect,
  SingleSelectOption,
  TextInput,
} from '@strapi/design-system';

import { DateInput, TimeInput } from '../../components/inputs/date-time-inputs';
import { InnerField } from '../../components/inputs/inner-field';
import { useTranslate } from '../../translate';
import { NOW, type FilterOperator } from './filter-draft';
import { asText } from './input-props';
import type { FieldInfo } from './use-content-types';

interface Props {
  field: FieldInfo;
  operator: FilterOperator;
  value: unknown;
  onChange: (value: unknown) => void;
}

const NUMBERS = new Set(['integer', 'biginteger', 'float', 'decimal']);

/** The value of one condition, asked for in the way that its field needs. */
export const FilterValueInput = (props: Props) => {
  const { field, operator } = props;
  if (operator === '$null' || field.type === 'boolean') return <YesNo {...props} />;
  if (operator === '$in') return <ListInput {...props} />;
  if (field.values.length > 0) return <OneOf {...props} />;
  if (field.type === 'date' || field.type === 'datetime') return <MomentInput {...props} />;
  if (field.type === 'time') return <TimeValueInput {...props} />;
  if (NUMBERS.has(field.type)) return <NumberValueInput {...props} />;
  return <TextValueInput {...props} />;
};

const YesNo = ({ value, onChange }: Props) => {
  const t = useTranslate();
  return (
    <SingleSelect
      value={typeof value === 'boolean' ? String(value) : null}
      onChange={(next) => onChange(next === 'true')}
    >
      <SingleSelectOption value="true">{t('common.yes')}</SingleSelectOption>
      <SingleSelectOption value="false">{t('common.no')}</SingleSelectOption>
    </SingleSelect>
  );
};

const OneOf = ({ field, value, onChange }: Props) => (
  <SingleSelect value={value === undefined ? null : asText(value)} onChange={onChange}>
    {field.values.map((one) => (
      <SingleSelectOption key={one} value={one}>
        {one}
      </SingleSelectOption>
    ))}
  </SingleSelect>
);

const ListInput = ({ field, value, onChange }: Props) => {
  const t = useTranslate();
  const list = Array.isArray(value) ? value.map(String) : [];
  if (field.values.length > 0) {
    return (
      <MultiSelect value={list} onChange={onChange}>
        {field.values.map((one) => (
          <MultiSelectOption key={one} value={one}>
            {one}
          </MultiSelectOption>
        ))}
      </MultiSelect>
    );
  }
  return (
    <TextInput
      placeholder={t('parameters.filter.list')}
      defaultValue={list.join(', ')}
      onChange={(event) =>
        onChange(
          event.target.value
            .split(',')
            .map((one) => one.trim())
            .filter((one) => one !== '')
        )
      }
    />
  );
};

/** A day, or the moment at which the job runs. */
const MomentInput = ({ value, onChange }: Props) => {
  const t = useTranslate();
  return (
    <Flex gap={2} wrap="wrap">
      <SingleSelect
        value={value === NOW ? NOW : 'day'}
        onChange={(next) => onChange(next === NOW ? NOW : undefined)}
      >
        <SingleSelectOption value={NOW}>{t('parameters.filter.now')}</SingleSelectOption>
        <SingleSelectOption value="day">{t('parameters.filter.day')}</SingleSelectOption>
      </SingleSelect>
      {value !== NOW && (
        <InnerField label={t('parameters.filter.day')}>
          <DateInput value={asText(value).slice(0, 10)} onChange={onChange} />
        </InnerField>
      )}
    </Flex>
  );
};

const TimeValueInput = ({ value, onChange }: Props) => (
  <TimeInput value={asText(value)} onChange={onChange} />
);

const NumberValueInput = ({ value, onChange }: Props) => (
  <NumberInput {...(typeof value === 'number' ? { value } : {})} onValueChange={onChange} />
);

const TextValueInput = ({ value, onChange }: Props) => (
  <TextInput value={asText(value)} onChange={(event) => onChange(event.target.value)} />
);
