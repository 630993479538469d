import { Box } from '@strapi/design-system';
import { Play } from '@strapi/icons';

import type { SchedulerStatus } from '../../../../server/src/contract/scheduler';
import { useAttempt } from '../../attempt';
import { ActionButton } from '../../components/action-button';
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
        action={
          <ActionButton
            size="S"
            variant="secondary"
            startIcon={<Play />}
            loading={isLoading}
            blocked={blocked}
            onClick={() => attempt(resume(), t('pauses.all.resumed-toast'))}
          >
            {t('pauses.resume')}
          </ActionButton>
        }
      />
    </Box>
  );
};
