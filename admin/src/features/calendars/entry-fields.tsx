import type { ReactNode } from 'react';

import {
  Flex,
  NumberInput,
  SingleSelect,
  SingleSelectOption,
  TextInput,
  Typography,
} from '@strapi/design-system';

import { ChoiceChips } from '../../components/inputs/choice-chips';
import { DateInput, TimeInput } from '../../components/inputs/date-time-inputs';
import { FieldFrame } from '../../components/inputs/field-frame';
import { InnerField } from '../../components/inputs/inner-field';
import { firstError, type FormError, type FormErrors } from '../../form-errors';
import { useIntlLocale } from '../../language';
import { useTranslate } from '../../translate';
import { monthNames, weekdayNames } from '../schedules/format-local';
import type { EntryDraft, MonthDay } from './calendar-form';
import { momentParts } from './entry-words';

interface Props {
  entry: EntryDraft;
  errors: FormErrors;
  onChange: (patch: Partial<EntryDraft>) => void;
}

/** The fields of one entry. */
export const EntryFields = (props: Props) => {
  const t = useTranslate();
  const { entry, errors, onChange } = props;
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <KindFields {...props} />
      <FieldFrame
        label={t('calendars.entry.name')}
        hint={t('calendars.entry.name.hint')}
        error={errors['name']}
      >
        <TextInput
          value={entry.name}
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </FieldFrame>
    </Flex>
  );
};

const KindFields = (props: Props) => {
  switch (props.entry.kind) {
    case 'days':
      return <DaysFields {...props} />;
    case 'yearly':
      return <YearlyFields {...props} />;
    case 'weekly':
      return <WeeklyFields {...props} />;
    case 'window':
      return <WindowFields {...props} />;
    case 'rule':
      return <RuleText {...props} />;
  }
};

const DaysFields = ({ entry, errors, onChange }: Props) => {
  const t = useTranslate();
  const { firstDay, lastDay } = entry;
  return (
    <Row>
      <FieldFrame label={t('calendars.first-day')} error={errors['from']} required flex="0 1 20rem">
        <DateInput
          value={firstDay}
          // A single day stays one.
          onChange={(next) =>
            onChange({ firstDay: next, lastDay: lastDay === firstDay ? next : lastDay })
          }
        />
      </FieldFrame>
      <FieldFrame label={t('calendars.last-day')} error={errors['to']} required flex="0 1 20rem">
        <DateInput value={lastDay} onChange={(next) => onChange({ lastDay: next })} />
      </FieldFrame>
    </Row>
  );
};

const YearlyFields = ({ entry: { first, last }, errors, onChange }: Props) => {
  const t = useTranslate();
  const isSingle = first.month === last.month && first.day === last.day;
  return (
    <Row>
      <MonthDayField
        label={t('calendars.first-day')}
        value={first}
        error={errors['from']}
        onChange={(next) => onChange({ first: next, ...(isSingle && { last: next }) })}
      />
      <MonthDayField
        label={t('calendars.last-day')}
        value={last}
        error={errors['to']}
        onChange={(next) => onChange({ last: next })}
      />
    </Row>
  );
};

const MonthDayField = ({
  label,
  value,
  error,
  onChange,
}: {
  label: string;
  value: MonthDay;
  error: FormError | undefined;
  onChange: (value: MonthDay) => void;
}) => {
  const t = useTranslate();
  const names = monthNames(useIntlLocale(), 'long');
  return (
    <FieldFrame label={label} error={error} required flex="0 1 32rem">
      <Flex role="group" aria-label={label} gap={2} alignItems="stretch">
        <InnerField label={`${label}: ${t('schedules.month')}`} flex="1 1 16rem">
          <SingleSelect
            value={String(value.month)}
            onChange={(month) => onChange({ ...value, month: Number(month) })}
          >
            {names.map((name, index) => (
              <SingleSelectOption key={name} value={String(index + 1)}>
                {name}
              </SingleSelectOption>
            ))}
          </SingleSelect>
        </InnerField>
        <InnerField label={`${label}: ${t('schedules.day')}`} flex="0 1 10rem">
          <NumberInput
            step={1}
            {...(value.day === undefined ? {} : { value: value.day })}
            onValueChange={(day) => onChange({ ...value, day })}
          />
        </InnerField>
      </Flex>
    </FieldFrame>
  );
};

