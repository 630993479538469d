import { Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import type { ExecutionView } from '../../../../server/src/contract/execution';
import { useTranslate } from '../../translate';

/** How far a running execution says it is. */
export const ProgressCell = ({ progress }: Pick<ExecutionView, 'progress'>) => {
  const t = useTranslate();
  if (progress === null) return null;
  const { percent, message } = progress;
  return (
    <Flex direction="column" alignItems="stretch" gap={1} minWidth="12rem">
      {percent !== null && (
        <Flex gap={2}>
          <Bar max={100} value={percent} aria-label={t('executions.progress')} />
          <Typography variant="pi">{Math.round(percent)}%</Typography>
        </Flex>
      )}
      {message !== null && (
        <Typography variant="pi" textColor="neutral600">
          {message}
        </Typography>
      )}
    </Flex>
  );
};

const Bar = styled.progress`
  flex: 1;
  width: 100%;
  min-width: 6rem;
  height: 6px;
  appearance: none;
  border: 0;
  border-radius: 3px;
  overflow: hidden;
  background: ${({ theme }) => theme.colors.neutral200};

  &::-webkit-progress-bar {
    background: ${({ theme }) => theme.colors.neutral200};
  }

  &::-webkit-progress-value {
    background: ${({ theme }) => theme.colors.primary600};
  }

  &::-moz-progress-bar {
    background: ${({ theme }) => theme.colors.primary600};
  }
`;
