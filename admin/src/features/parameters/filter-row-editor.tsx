import { Box, Flex, IconButton, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { Trash } from '@strapi/icons';

import { useTranslate, type MessageId } from '../../translate';
import { operatorsOf, type FilterOperator, type FilterRow } from './filter-draft';
import { FilterValueInput } from './filter-value-input';
import type { FieldInfo } from './use-content-types';

interface Props {
  n: number;
  row: FilterRow;
  fields: readonly FieldInfo[];
  onChange: (patch: Partial<FilterRow>) => void;
  onRemove: () => void;
}

const OPERATOR_WORDS = {
  $eq: 'parameters.filter.equal',
  $ne: 'parameters.filter.different',
  $in: 'parameters.filter.one-of',
  $lt: 'parameters.filter.less',
  $lte: 'parameters.filter.at-most',
  $gt: 'parameters.filter.more',
  $gte: 'parameters.filter.at-least',
  $contains: 'parameters.filter.contains',
  $null: 'parameters.filter.empty',
} satisfies Record<FilterOperator, MessageId>;

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
      <Box flex="1 1 16rem" minWidth={0}>
        <SingleSelect
          aria-label={t('parameters.filter.field', { n })}
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
      </Box>
      <Box flex="1 1 14rem" minWidth={0}>
        <SingleSelect
          aria-label={t('parameters.filter.operator', { n })}
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
      </Box>
      <Box flex="1 1 16rem" minWidth={0}>
        <FilterValueInput
          label={t('parameters.filter.value', { n })}
          field={field}
          operator={row.operator}
          value={row.value}
          onChange={(value) => onChange({ value })}
        />
      </Box>
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
