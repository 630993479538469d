import { Flex, Typography } from '@strapi/design-system';
import { Check, Clock, Play, Stop } from '@strapi/icons';
import { styled } from 'styled-components';

import type { ExecutionMeta, ExecutionView } from '../../../../server/src/contract/execution';
import { Moment } from '../../components/moment';
import { STATUS_LOOKS, StatusBadge } from '../../components/status-badge';
import { formatDuration } from '../../format-time';
import { useIntlLocale } from '../../language';
import { useTranslate } from '../../translate';
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
  switch (step.kind) {
    case 'due':
      return <Typography>{t('executions.step.due')}</Typography>;
    case 'queued':
      return <Typography>{t('executions.step.queued')}</Typography>;
    case 'started':
      return (
        <Typography style={{ overflowWrap: 'anywhere' }}>
          {t('executions.step.started', { attempt: step.attempt, node: step.node ?? '–' })}
        </Typography>
      );
    case 'attempt-ended': {
      const { attempt, status, durationMs, error } = step.attempt;
      return (
        <>
          <Typography>
            {t('executions.step.ended', {
              attempt,
              status: t(`common.status.${status}`),
              duration: durationMs === null ? '–' : formatDuration(durationMs, locale),
            })}
          </Typography>
          {error !== null && (
            <Typography variant="pi" textColor="danger600" style={{ overflowWrap: 'anywhere' }}>
              {error.message}
            </Typography>
          )}
        </>
      );
    }
    case 'next-attempt':
      return <Typography>{t('executions.step.next', { attempt: step.attempt })}</Typography>;
    case 'cancel-requested':
      return <Typography>{t('executions.step.cancel')}</Typography>;
    case 'ended':
      return <StatusBadge status={step.status} />;
  }
};

const StepIcon = ({ step }: { step: TimelineStep }) => {
  const Icon = iconOf(step);
  return <Icon aria-hidden width="1.6rem" height="1.6rem" />;
};

const iconOf = (step: TimelineStep): typeof Clock => {
  switch (step.kind) {
    case 'due':
    case 'queued':
    case 'next-attempt':
      return Clock;
    case 'started':
      return Play;
    case 'attempt-ended':
      return STATUS_LOOKS[step.attempt.status].icon;
    case 'cancel-requested':
      return Stop;
    case 'ended':
      return Check;
  }
};

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
