import { Flex, NumberInput, SingleSelect, SingleSelectOption } from '@strapi/design-system';

import { DateInput } from '../../components/inputs/date-time-inputs';
import { FieldFrame } from '../../components/inputs/field-frame';
import { useTranslate } from '../../translate';
import type { DraftFieldsProps } from './draft-fields';
import { OverflowField } from './overflow-field';
import { INTERVAL_UNITS, isElapsedUnit } from './schedule-draft';
import { TimeOfDayField } from './time-of-day-field';

/** Every 15 minutes (real time), or every 2 months (on the calendar). */
export const IntervalFields = (props: DraftFieldsProps) => {
  const t = useTranslate();
  const { draft, errors, onChange } = props;
  const monthly = draft.unit === 'mo' || draft.unit === 'y';
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Flex gap={4} wrap="wrap" alignItems="flex-start">
        <FieldFrame label={t('schedules.every')} error={errors['every']} required flex="0 1 14rem">
          <NumberInput
            step={1}
            {...(draft.count === undefined ? {} : { value: draft.count })}
            onValueChange={(count) => onChange({ count })}
          />
        </FieldFrame>
        <FieldFrame label={t('schedules.unit')} flex="0 1 20rem">
          <SingleSelect
            value={draft.unit}
            onChange={(next) =>
              onChange({ unit: INTERVAL_UNITS.find((known) => known === next) ?? draft.unit })
            }
          >
            {INTERVAL_UNITS.map((unit) => (
              <SingleSelectOption key={unit} value={unit}>
                {t(`schedules.unit.${unit}`)}
              </SingleSelectOption>
            ))}
          </SingleSelect>
        </FieldFrame>
      </Flex>
      {!isElapsedUnit(draft.unit) && (
        <Flex gap={4} wrap="wrap" alignItems="flex-start">
          <FieldFrame
            label={t('schedules.start')}
            error={errors['start']}
            required
            flex="0 1 20rem"
          >
            <DateInput value={draft.start} onChange={(start) => onChange({ start })} />
          </FieldFrame>
          <TimeOfDayField {...props} />
          {monthly && <OverflowField {...props} />}
        </Flex>
      )}
    </Flex>
  );
};
