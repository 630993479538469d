import { Flex, ProgressBar, Typography } from '@strapi/design-system';

import type { ExecutionView } from '../../../../server/src/contract/execution';
import { useTranslate } from '../../translate';

/** How far a running execution says it is. */
export const ProgressCell = ({ progress }: Pick<ExecutionView, 'progress'>) => {
  const t = useTranslate();
  if (progress === null) return <Typography>–</Typography>;
  const { percent, message } = progress;
  return (
    <Flex direction="column" alignItems="stretch" gap={1} minWidth="10rem">
      {percent !== null && (
        <Flex gap={2}>
          <ProgressBar
            size="S"
            value={percent}
            aria-label={t('executions.progress')}
            style={{ flex: 1 }}
          />
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
