import { Box } from '@strapi/design-system';

import type { SchedulerStatus } from '../../../../server/src/contract/scheduler';
import { useAttempt } from '../../attempt';
import { useBlocked } from '../../permissions';
import { useTranslate } from '../../translate';
import { PauseNotice } from '../pauses/pause-notice';
import { useResumeSchedulerMutation } from '../pauses/pauses-api';

/** That nothing new starts on any server, who wanted it so, and the way to go on; nothing while it runs. */
export const SchedulerPause = ({ status: { pause } }: { status: SchedulerStatus }) => {
  const t = useTranslate();
  const attempt = useAttempt();
  const blocked = useBlocked()('scheduler-control');
  const [resume, { isLoading }] = useResumeSchedulerMutation();
  if (pause === null) return null;
  return (
    <Box paddingBottom={5}>
      <PauseNotice
        title={t('pauses.all.paused')}
        pause={pause}
        blocked={blocked}
        isBusy={isLoading}
        onResume={() => attempt(resume(), t('pauses.all.resumed-toast'))}
      />
    </Box>
  );
};
