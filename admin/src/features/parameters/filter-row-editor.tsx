import { Flex, IconButton, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { Trash } from '@strapi/icons';

import { InnerField } from '../../components/inputs/inner-field';
import { useTranslate } from '../../translate';
import { operatorsOf, type FilterRow } from './filter-draft';
import { OPERATOR_WORDS } from './filter-words';
import { FilterValueInput } from './filter-value-input';
import type { FieldInfo } from './use-content-types';

interface Props {
  n: number;
  row: FilterRow;
  fields: readonly FieldInfo[];
  onChange: (patch: Partial<FilterRow>) => void;
  onRemove: () => void;
}

/** `status` `is` `resolved`: one condition. */
export const FilterRowEditor = ({ n, row, fields, onChange, onRemove }: Props) => {
  const t = useTranslate();
  const known = fields.find(({ name }) => name === row.field);
  const field = known ?? { name: row.field, type: typeOfValue(row.value), values: [] };
  const names = row.field === '' || known ? fields : [...fields, field];
  const operators = operatorsOf(field.type);
  const shown = operators.includes(row.operator) ? operators : [...operators, row.operator];
  return (
    <Flex gap={2} wrap="wrap" alignItems="center">
      <InnerField flex="1 1 16rem" label={t('parameters.filter.field', { n })}>
        <SingleSelect
          placeholder={t('parameters.filter.field-short')}
          value={row.field === '' ? null : row.field}
          onChange={(next) => onChange({ field: String(next), operator: '$eq', value: undefined })}
        >
          {names.map(({ name }) => (
            <SingleSelectOption key={name} value={name}>
              {name}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      </InnerField>
      <InnerField flex="1 1 14rem" label={t('parameters.filter.operator', { n })}>
        <SingleSelect
          value={row.operator}
          onChange={(next) => {
            const operator = shown.find((one) => one === next) ?? '$eq';
            onChange({ operator, value: valueAfter(row, operator) });
          }}
        >
          {shown.map((operator) => (
            <SingleSelectOption key={operator} value={operator}>
              {t(OPERATOR_WORDS[operator])}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      </InnerField>
      <InnerField flex="1 1 16rem" label={t('parameters.filter.value', { n })}>
        <FilterValueInput
          field={field}
          operator={row.operator}
          value={row.value}
          onChange={(value) => onChange({ value })}
        />
      </InnerField>
      <IconButton variant="ghost" label={t('parameters.filter.remove', { n })} onClick={onRemove}>
        <Trash />
      </IconButton>
    </Flex>
  );
};

/** A list, a yes or no, and a single value do not turn into each other. */
const valueAfter = (row: FilterRow, operator: FilterRow['operator']): unknown => {
  if (operator === '$null') return true;
  const sameShape = (operator === '$in') === (row.operator === '$in') && row.operator !== '$null';
  return sameShape ? row.value : undefined;
};

/** For a field whose type we may not see: judged by what is stored. */
const typeOfValue = (value: unknown): string => {
  if (typeof value === 'number') return 'float';
  return typeof value === 'boolean' ? 'boolean' : 'string';
};
