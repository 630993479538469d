import { useState } from 'react';

import { Flex, NumberInput, SingleSelect, SingleSelectOption } from '@strapi/design-system';

import { useTranslate } from '../../translate';
import { InnerField } from './inner-field';

export const DURATION_UNITS = ['ms', 's', 'm', 'h', 'd'] as const;
export type DurationUnit = (typeof DURATION_UNITS)[number];
const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } satisfies Record<
  DurationUnit,
  number
>;

/** The largest unit in which the duration is a whole number. */
export const unitOf = (ms: number): DurationUnit => {
  if (ms === 0) return 's';
  return DURATION_UNITS.findLast((unit) => ms % UNIT_MS[unit] === 0) ?? 'ms';
};

interface Props {
  label: string;
  /** Milliseconds; undefined while the field is empty. */
  value: number | undefined;
  onChange: (ms: number | undefined) => void;
}

/** A duration as a number and a unit; milliseconds in and out. */
export const DurationInput = ({ label, value, onChange }: Props) => {
  const t = useTranslate();
  const [unit, setUnit] = useState<DurationUnit>(() => (value === undefined ? 's' : unitOf(value)));
  const fits = value === undefined || value % UNIT_MS[unit] === 0;
  const shown = fits ? unit : unitOf(value);
  return (
    <Flex gap={2} alignItems="stretch" maxWidth="36rem">
      <NumberInput
        {...(value === undefined ? {} : { value: value / UNIT_MS[shown] })}
        onValueChange={(count) =>
          onChange(count === undefined ? undefined : Math.round(count * UNIT_MS[shown]))
        }
      />
      <InnerField label={t('parameters.unit-of', { label })} flex="0 0 14rem">
        <SingleSelect
          value={shown}
          onChange={(next) => {
            const chosen = DURATION_UNITS.find((known) => known === next) ?? shown;
            setUnit(chosen);
            if (value !== undefined) onChange((value / UNIT_MS[shown]) * UNIT_MS[chosen]);
          }}
        >
          {DURATION_UNITS.map((known) => (
            <SingleSelectOption key={known} value={known}>
              {t(`parameters.unit.${known}`)}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      </InnerField>
    </Flex>
  );
};
