import { useState } from 'react';

import { Box, Button, Flex, TextInput, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';

import { InnerField } from '../../components/inputs/inner-field';
import { errorsUnder, firstError, useErrorMessage, type FormErrors } from '../../form-errors';
import { useIntlLocale } from '../../language';
import { useTranslate } from '../../translate';
import { todayHere } from '../schedules/format-local';
import {
  ENTRY_ORDERS,
  newEntry,
  sortedEntries,
  WRITABLE_KINDS,
  type EntryDraft,
  type WritableKind,
} from './calendar-form';
import { EntryRow } from './entry-row';
import { entryWords } from './entry-words';

interface Props {
  entries: readonly EntryDraft[];
  /** By path: `entries.3.from`. */
  errors: FormErrors;
  onChange: (entries: EntryDraft[]) => void;
}

const PAGE = 25;

/** The entries of a calendar in words, each with its fields one click away. */
export const EntriesEditor = ({ entries, errors, onChange }: Props) => {
  const t = useTranslate();
  const describe = useErrorMessage();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [limit, setLimit] = useState(PAGE);
  const [search, setSearch] = useState('');
  const matches = useMatches(search);
  const rows = entries.map((entry, index) => ({
    entry,
    errors: errorsUnder(errors, `entries.${index}`),
    isWrong: firstError(errors, `entries.${index}`) !== undefined,
  }));
  const found = rows.filter(
    ({ entry, isWrong }) => isWrong || open.has(entry.id) || matches(entry)
  );
  const shown = found.filter(
    ({ entry, isWrong }, place) => place < limit || isWrong || open.has(entry.id)
  );
  const toggle = (id: string) =>
    setOpen((now) => new Set(now.has(id) ? [...now].filter((one) => one !== id) : [...now, id]));
  const add = (kind: WritableKind) => {
    const entry = newEntry(kind, { taken: entries, today: todayHere() });
    onChange([...entries, entry]);
    toggle(entry.id);
  };
  const whole = describe(errors['entries']);
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {whole !== undefined && (
        <Typography role="alert" textColor="danger600">
          {whole}
        </Typography>
      )}
      {entries.length === 0 ? (
        <Typography textColor="neutral600">{t('calendars.entries.none')}</Typography>
      ) : (
        <ListTools
          count={entries.length}
          search={search}
          onSearch={setSearch}
          onSort={(order) => onChange(sortedEntries(entries, order))}
        />
      )}
      <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
        {shown.map(({ entry, errors: own, isWrong }) => (
          <EntryRow
            key={entry.id}
            entry={entry}
            errors={own}
            isOpen={isWrong || open.has(entry.id)}
            onToggle={() => toggle(entry.id)}
            onChange={(patch) =>
              onChange(entries.map((one) => (one.id === entry.id ? { ...one, ...patch } : one)))
            }
            onRemove={() => onChange(entries.filter(({ id }) => id !== entry.id))}
          />
        ))}
      </Flex>
      {shown.length < found.length && (
        <Box>
          <Button variant="tertiary" onClick={() => setLimit(limit + PAGE)}>
            {t('calendars.entries.more', { count: found.length - shown.length })}
          </Button>
        </Box>
      )}
      <AddButtons onAdd={add} />
    </Flex>
  );
};

const useMatches = (search: string): ((entry: EntryDraft) => boolean) => {
  const t = useTranslate();
  const locale = useIntlLocale();
  const wanted = search.trim().toLowerCase();
  return (entry) =>
    wanted === '' ||
    `${entry.name} ${entryWords(entry, { t, locale })}`.toLowerCase().includes(wanted);
};

const ListTools = ({
  count,
  search,
  onSearch,
  onSort,
}: {
  count: number;
  search: string;
  onSearch: (text: string) => void;
  onSort: (order: (typeof ENTRY_ORDERS)[number]) => void;
}) => {
  const t = useTranslate();
  if (count < 2) return null;
  return (
    <Flex gap={2} wrap="wrap" justifyContent="space-between">
      <Flex gap={2} wrap="wrap">
        {count > 5 && (
          <InnerField label={t('calendars.entries.search')}>
            <TextInput
              size="S"
              value={search}
              placeholder={t('calendars.entries.search')}
              onChange={(event) => onSearch(event.target.value)}
            />
          </InnerField>
        )}
        <Typography textColor="neutral600">{t('common.total', { count })}</Typography>
      </Flex>
      <Flex gap={2} wrap="wrap">
        {ENTRY_ORDERS.map((order) => (
          <Button key={order} variant="tertiary" size="S" onClick={() => onSort(order)}>
            {t(`calendars.entries.sort.${order}`)}
          </Button>
        ))}
      </Flex>
    </Flex>
  );
};

const AddButtons = ({ onAdd }: { onAdd: (kind: WritableKind) => void }) => {
  const t = useTranslate();
  return (
    <Flex role="group" aria-label={t('calendars.entries.add')} gap={2} wrap="wrap">
      {WRITABLE_KINDS.map((kind) => (
        <Button
          key={kind}
          variant="secondary"
          size="S"
          startIcon={<Plus />}
          onClick={() => onAdd(kind)}
        >
          {t(`calendars.add.${kind}`)}
        </Button>
      ))}
    </Flex>
  );
};
