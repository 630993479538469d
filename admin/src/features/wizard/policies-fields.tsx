import { Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';

import {
  OVERLAPS,
  MISSED_POLICIES,
  ON_LOST,
  PRIORITIES,
} from '../../../../server/src/contract/job';
import { DurationInput } from '../../components/inputs/duration-input';
import { FieldFrame } from '../../components/inputs/field-frame';
import { firstError } from '../../form-errors';
import { useTranslate } from '../../translate';
import { InstantField } from '../schedules/instant-field';
import { ChoiceField } from './choice-field';
import type { PoliciesProps } from './policies-props';
import { RetryFields } from './retry-fields';

/** What to do when a run is late, twice, too long or wrong, each as a question with a default. */
export const PoliciesFields = (props: PoliciesProps) => (
  <Flex direction="column" alignItems="stretch" gap={6}>
    <FailureFields {...props} />
    <LateFields {...props} />
    <SpanFields {...props} />
  </Flex>
);

const FailureFields = (props: PoliciesProps) => {
  const t = useTranslate();
  const { policies, errors, onChange } = props;
  return (
    <Group title={t('wizard.policies.failure')}>
      <RetryFields {...props} />
      <FieldFrame
        label={t('wizard.timeout')}
        hint={t('wizard.timeout.hint')}
        error={errors['timeoutMs']}
      >
        <DurationInput
          label={t('wizard.timeout')}
          value={policies.timeoutMs}
          onChange={(timeoutMs) => onChange({ timeoutMs })}
        />
      </FieldFrame>
      <ChoiceField
        label={t('wizard.on-lost')}
        hint={t('wizard.on-lost.hint')}
        error={errors['onLost']}
        choices={ON_LOST}
        textOf={(choice) => t(`wizard.on-lost.${choice}`)}
        value={policies.onLost}
        onChange={(onLost) => onChange({ onLost })}
      />
    </Group>
  );
};

const LateFields = ({ policies, errors, onChange }: PoliciesProps) => {
  const t = useTranslate();
  return (
    <Group title={t('wizard.policies.late')}>
      <ChoiceField
        label={t('wizard.missed')}
        hint={t('wizard.missed.hint')}
        error={errors['missed.policy']}
        choices={MISSED_POLICIES}
        textOf={(choice) => t(`wizard.missed.${choice}`)}
        value={policies.missedPolicy}
        onChange={(missedPolicy) => onChange({ missedPolicy })}
      />
      {policies.missedPolicy !== 'skip' && (
        <FieldFrame
          label={t('wizard.missed-window')}
          hint={t('wizard.missed-window.hint')}
          error={firstError(errors, 'missed.windowMs')}
        >
          <DurationInput
            label={t('wizard.missed-window')}
            value={policies.missedWindowMs}
            onChange={(missedWindowMs) => onChange({ missedWindowMs })}
          />
        </FieldFrame>
      )}
      <ChoiceField
        label={t('wizard.overlap')}
        error={errors['overlap']}
        choices={OVERLAPS}
        textOf={(choice) => t(`wizard.overlap.${choice}`)}
        value={policies.overlap}
        onChange={(overlap) => onChange({ overlap })}
      />
      <ChoiceField
        label={t('wizard.priority')}
        hint={t('wizard.priority.hint')}
        error={errors['priority']}
        choices={PRIORITIES}
        textOf={(choice) => t(`wizard.priority.${choice}`)}
        value={policies.priority}
        onChange={(priority) => onChange({ priority })}
      />
    </Group>
  );
};

const SpanFields = ({ policies, errors, timezone, onChange }: PoliciesProps) => {
  const t = useTranslate();
  return (
    <Group title={t('wizard.policies.span')}>
      <InstantField
        label={t('wizard.start-at')}
        hint={t('wizard.start-at.hint')}
        timezone={timezone}
        value={policies.startAt}
        error={errors['startAt']}
        onChange={(startAt) => onChange({ startAt })}
      />
      <InstantField
        label={t('wizard.end-at')}
        hint={t('wizard.end-at.hint')}
        timezone={timezone}
        value={policies.endAt}
        error={errors['endAt']}
        onChange={(endAt) => onChange({ endAt })}
      />
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