const WeeklyFields = ({ entry, errors, onChange }: Props) => {
  const t = useTranslate();
  const locale = useIntlLocale();
  const long = weekdayNames(locale, 'long');
  const choices = weekdayNames(locale, 'short').map((label, index) => ({
    value: index + 1,
    label,
    spoken: long[index] ?? label,
  }));
  return (
    <Row>
      <FieldFrame label={t('schedules.weekdays')} error={firstError(errors, 'weekdays')} required>
        <ChoiceChips
          label={t('schedules.weekdays')}
          choices={choices}
          selected={entry.weekdays}
          onChange={(weekdays) => onChange({ weekdays })}
        />
      </FieldFrame>
      <FieldFrame label={t('calendars.from')} error={errors['from']} required flex="0 1 16rem">
        <TimeInput value={entry.fromTime} onChange={(fromTime) => onChange({ fromTime })} />
      </FieldFrame>
      <FieldFrame
        label={t('calendars.to')}
        hint={entry.toTime <= entry.fromTime ? t('calendars.to.next-day') : undefined}
        error={errors['to']}
        required
        flex="0 1 16rem"
      >
        <TimeInput value={entry.toTime} onChange={(toTime) => onChange({ toTime })} />
      </FieldFrame>
    </Row>
  );
};

const WindowFields = ({ entry, errors, onChange }: Props) => {
  const t = useTranslate();
  return (
    <Row>
      <MomentField
        label={t('calendars.begins')}
        value={entry.begin}
        error={errors['from']}
        onChange={(begin) => onChange({ begin })}
      />
      <MomentField
        label={t('calendars.ends')}
        value={entry.end}
        error={errors['to']}
        onChange={(end) => onChange({ end })}
      />
    </Row>
  );
};

/** Local date and time; where it came as an instant, its offset stays and is said. */
const MomentField = ({
  label,
  value,
  error,
  onChange,
}: {
  label: string;
  value: string;
  error: FormError | undefined;
  onChange: (value: string) => void;
}) => {
  const t = useTranslate();
  const { date, time, offset } = momentParts(value);
  const said = offset.toUpperCase() === 'Z' ? 'UTC' : `UTC${offset}`;
  return (
    <FieldFrame
      label={label}
      hint={offset === '' ? undefined : t('calendars.moment.offset', { offset: said })}
      error={error}
      required
      flex="0 1 36rem"
    >
      <Flex role="group" aria-label={label} gap={2} wrap="wrap">
        <InnerField label={t('schedules.date-of', { label })}>
          <DateInput value={date} onChange={(next) => onChange(`${next}T${time}${offset}`)} />
        </InnerField>
        <InnerField label={t('schedules.time-of', { label })}>
          <TimeInput value={time} onChange={(next) => onChange(`${date}T${next}${offset}`)} />
        </InnerField>
      </Flex>
    </FieldFrame>
  );
};

const RuleText = ({ entry, errors }: Props) => {
  const t = useTranslate();
  return (
    <FieldFrame
      label={t('calendars.rule')}
      hint={t('calendars.rule.hint')}
      error={errors['rule'] ?? errors['start'] ?? errors['length'] ?? errors['timezone']}
    >
      <Typography tag="code" style={{ overflowWrap: 'anywhere', fontFamily: 'monospace' }}>
        {entry.rule?.rule}
      </Typography>
    </FieldFrame>
  );
};

const Row = ({ children }: { children: ReactNode }) => (
  <Flex gap={4} wrap="wrap" alignItems="flex-start">
    {children}
  </Flex>
);
