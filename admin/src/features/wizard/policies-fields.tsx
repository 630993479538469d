import { Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';

import { OVERLAPS, ON_LOST, PRIORITIES } from '../../../../server/src/contract/job';
import { DurationInput } from '../../components/inputs/duration-input';
import { FieldFrame } from '../../components/inputs/field-frame';
import { useTranslate } from '../../translate';
import { BreakerFields } from './breaker-fields';
import { ChoiceField } from './choice-field';
import { DependencyFields } from './dependency-fields';
import { HookFields } from './hook-fields';
import { LimitFields } from './limit-fields';
import type { PoliciesProps } from './policies-props';
import { RetryFields } from './retry-fields';

/** What goes first, what to do when a run meets another one or goes wrong, and what runs around it. */
export const PoliciesFields = (props: PoliciesProps) => (
  <Flex direction="column" alignItems="stretch" gap={6}>
    <UpstreamFields {...props} />
    <MeetingFields {...props} />
    <FailureFields {...props} />
    <AroundFields {...props} />
  </Flex>
);

const UpstreamFields = (props: PoliciesProps) => {
  const t = useTranslate();
  return (
    <Group title={t('policies.dependencies')}>
      <DependencyFields {...props} />
    </Group>
  );
};

const AroundFields = (props: PoliciesProps) => {
  const t = useTranslate();
  return (
    <Group title={t('policies.hooks')}>
      <HookFields {...props} />
    </Group>
  );
};

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
      <BreakerFields {...props} />
    </Group>
  );
};

const MeetingFields = (props: PoliciesProps) => {
  const t = useTranslate();
  const { policies, errors, onChange } = props;
  return (
    <Group title={t('policies.meeting')}>
      <ChoiceField
        label={t('wizard.overlap')}
        error={errors['overlap']}
        choices={OVERLAPS}
        textOf={(choice) => t(`wizard.overlap.${choice}`)}
        value={policies.overlap}
        onChange={(overlap) => onChange({ overlap })}
      />
      <LimitFields {...props} />
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

const Group = ({ title, children }: { title: string; children: ReactNode }) => (
  <Flex tag="section" aria-label={title} direction="column" alignItems="stretch" gap={4}>
    <Typography variant="sigma" tag="h3" textColor="neutral600">
      {title}
    </Typography>
    {children}
  </Flex>
);
