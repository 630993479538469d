import { Flex, NumberInput, TextInput, Toggle } from '@strapi/design-system';

import { FieldFrame } from '../../components/inputs/field-frame';
import { Fold } from '../../components/inputs/fold';
import { firstError } from '../../form-errors';
import { useTranslate, type Translate } from '../../translate';
import { CalendarChoiceFields } from '../calendars/calendar-choice-fields';
import type { DraftFieldsProps } from './draft-fields';
import { InstantField } from './instant-field';
import { OverrideFields, type JobParameters } from './override-fields';
import { isElapsedUnit, type ScheduleDraft } from './schedule-draft';

const OPTION_FIELDS = [
  'anchor',
  'key',
  'priority',
  'startAt',
  'endAt',
  'comment',
  'enabled',
  'calendars',
  'parameters',
];

interface Props extends DraftFieldsProps {
  jobParameters: JobParameters;
}

/** A schedule's rarer options. */
export const ScheduleOptions = ({ jobParameters, ...props }: Props) => {
  const t = useTranslate();
  const { draft, errors, onChange } = props;
  return (
    <Fold
      title={t('schedules.options')}
      open={OPTION_FIELDS.some((field) => firstError(errors, field) !== undefined)}
      {...summaryOf(draft, t)}
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
        <OwnCalendars {...props} />
        <OverrideFields {...props} {...jobParameters} />
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

/** What is set in there, while it is folded away. */
const summaryOf = (draft: ScheduleDraft, t: Translate): { summary?: string } => {
  const parts = [
    ...(draft.enabled ? [] : [t('common.job-status.disabled')]),
    ...(draft.startAt === null && draft.endAt === null ? [] : [t('schedules.has-window')]),
    ...(draft.calendars === null ? [] : [t('schedules.own-calendars')]),
    ...(Object.keys(draft.parameters).length === 0 ? [] : [t('schedules.overrides')]),
    ...(draft.priority === 0 ? [] : [`${t('schedules.priority')}: ${draft.priority}`]),
  ];
  return parts.length === 0 ? {} : { summary: parts.join(' · ') };
};

/** The job's calendars, or others for this schedule. */
const OwnCalendars = ({ draft, errors, onChange }: DraftFieldsProps) => {
  const t = useTranslate();
  return (
    <>
      <FieldFrame label={t('schedules.own-calendars')} hint={t('schedules.own-calendars.hint')}>
        <Toggle
          checked={draft.calendars !== null}
          onLabel={t('common.yes')}
          offLabel={t('common.no')}
          onChange={(event) =>
            onChange({ calendars: event.target.checked ? { exclude: [], only: [] } : null })
          }
        />
      </FieldFrame>
      {draft.calendars !== null && (
        <CalendarChoiceFields
          value={draft.calendars}
          errors={errors}
          onChange={(calendars) => onChange({ calendars })}
        />
      )}
    </>
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
