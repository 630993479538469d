import { FieldFrame } from '../../components/inputs/field-frame';
import { TimeInput } from '../../components/inputs/date-time-inputs';
import { useTranslate } from '../../translate';
import type { DraftFieldsProps } from './draft-fields';

/** `at 09:00` */
export const TimeOfDayField = ({ draft, errors, onChange }: DraftFieldsProps) => {
  const t = useTranslate();
  return (
    <FieldFrame label={t('schedules.time')} error={errors['time']} required flex="0 1 18rem">
      <TimeInput value={draft.time} onChange={(time) => onChange({ time })} />
    </FieldFrame>
  );
};
