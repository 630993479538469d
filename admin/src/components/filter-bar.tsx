import {
  Box,
  Button,
  DateTimePicker,
  Field,
  Flex,
  Popover,
  SingleSelect,
  SingleSelectOption,
  Tag,
} from '@strapi/design-system';
import { Cross, Filter } from '@strapi/icons';

import { formatMoment } from '../format-time';
import { useIntlLocale } from '../language';
import type { ListState } from '../list-query';
import { useTranslate } from '../translate';
import { TextFilter } from './text-filter';

export type FilterField = { name: string; label: string } & (
  | { kind: 'choice'; options: { value: string; label: string }[] }
  | { kind: 'text' }
  | { kind: 'moment' }
);

/** A list's filters behind one button, and the set ones beside it as chips that can be taken off. */
export const FilterBar = ({ fields, list }: { fields: FilterField[]; list: ListState }) => {
  const t = useTranslate();
  return (
    <>
      <Popover.Root>
        <Popover.Trigger>
          <Button variant="tertiary" size="S" startIcon={<Filter />}>
            {t('common.filters')}
          </Button>
        </Popover.Trigger>
        <Popover.Content align="start" sideOffset={4} aria-label={t('common.filters')}>
          <Box padding={4} width="28rem" maxWidth="90vw">
            <Flex direction="column" alignItems="stretch" gap={4}>
              {fields.map((field) => (
                <FilterInput key={field.name} field={field} list={list} />
              ))}
            </Flex>
          </Box>
        </Popover.Content>
      </Popover.Root>
      {fields.map((field) => (
        <FilterChip key={field.name} field={field} list={list} />
      ))}
    </>
  );
};

type FieldProps = { field: FilterField; list: ListState };

const FilterInput = ({ field, list }: FieldProps) => {
  const t = useTranslate();
  const value = list.query.filters[field.name];
  const change = (next: string | null) => list.change({ [field.name]: next });
  return (
    <Field.Root name={field.name}>
      <Field.Label>{field.label}</Field.Label>
      {field.kind === 'choice' && (
        <SingleSelect
          value={value ?? ''}
          placeholder={t('common.all')}
          clearLabel={t('common.filter.clear')}
          onClear={() => change(null)}
          onChange={(next) => change(String(next))}
        >
          {field.options.map((option) => (
            <SingleSelectOption key={option.value} value={option.value}>
              {option.label}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      )}
      {field.kind === 'text' && <TextFilter value={value ?? ''} onChange={change} />}
      {field.kind === 'moment' && <MomentFilter value={value} onChange={change} />}
    </Field.Root>
  );
};

type MomentProps = { value: string | undefined; onChange: (next: string | null) => void };

const MomentFilter = ({ value, onChange }: MomentProps) => {
  const t = useTranslate();
  return (
    <DateTimePicker
      locale={useIntlLocale()}
      dateLabel={t('common.date')}
      timeLabel={t('common.time')}
      clearLabel={t('common.filter.clear')}
      value={value === undefined ? null : new Date(value)}
      onClear={() => onChange(null)}
      onChange={(date) => onChange(date?.toISOString() ?? null)}
    />
  );
};

const FilterChip = ({ field, list }: FieldProps) => {
  const t = useTranslate();
  const locale = useIntlLocale();
  const value = list.query.filters[field.name];
  if (value === undefined) return null;
  return (
    <Tag
      icon={<Cross />}
      label={t('common.filter.remove', { name: field.label })}
      onClick={() => list.change({ [field.name]: null })}
    >
      {`${field.label}: ${valueText(field, value, locale)}`}
    </Tag>
  );
};

const valueText = (field: FilterField, value: string, locale: string): string => {
  if (field.kind === 'choice') {
    return field.options.find((option) => option.value === value)?.label ?? value;
  }
  if (field.kind === 'moment' && !Number.isNaN(Date.parse(value))) {
    return formatMoment(value, locale);
  }
  return value;
};
