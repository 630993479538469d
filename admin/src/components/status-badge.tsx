import {
  CheckCircle,
  Clock,
  CrossCircle,
  Loader,
  MinusCircle,
  PaperPlane,
  Question,
  Stop,
  WarningCircle,
} from '@strapi/icons';
import { css, keyframes, styled } from 'styled-components';

import type { ExecutionStatus } from '../../../server/src/contract/execution';
import { useTranslate } from '../translate';
import { Chip, type Tone } from './chip';

interface Look {
  icon: typeof Clock;
  tone: Tone;
}

/** A status without a look does not compile. */
export const STATUS_LOOKS: Record<ExecutionStatus, Look> = {
  waiting: { icon: Clock, tone: 'calm' },
  queued: { icon: Clock, tone: 'info' },
  dispatched: { icon: PaperPlane, tone: 'info' },
  running: { icon: Loader, tone: 'active' },
  succeeded: { icon: CheckCircle, tone: 'good' },
  failed: { icon: CrossCircle, tone: 'bad' },
  timed_out: { icon: WarningCircle, tone: 'bad' },
  cancelled: { icon: Stop, tone: 'warn' },
  skipped: { icon: MinusCircle, tone: 'calm' },
  missed: { icon: WarningCircle, tone: 'warn' },
  lost: { icon: Question, tone: 'bad' },
};

/** An execution's status: icon, word and colour, so that colour never says it alone. */
export const StatusBadge = ({ status }: { status: ExecutionStatus }) => {
  const t = useTranslate();
  const { icon: Icon, tone } = STATUS_LOOKS[status];
  return (
    <Chip tone={tone}>
      <Turning $on={status === 'running'}>
        <Icon width="1.2rem" height="1.2rem" aria-hidden />
      </Turning>
      <Word>{t(`common.status.${status}`)}</Word>
    </Chip>
  );
};

const Word = styled.span`
  white-space: nowrap;
`;

const turn = keyframes`
  to { transform: rotate(360deg); }
`;

const Turning = styled.span<{ $on: boolean }>`
  display: inline-flex;

  @media (prefers-reduced-motion: no-preference) {
    ${({ $on }) =>
      $on
        ? css`
            animation: ${turn} 2s linear infinite;
          `
        : ''}
  }
`;
