import type { ReactNode } from 'react';

import { Flex, NumberInput, Typography } from '@strapi/design-system';

import { MISSED_POLICIES } from '../../../../server/src/contract/job';
import { DurationInput } from '../../components/inputs/duration-input';
import { FieldFrame } from '../../components/inputs/field-frame';
import { firstError, type FormErrors } from '../../form-errors';
import { useTranslate } from '../../translate';
import { CalendarChoiceFields } from '../calendars/calendar-choice-fields';
import { InstantField } from '../schedules/instant-field';
import type { TimingForm } from '../schedules/timing-form';
import { ChoiceField } from './choice-field';

interface Props {
  timing: TimingForm;
  /** By path: `missed.windowMs`. */
  errors: FormErrors;
  /** The zone that the job's dates are meant in; '' is the site's. */
  timezone: string;
  onChange: (patch: Partial<TimingForm>) => void;
}

/** What holds for all schedules of a job: calendars, beginning and end, spreading and catching up. */
export const TimingFields = (props: Props) => {
  const t = useTranslate();
  const { timing, errors, onChange } = props;
  return (
    <Flex direction="column" alignItems="stretch" gap={6}>
      <Group title={t('schedules.calendars')}>
        <CalendarChoiceFields
          value={timing.calendars}
          errors={errors}
          onChange={(calendars) => onChange({ calendars })}
        />
      </Group>
      <SpanFields {...props} />
      <LateFields {...props} />
    </Flex>
  );
};

const SpanFields = ({ timing, errors, timezone, onChange }: Props) => {
  const t = useTranslate();
  return (
    <Group title={t('wizard.policies.span')}>
      <InstantField
        label={t('wizard.start-at')}
        hint={t('wizard.start-at.hint')}
        timezone={timezone}
        value={timing.startAt}
        error={errors['startAt']}
        onChange={(startAt) => onChange({ startAt })}
      />
      <InstantField
        label={t('wizard.end-at')}
        hint={t('wizard.end-at.hint')}
        timezone={timezone}
        value={timing.endAt}
        error={errors['endAt']}
        onChange={(endAt) => onChange({ endAt })}
      />
      <FieldFrame
        label={t('schedules.max-executions')}
        hint={t('schedules.max-executions.hint')}
        error={errors['maxExecutions']}
      >
        <NumberInput
          step={1}
          {...(timing.maxExecutions === undefined ? {} : { value: timing.maxExecutions })}
          onValueChange={(maxExecutions) => onChange({ maxExecutions })}
        />
      </FieldFrame>
    </Group>
  );
};

const LateFields = ({ timing, errors, onChange }: Props) => {
  const t = useTranslate();
  return (
    <Group title={t('schedules.late')}>
      <FieldFrame
        label={t('schedules.spread')}
        hint={t('schedules.spread.hint')}
        error={errors['jitterMs']}
      >
        <DurationInput
          label={t('schedules.spread')}
          value={timing.jitterMs}
          onChange={(jitterMs) => onChange({ jitterMs })}
        />
      </FieldFrame>
      <ChoiceField
        label={t('wizard.missed')}
        hint={t('wizard.missed.hint')}
        error={errors['missed.policy']}
        choices={MISSED_POLICIES}
        textOf={(choice) => t(`wizard.missed.${choice}`)}
        value={timing.missedPolicy}
        onChange={(missedPolicy) => onChange({ missedPolicy })}
      />
      {timing.missedPolicy !== 'skip' && (
        <FieldFrame
          label={t('wizard.missed-window')}
          hint={t('wizard.missed-window.hint')}
          error={firstError(errors, 'missed.windowMs')}
        >
          <DurationInput
            label={t('wizard.missed-window')}
            value={timing.missedWindowMs}
            onChange={(missedWindowMs) => onChange({ missedWindowMs })}
          />
        </FieldFrame>
      )}
    </Group>
  );
};

const Group = ({ title, children }: { title: string; children: ReactNode }) => (
  <Flex tag="section" aria-label={title} direction="column" alignItems="stretch" gap={4}>
    <Typography variant="sigma" tag="h3" textColor="neutral600">
      {title}
    </Typography>
    {children}
  </Flex>
);
