import {
  Box,
  Flex,
  MultiSelect,
  MultiSelectOption,
  NumberInput,
  SingleSelect,
  SingleSelectOption,
  TextInput,
} from '@strapi/design-system';

import { DateInput, TimeInput } from '../../components/inputs/date-time-inputs';
import { useTranslate } from '../../translate';
import { NOW, type FilterOperator } from './filter-draft';
import { asText } from './input-props';
import type { FieldInfo } from './use-content-types';

interface Props {
  label: string;
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

const YesNo = ({ label, value, onChange }: Props) => {
  const t = useTranslate();
  return (
    <SingleSelect
      aria-label={label}
      value={typeof value === 'boolean' ? String(value) : null}
      onChange={(next) => onChange(next === 'true')}
    >
      <SingleSelectOption value="true">{t('common.yes')}</SingleSelectOption>
      <SingleSelectOption value="false">{t('common.no')}</SingleSelectOption>
    </SingleSelect>
  );
};

const OneOf = ({ label, field, value, onChange }: Props) => (
  <SingleSelect
    aria-label={label}
    value={value === undefined ? null : asText(value)}
    onChange={onChange}
  >
    {field.values.map((one) => (
      <SingleSelectOption key={one} value={one}>
        {one}
      </SingleSelectOption>
    ))}
  </SingleSelect>
);

const ListInput = ({ label, field, value, onChange }: Props) => {
  const t = useTranslate();
  const list = Array.isArray(value) ? value.map(String) : [];
  if (field.values.length > 0) {
    return (
      <MultiSelect aria-label={label} value={list} onChange={onChange}>
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
      aria-label={label}
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
const MomentInput = ({ label, value, onChange }: Props) => {
  const t = useTranslate();
  return (
    <Flex gap={2} wrap="wrap">
      <SingleSelect
        aria-label={label}
        value={value === NOW ? NOW : 'day'}
        onChange={(next) => onChange(next === NOW ? NOW : undefined)}
      >
        <SingleSelectOption value={NOW}>{t('parameters.filter.now')}</SingleSelectOption>
        <SingleSelectOption value="day">{t('parameters.filter.day')}</SingleSelectOption>
      </SingleSelect>
      {value !== NOW && (
        <Box>
          <DateInput
            aria-label={t('parameters.filter.day')}
            value={asText(value).slice(0, 10)}
            onChange={onChange}
          />
        </Box>
      )}
    </Flex>
  );
};

const TimeValueInput = ({ label, value, onChange }: Props) => (
  <TimeInput aria-label={label} value={asText(value)} onChange={onChange} />
);

const NumberValueInput = ({ label, value, onChange }: Props) => (
  <NumberInput
    aria-label={label}
    {...(typeof value === 'number' ? { value } : {})}
    onValueChange={onChange}
  />
);

const TextValueInput = ({ label, value, onChange }: Props) => (
  <TextInput
    aria-label={label}
    value={asText(value)}
    onChange={(event) => onChange(event.target.value)}
  />
);
