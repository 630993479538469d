import { Box, Button, Flex, JSONInput, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';

import { useTranslate } from '../../translate';
import { filterDraftOf, newRow, withMode, type FilterDraft } from './filter-draft';
import { FilterRowEditor } from './filter-row-editor';
import type { InputProps } from './input-props';
import { fieldsOf, useChosenType } from './use-content-types';

/** Which entries: conditions in rows, or the same as JSON. */
export const FilterInput = ({ definition, label, value, values, onChange }: InputProps) => {
  const t = useTranslate();
  const draft = (value as FilterDraft | undefined) ?? filterDraftOf(undefined);
  const { uid, type } = useChosenType(definition, values);
  return (
    <Flex role="group" aria-label={label} direction="column" alignItems="stretch" gap={3}>
      {draft.mode === 'json' ? (
        <JSONInput value={draft.text} onChange={(text) => onChange({ mode: 'json', text })} />
      ) : (
        <Rows
          draft={draft}
          fields={type ? fieldsOf(type) : []}
          hint={uid === '' ? t('parameters.filter.choose-type') : null}
          onChange={onChange}
        />
      )}
      <Box>
        <Button
          variant="ghost"
          size="S"
          onClick={() => onChange(withMode(draft, draft.mode === 'json' ? 'rows' : 'json'))}
        >
          {t(draft.mode === 'json' ? 'parameters.filter.as-rows' : 'parameters.filter.as-json')}
        </Button>
      </Box>
    </Flex>
  );
};

const Rows = ({
  draft,
  fields,
  hint,
  onChange,
}: {
  draft: Extract<FilterDraft, { mode: 'rows' }>;
  fields: ReturnType<typeof fieldsOf>;
  hint: string | null;
  onChange: (draft: FilterDraft) => void;
}) => {
  const t = useTranslate();
  const change = (rows: typeof draft.rows) => onChange({ mode: 'rows', rows });
  if (hint !== null) return <Typography textColor="neutral600">{hint}</Typography>;
  return (
    <>
      {draft.rows.map((row, index) => (
        <FilterRowEditor
          key={row.id}
          n={index + 1}
          row={row}
          fields={fields}
          onChange={(patch) =>
            change(draft.rows.map((one) => (one.id === row.id ? { ...one, ...patch } : one)))
          }
          onRemove={() => change(draft.rows.filter(({ id }) => id !== row.id))}
        />
      ))}
      <Box>
        <Button
          variant="tertiary"
          startIcon={<Plus />}
          onClick={() => change([...draft.rows, newRow(draft.rows)])}
        >
          {t('parameters.filter.add')}
        </Button>
      </Box>
    </>
  );
};
