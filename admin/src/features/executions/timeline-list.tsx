import { createElement } from 'react';

import { Flex, Typography } from '@strapi/design-system';
import { Check, Clock, Play, Stop } from '@strapi/icons';
import { styled } from 'styled-components';

import type {
  ExecutionMeta,
  ExecutionView,
  HookView,
} from '../../../../server/src/contract/execution';
import { Moment } from '../../components/moment';
import { STATUS_LOOKS, StatusBadge } from '../../components/status-badge';
import { formatDuration } from '../../format-time';
import { useIntlLocale } from '../../language';
import { useTranslate, type Translate } from '../../translate';
import { timelineOf, type TimelineStep } from './timeline';

type Props = { execution: ExecutionView; meta: ExecutionMeta };

/** Due → claimed → attempts → done, each with its time. */
export const TimelineList = ({ execution, meta }: Props) => (
  <Steps>
    {timelineOf(execution, meta).map((step, index) => (
      <Step key={index}>
        <StepIcon step={step} />
        <Flex direction="column" alignItems="flex-start" minWidth={0}>
          <StepText step={step} />
          {'at' in step && <Moment at={step.at} variant="pi" textColor="neutral600" />}
        </Flex>
      </Step>
    ))}
  </Steps>
);

const StepText = ({ step }: { step: TimelineStep }) => {
  const t = useTranslate();
  const locale = useIntlLocale();
  if (step.kind === 'ended') return <StatusBadge status={step.status} />;
  const attempt = step.kind === 'attempt-ended' ? step.attempt : null;
  const error = attempt?.error ?? null;
  return (
    <>
      <Typography style={{ overflowWrap: 'anywhere' }}>{stepWords(step, t, locale)}</Typography>
      {error !== null && (
        <Typography variant="pi" textColor="danger600" style={{ overflowWrap: 'anywhere' }}>
          {error.message}
        </Typography>
      )}
      <FailedHooks hooks={attempt?.hooks ?? []} />
    </>
  );
};

/** Scripts and code that failed after the attempt; the attempt does not show it otherwise. */
const FailedHooks = ({ hooks }: { hooks: HookView[] }) => {
  const t = useTranslate();
  return hooks
    .filter(({ ok }) => !ok)
    .map(({ time, name, error }, index) => (
      <Typography
        key={index}
        variant="pi"
        textColor="warning600"
        style={{ overflowWrap: 'anywhere' }}
      >
        {t(`executions.hook.failed.${time}`, { name, error: error?.message ?? '' })}
      </Typography>
    ));
};

type WordedStep = Exclude<TimelineStep, { kind: 'ended' }>;

const stepWords = (step: WordedStep, t: Translate, locale: string): string => {
  if (step.kind === 'started') {
    return t('executions.step.started', { attempt: step.attempt, node: step.node ?? '–' });
  }
  if (step.kind === 'attempt-ended') {
    const { attempt, status, durationMs } = step.attempt;
    return t('executions.step.ended', {
      attempt,
      status: t(`common.status.${status}`),
      duration: durationMs === null ? '–' : formatDuration(durationMs, locale),
    });
  }
  if (step.kind === 'next-attempt') return t('executions.step.next', { attempt: step.attempt });
  return t(`executions.step.${step.kind}`);
};

const StepIcon = ({ step }: { step: TimelineStep }) => {
  return createElement(iconOf(step), { 'aria-hidden': true, width: '1.6rem', height: '1.6rem' });
};

const iconOf = (step: TimelineStep): typeof Clock =>
  step.kind === 'attempt-ended' ? STATUS_LOOKS[step.attempt.status].icon : ICONS[step.kind];

const ICONS = {
  due: Clock,
  queued: Clock,
  started: Play,
  'next-attempt': Clock,
  'cancel-requested': Stop,
  ended: Check,
} satisfies Record<Exclude<TimelineStep['kind'], 'attempt-ended'>, typeof Clock>;

const Steps = styled.ol`
  display: flex;
  flex-direction: column;
  gap: ${({ theme }) => theme.spaces[4]};
  list-style: none;
`;

const Step = styled.li`
  position: relative;
  display: flex;
  gap: ${({ theme }) => theme.spaces[3]};

  svg {
    flex: none;
    margin-top: 2px;
    color: ${({ theme }) => theme.colors.neutral600};
  }

  &:not(:last-child)::before {
    position: absolute;
    top: 2.2rem;
    bottom: -${({ theme }) => theme.spaces[3]};
    left: 0.75rem;
    width: 1px;
    background: ${({ theme }) => theme.colors.neutral200};
    content: '';
  }
`;
