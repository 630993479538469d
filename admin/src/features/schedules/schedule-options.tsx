import { Flex, NumberInput, TextInput, Toggle } from '@strapi/design-system';

import { FieldFrame } from '../../components/inputs/field-frame';
import { Fold } from '../../components/inputs/fold';
import { useTranslate } from '../../translate';
import type { DraftFieldsProps } from './draft-fields';
import { InstantField } from './instant-field';
import { isElapsedUnit } from './schedule-draft';

const OPTION_FIELDS = ['anchor', 'key', 'priority', 'startAt', 'endAt', 'comment', 'enabled'];

/** A schedule's rarer options. */
export const ScheduleOptions = (props: DraftFieldsProps) => {
  const t = useTranslate();
  const { draft, errors, onChange } = props;
  return (
    <Fold
      title={t('schedules.options')}
      open={OPTION_FIELDS.some((field) => errors[field] !== undefined)}
    >
      <Flex direction="column" alignItems="stretch" gap={4}>
        {draft.kind === 'interval' && isElapsedUnit(draft.unit) && (
          <InstantField
            label={t('schedules.anchor')}
            hint={t('schedules.anchor.hint')}
            timezone={draft.timezone}
            value={draft.anchor}
            error={errors['anchor']}
            onChange={(anchor) => onChange({ anchor })}
          />
        )}
        <FieldFrame label={t('schedules.enabled')} hint={t('schedules.enabled.hint')}>
          <Toggle
            checked={draft.enabled}
            onLabel={t('common.yes')}
            offLabel={t('common.no')}
            onChange={(event) => onChange({ enabled: event.target.checked })}
          />
        </FieldFrame>
        <WindowFields {...props} />
        <IdentityFields {...props} />
        <FieldFrame label={t('schedules.comment')} error={errors['comment']}>
          <TextInput
            value={draft.comment}
            onChange={(event) => onChange({ comment: event.target.value })}
          />
        </FieldFrame>
      </Flex>
    </Fold>
  );
};

/** From when until when this schedule counts. */
const WindowFields = ({ draft, errors, onChange }: DraftFieldsProps) => {
  const t = useTranslate();
  return (
    <>
      <InstantField
        label={t('schedules.start-at')}
        hint={t('schedules.start-at.hint')}
        timezone={draft.timezone}
        value={draft.startAt}
        error={errors['startAt']}
        onChange={(startAt) => onChange({ startAt })}
      />
      <InstantField
        label={t('schedules.end-at')}
        hint={t('schedules.end-at.hint')}
        timezone={draft.timezone}
        value={draft.endAt}
        error={errors['endAt']}
        onChange={(endAt) => onChange({ endAt })}
      />
    </>
  );
};

/** Which schedule counts where two meet, and how it is called. */
const IdentityFields = ({ draft, errors, onChange }: DraftFieldsProps) => {
  const t = useTranslate();
  return (
    <Flex gap={4} wrap="wrap" alignItems="flex-start">
      <FieldFrame
        label={t('schedules.priority')}
        hint={t('schedules.priority.hint')}
        error={errors['priority']}
        flex="1 1 20rem"
      >
        <NumberInput
          step={1}
          value={draft.priority}
          onValueChange={(priority) => onChange({ priority: priority ?? 0 })}
        />
      </FieldFrame>
      <FieldFrame
        label={t('schedules.key')}
        hint={t('schedules.key.hint')}
        error={errors['key']}
        flex="1 1 20rem"
      >
        <TextInput value={draft.key} onChange={(event) => onChange({ key: event.target.value })} />
      </FieldFrame>
    </Flex>
  );
};
