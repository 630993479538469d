import type { ReactNode } from 'react';

import { Flex, NumberInput, SingleSelect, SingleSelectOption } from '@strapi/design-system';

import { ChoiceChips } from '../../components/inputs/choice-chips';
import { DateInput, TimeInput } from '../../components/inputs/date-time-inputs';
import { FieldFrame } from '../../components/inputs/field-frame';
import { useIntlLocale } from '../../language';
import { useTranslate } from '../../translate';
import type { DraftFieldsProps } from './draft-fields';
import { monthNames, weekdayNames } from './format-local';
import { OverflowField } from './overflow-field';
import { TimeOfDayField } from './time-of-day-field';

/** Every day at a time. */
export const DailyFields = (props: DraftFieldsProps) => (
  <Row>
    <TimeOfDayField {...props} />
  </Row>
);

/** Each hour at a minute. */
export const HourlyFields = ({ draft, errors, onChange }: DraftFieldsProps) => {
  const t = useTranslate();
  return (
    <Row>
      <FieldFrame
        label={t('schedules.minute')}
        hint={t('schedules.minute.hint')}
        error={errors['minute']}
        required
        flex="0 1 22rem"
      >
        <NumberInput
          step={1}
          {...(draft.minute === undefined ? {} : { value: draft.minute })}
          onValueChange={(minute) => onChange({ minute })}
        />
      </FieldFrame>
    </Row>
  );
};

/** On days of the week. */
export const WeeklyFields = (props: DraftFieldsProps) => {
  const t = useTranslate();
  const locale = useIntlLocale();
  const long = weekdayNames(locale, 'long');
  const choices = weekdayNames(locale, 'short').map((label, index) => ({
    value: index + 1,
    label,
    spoken: long[index] ?? label,
  }));
  const { draft, errors, onChange } = props;
  return (
    <Row>
      <FieldFrame label={t('schedules.weekdays')} error={errors['weekdays']} required>
        <ChoiceChips
          label={t('schedules.weekdays')}
          choices={choices}
          selected={draft.weekdays}
          onChange={(weekdays) => onChange({ weekdays })}
        />
      </FieldFrame>
      <TimeOfDayField {...props} />
    </Row>
  );
};

const MONTH_DAYS = Array.from({ length: 31 }, (_, index) => index + 1);

/** On days of the month. */
export const MonthlyFields = (props: DraftFieldsProps) => {
  const t = useTranslate();
  const { draft, errors, onChange } = props;
  const choices = [
    ...MONTH_DAYS.map((day) => ({ value: day, label: String(day) })),
    { value: 'last' as const, label: t('schedules.last-day') },
  ];
  const missesSomeMonths = draft.days.some((day) => day !== 'last' && day > 28);
  return (
    <Row>
      <FieldFrame label={t('schedules.days')} error={errors['days']} required>
        <ChoiceChips<number | 'last'>
          label={t('schedules.days')}
          choices={choices}
          selected={draft.days}
          onChange={(days) => onChange({ days })}
        />
      </FieldFrame>
      <TimeOfDayField {...props} />
      {missesSomeMonths && <OverflowField {...props} />}
    </Row>
  );
};

/** Once a year. */
export const YearlyFields = (props: DraftFieldsProps) => {
  const t = useTranslate();
  const names = monthNames(useIntlLocale(), 'long');
  const { draft, errors, onChange } = props;
  return (
    <Row>
      <FieldFrame label={t('schedules.month')} error={errors['month']} required flex="0 1 20rem">
        <SingleSelect
          value={String(draft.month)}
          onChange={(month) => onChange({ month: Number(month) })}
        >
          {names.map((name, index) => (
            <SingleSelectOption key={name} value={String(index + 1)}>
              {name}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      </FieldFrame>
      <FieldFrame label={t('schedules.day')} error={errors['day']} required flex="0 1 14rem">
        <NumberInput
          step={1}
          {...(draft.day === undefined ? {} : { value: draft.day })}
          onValueChange={(day) => onChange({ day })}
        />
      </FieldFrame>
      <TimeOfDayField {...props} />
      {draft.month === 2 && draft.day === 29 && <OverflowField {...props} />}
    </Row>
  );
};

/** Once, at a local date and time. */
export const OnceFields = ({ draft, errors, onChange }: DraftFieldsProps) => {
  const t = useTranslate();
  const [date = '', time = ''] = draft.at.split('T');
  return (
    <Row>
      <FieldFrame label={t('schedules.date')} error={errors['at']} required flex="0 1 20rem">
        <DateInput value={date} onChange={(next) => onChange({ at: `${next}T${time}` })} />
      </FieldFrame>
      <FieldFrame label={t('schedules.time')} required flex="0 1 18rem">
        <TimeInput value={time} onChange={(next) => onChange({ at: `${date}T${next}` })} />
      </FieldFrame>
    </Row>
  );
};

const Row = ({ children }: { children: ReactNode }) => (
  <Flex gap={4} wrap="wrap" alignItems="flex-start">
    {children}
  </Flex>
);
