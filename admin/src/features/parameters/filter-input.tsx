import { Button, Flex, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';

import { InnerField } from '../../components/inputs/inner-field';
import { useTranslate } from '../../translate';
import { filterDraftOf, newRow, withMode, type FilterDraft, type FilterRow } from './filter-draft';
import { FilterRowEditor } from './filter-row-editor';
import type { InputProps } from './input-props';
import { CodeInput } from './text-inputs';
import { fieldsOf, useChosenType, type FieldInfo } from './use-content-types';

/** Which entries: conditions in rows, or the same as JSON. */
export const FilterInput = ({ definition, label, value, values, onChange }: InputProps) => {
  const t = useTranslate();
  const draft = (value as FilterDraft | undefined) ?? filterDraftOf(undefined);
  const { uid, type } = useChosenType(definition, values);
  if (draft.mode === 'rows' && uid === '') {
    return <Typography textColor="neutral600">{t('parameters.filter.choose-type')}</Typography>;
  }
  return (
    <Flex role="group" aria-label={label} direction="column" alignItems="stretch" gap={3}>
      {draft.mode === 'json' ? (
        <InnerField label={t('parameters.filter.json', { label })}>
          <CodeInput value={draft.text} onChange={(text) => onChange({ ...draft, text })} />
        </InnerField>
      ) : (
        <Rows
          rows={draft.rows}
          fields={type ? fieldsOf(type) : []}
          onChange={(rows) => onChange({ mode: 'rows', rows })}
        />
      )}
      <Flex gap={2} wrap="wrap">
        {draft.mode === 'rows' && (
          <Button
            variant="tertiary"
            startIcon={<Plus />}
            onClick={() => onChange({ mode: 'rows', rows: [...draft.rows, newRow(draft.rows)] })}
          >
            {t('parameters.filter.add')}
          </Button>
        )}
        <Button
          variant="ghost"
          onClick={() => onChange(withMode(draft, draft.mode === 'json' ? 'rows' : 'json'))}
        >
          {t(draft.mode === 'json' ? 'parameters.filter.as-rows' : 'parameters.filter.as-json')}
        </Button>
      </Flex>
    </Flex>
  );
};

const Rows = ({
  rows,
  fields,
  onChange,
}: {
  rows: FilterRow[];
  fields: readonly FieldInfo[];
  onChange: (rows: FilterRow[]) => void;
}) =>
  rows.map((row, index) => (
    <FilterRowEditor
      key={row.id}
      n={index + 1}
      row={row}
      fields={fields}
      onChange={(patch) =>
        onChange(rows.map((one) => (one.id === row.id ? { ...one, ...patch } : one)))
      }
      onRemove={() => onChange(rows.filter(({ id }) => id !== row.id))}
    />
  ));
