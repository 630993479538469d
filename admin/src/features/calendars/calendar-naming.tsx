import { Flex, Textarea, TextInput } from '@strapi/design-system';

import { FieldFrame } from '../../components/inputs/field-frame';
import type { FormErrors } from '../../form-errors';
import { useTranslate } from '../../translate';
import { ZonePicker } from '../schedules/zone-picker';
import type { CalendarForm } from './calendar-form';

interface Props {
  form: CalendarForm;
  errors: FormErrors;
  onChange: (patch: Partial<CalendarForm>) => void;
}

/** Name, description and the zone of its days. */
export const CalendarNaming = ({ form, errors, onChange }: Props) => {
  const t = useTranslate();
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <FieldFrame label={t('calendars.name')} name="name" error={errors['name']} required>
        <TextInput value={form.name} onChange={(event) => onChange({ name: event.target.value })} />
      </FieldFrame>
      <FieldFrame
        label={t('calendars.description')}
        name="description"
        error={errors['description']}
      >
        <Textarea
          value={form.description}
          onChange={(event) => onChange({ description: event.target.value })}
        />
      </FieldFrame>
      <ZonePicker
        value={form.timezone}
        emptyText={t('calendars.zone.own')}
        error={errors['timezone']}
        onChange={(timezone) => onChange({ timezone })}
      />
    </Flex>
  );
};
