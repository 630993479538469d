import { Box, Flex, IconButton, Typography } from '@strapi/design-system';
import { ChevronDown, Pencil, Trash } from '@strapi/icons';

import { Chip } from '../../components/chip';
import { useErrorMessage, type FormErrors } from '../../form-errors';
import { useIntlLocale } from '../../language';
import { useTranslate } from '../../translate';
import type { EntryDraft } from './calendar-form';
import { EntryFields } from './entry-fields';
import { entryWords } from './entry-words';

interface Props {
  entry: EntryDraft;
  /** By field: `from`. */
  errors: FormErrors;
  isOpen: boolean;
  onToggle: () => void;
  onChange: (patch: Partial<EntryDraft>) => void;
  onRemove: () => void;
}

/** One entry: its kind, its name and when it is; opened, its fields. */
export const EntryRow = ({ entry, errors, isOpen, onToggle, onChange, onRemove }: Props) => {
  const t = useTranslate();
  const locale = useIntlLocale();
  const describe = useErrorMessage();
  const words = entryWords(entry, { t, locale });
  const name = entry.name.trim();
  const called = name || words;
  const whole = describe(errors['']);
  return (
    <Box tag="li" padding={3} hasRadius borderColor="neutral200">
      <Flex justifyContent="space-between" alignItems="flex-start" gap={2}>
        <Flex gap={2} wrap="wrap" minWidth={0} paddingTop={1}>
          <Chip>{t(`calendars.kind.${entry.kind}`)}</Chip>
          {name !== '' && (
            <Typography fontWeight="bold" style={{ overflowWrap: 'anywhere' }}>
              {name}
            </Typography>
          )}
          <Typography textColor={name === '' ? 'neutral800' : 'neutral600'}>{words}</Typography>
        </Flex>
        <Flex gap={1} flex="none">
          <IconButton
            variant="ghost"
            label={t(isOpen ? 'calendars.entry.close' : 'calendars.entry.edit', { name: called })}
            aria-expanded={isOpen}
            onClick={onToggle}
          >
            {isOpen ? <ChevronDown /> : <Pencil />}
          </IconButton>
          <IconButton
            variant="ghost"
            label={t('calendars.entry.remove', { name: called })}
            onClick={onRemove}
          >
            <Trash />
          </IconButton>
        </Flex>
      </Flex>
      {whole !== undefined && (
        <Typography role="alert" textColor="danger600">
          {whole}
        </Typography>
      )}
      {isOpen && (
        <Box paddingTop={4}>
          <EntryFields entry={entry} errors={errors} onChange={onChange} />
        </Box>
      )}
    </Box>
  );
};
