import {
  Flex,
  MultiSelect,
  MultiSelectOption,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';

import { ChoiceChips, type Choice } from '../../components/inputs/choice-chips';
import { useIntlLocale } from '../../language';
import { useTranslate } from '../../translate';
import { CRON_RULES, type CronFieldName, type CronFieldState } from './cron-model';
import { monthNames, weekdayNames } from './format-local';

type StateOf<Mode extends CronFieldState['mode']> = Extract<CronFieldState, { mode: Mode }>;
type Change = (state: CronFieldState) => void;

interface Props<Mode extends CronFieldState['mode']> {
  name: CronFieldName;
  state: StateOf<Mode>;
  onChange: Change;
}

/** `every 15, from 0 to the end` */
export const StepChoice = ({ name, state, onChange }: Props<'step'>) => {
  const t = useTranslate();
  const { min, max } = CRON_RULES[name];
  const values = useValues(name).map(({ value, label }) => ({ value: String(value), label }));
  const steps = Array.from({ length: max - min }, (_, index) => String(index + 2));
  const bound = (text: string): number | null => (text === OPEN ? null : Number(text));
  return (
    <Flex gap={2} wrap="wrap">
      <NumberSelect
        label={t('schedules.cron.step')}
        value={String(state.step)}
        options={steps.map((step) => ({
          value: step,
          label: t('schedules.cron.step-of', { step }),
        }))}
        onChange={(step) => onChange({ ...state, step: Number(step) })}
      />
      <NumberSelect
        label={t('schedules.cron.from')}
        value={String(state.from ?? OPEN)}
        options={[{ value: OPEN, label: t('schedules.cron.from-start') }, ...values]}
        onChange={(from) => onChange({ ...state, from: bound(from), to: null })}
      />
      {state.from !== null && (
        <NumberSelect
          label={t('schedules.cron.to')}
          value={String(state.to ?? OPEN)}
          options={[{ value: OPEN, label: t('schedules.cron.to-end') }, ...values]}
          onChange={(to) => onChange({ ...state, to: bound(to) })}
        />
      )}
    </Flex>
  );
};

/** A bound that is left out: the field's first or last value. */
const OPEN = 'open';

/** `9 to 17` */
export const RangeChoice = ({ name, state, onChange }: Props<'range'>) => {
  const t = useTranslate();
  const options = useValues(name).map(({ value, label }) => ({ value: String(value), label }));
  return (
    <Flex gap={2} wrap="wrap" alignItems="center">
      <NumberSelect
        label={t('schedules.cron.from')}
        value={String(state.from)}
        options={options}
        onChange={(from) =>
          onChange({ ...state, from: Number(from), to: Math.max(Number(from), state.to) })
        }
      />
      <Typography>{t('schedules.cron.until')}</Typography>
      <NumberSelect
        label={t('schedules.cron.to')}
        value={String(state.to)}
        options={options}
        onChange={(to) =>
          onChange({ ...state, to: Number(to), from: Math.min(Number(to), state.from) })
        }
      />
    </Flex>
  );
};

/** Sixty minutes in chips would hide everything else. */
const MOST_CHIPS = 31;

/** Any of the field's values. */
export const ListChoice = ({ name, state, onChange }: Props<'list'>) => {
  const t = useTranslate();
  const choices = useValues(name);
  if (choices.length > MOST_CHIPS) {
    return (
      <MultiSelect
        aria-label={t(`schedules.cron.field.${name}`)}
        customizeContent={(values = []) => values.join(', ')}
        value={state.values.map(String)}
        onChange={(values) =>
          values.length > 0 && onChange({ mode: 'list', values: values.map(Number) })
        }
      >
        {choices.map(({ value, label }) => (
          <MultiSelectOption key={value} value={String(value)}>
            {label}
          </MultiSelectOption>
        ))}
      </MultiSelect>
    );
  }
  return (
    <ChoiceChips
      label={t(`schedules.cron.field.${name}`)}
      choices={choices}
      selected={state.values}
      onChange={(values) => values.length > 0 && onChange({ mode: 'list', values })}
    />
  );
};

/** The weekday nearest to a day of the month. */
export const NearestWeekdayChoice = ({
  state,
  onChange,
}: Omit<Props<'nearest-weekday'>, 'name'>) => {
  const t = useTranslate();
  const options = useValues('dayOfMonth').map(({ value, label }) => ({
    value: String(value),
    label,
  }));
  return (
    <NumberSelect
      label={t('schedules.day')}
      value={String(state.day)}
      options={options}
      onChange={(day) => onChange({ ...state, day: Number(day) })}
    />
  );
};

const NTHS = ['1', '2', '3', '4', '5', 'last'] as const;

/** The second Friday, the last Monday. */
export const NthWeekdayChoice = ({ state, onChange }: Omit<Props<'nth-weekday'>, 'name'>) => {
  const t = useTranslate();
  const weekdays = weekdayNames(useIntlLocale(), 'long');
  return (
    <Flex gap={2} wrap="wrap">
      <NumberSelect
        label={t('schedules.cron.nth')}
        value={String(state.nth)}
        options={NTHS.map((nth) => ({ value: nth, label: t(`schedules.cron.nth.${nth}`) }))}
        onChange={(nth) => onChange({ ...state, nth: nth === 'last' ? 'last' : Number(nth) })}
      />
      <NumberSelect
        label={t('schedules.weekday')}
        value={String(state.weekday)}
        options={weekdays.map((label, index) => ({ value: String(index + 1), label }))}
        onChange={(weekday) => onChange({ ...state, weekday: Number(weekday) })}
      />
    </Flex>
  );
};

interface SelectProps {
  label: string;
  value: string;
  options: { value: string; label: string }[];
  onChange: (value: string) => void;
}

const NumberSelect = ({ label, value, options, onChange }: SelectProps) => (
  <SingleSelect
    aria-label={label}
    size="S"
    value={value}
    onChange={(next) => onChange(String(next))}
  >
    {options.map((option) => (
      <SingleSelectOption key={option.value} value={option.value}>
        {option.label}
      </SingleSelectOption>
    ))}
  </SingleSelect>
);

const useValues = (name: CronFieldName): Choice<number>[] => {
  const locale = useIntlLocale();
  const { min, max } = CRON_RULES[name];
  const words = { month: monthNames, dayOfWeek: weekdayNames }[name as 'month' | 'dayOfWeek'];
  const short = words?.(locale, 'short');
  const long = words?.(locale, 'long');
  return Array.from({ length: max - min + 1 }, (_, index) => ({
    value: min + index,
    label: short?.[index] ?? String(min + index),
    ...(long?.[index] === undefined ? {} : { spoken: long[index] }),
  }));
};
