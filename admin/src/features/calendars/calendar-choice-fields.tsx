import {
  Flex,
  Link,
  Loader,
  MultiSelect,
  MultiSelectOption,
  Typography,
} from '@strapi/design-system';
import { NavLink } from 'react-router-dom';

import type { CalendarChoice } from '../../../../server/src/contract/calendar';
import { FieldFrame } from '../../components/inputs/field-frame';
import { firstError, type FormErrors } from '../../form-errors';
import { paths } from '../../paths';
import { useRights } from '../../permissions';
import { useTranslate, type Translate } from '../../translate';
import { useListSchedulerCalendarsQuery } from './calendars-api';
import { ALL_CALENDARS, useCalendarNames } from './use-calendar-names';

interface Props {
  value: CalendarChoice;
  /** By path: `calendars.exclude.0`. */
  errors: FormErrors;
  onChange: (value: CalendarChoice) => void;
}

/** Which calendars to keep away from, and to which to keep. */
export const CalendarChoiceFields = ({ value, errors, onChange }: Props) => {
  const t = useTranslate();
  const { rights } = useRights();
  const mayRead = rights['calendars-read'];
  const { data, isLoading } = useListSchedulerCalendarsQuery(ALL_CALENDARS, { skip: !mayRead });
  const calendars = data?.data ?? [];
  const nameOf = useCalendarNames([...value.exclude, ...value.only, ...idsOf(calendars)]);
  if (!mayRead) {
    return <Typography textColor="neutral600">{t('calendars.choice.no-right')}</Typography>;
  }
  // The select keeps the texts that it was first given.
  if (isLoading) return <Loader small>{t('common.loading')}</Loader>;
  if (data !== undefined && calendars.length === 0 && isEmpty(value)) {
    return (
      <Typography textColor="neutral600">
        {t('calendars.choice.none-yet')}{' '}
        <Link tag={NavLink} to={paths.calendars()}>
          {t('calendars.choice.make')}
        </Link>
      </Typography>
    );
  }
  const field = (part: keyof CalendarChoice) => (
    <FieldFrame
      label={t(`calendars.choice.${part}`)}
      hint={t(`calendars.choice.${part}.hint`)}
      error={firstError(errors, `calendars.${part}`)}
      flex="1 1 24rem"
    >
      <MultiSelect
        value={value[part]}
        placeholder={t('calendars.choice.nothing')}
        clearLabel={t('schedules.clear')}
        customizeContent={(ids = []) => namesText(ids, nameOf, t)}
        onClear={() => onChange({ ...value, [part]: [] })}
        onChange={(ids) => onChange({ ...value, [part]: ids })}
      >
        {optionsOf(calendars, value[part]).map((id) => (
          <MultiSelectOption key={id} value={id}>
            {nameOf(id)}
          </MultiSelectOption>
        ))}
      </MultiSelect>
    </FieldFrame>
  );
  return (
    <Flex gap={4} wrap="wrap" alignItems="flex-start">
      {field('exclude')}
      {field('only')}
    </Flex>
  );
};

const isEmpty = ({ exclude, only }: CalendarChoice): boolean => exclude.length + only.length === 0;

const idsOf = (calendars: readonly { documentId: string }[]): string[] =>
  calendars.map(({ documentId }) => documentId);

/** A chosen one that is gone stays in the list, so that it can be taken off. */
const optionsOf = (calendars: readonly { documentId: string }[], chosen: readonly string[]) => [
  ...new Set([...idsOf(calendars), ...chosen]),
];

const namesText = (ids: readonly string[], nameOf: (id: string) => string, t: Translate): string =>
  ids.length === 0 ? t('calendars.choice.nothing') : ids.map(nameOf).join(', ');
