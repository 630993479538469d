import { useState } from 'react';

import { useAttempt } from '../../attempt';
import { ActionButton } from '../../components/action-button';
import { PauseIcon } from '../../components/pause-icon';
import { useBlocked, useRights } from '../../permissions';
import { useTranslate } from '../../translate';
import { PauseDialog } from '../pauses/pause-dialog';
import { usePauseSchedulerMutation } from '../pauses/pauses-api';
import { useGetSchedulerStatusQuery } from './status-api';

/** Pauses the whole scheduler; while it is paused the page's banner has the way back. */
export const PauseAllButton = () => {
  const t = useTranslate();
  const attempt = useAttempt();
  const { rights } = useRights();
  const blocked = useBlocked()('scheduler-control');
  const { data: status } = useGetSchedulerStatusQuery(undefined, {
    skip: !rights['scheduler-read'],
  });
  const [pause, { isLoading }] = usePauseSchedulerMutation();
  const [asking, setAsking] = useState(false);
  if (status === undefined || status.pause !== null) return null;
  return (
    <>
      <ActionButton
        variant="secondary"
        startIcon={<PauseIcon aria-hidden />}
        blocked={blocked}
        onClick={() => setAsking(true)}
      >
        {t('pauses.all.pause')}
      </ActionButton>
      {asking && (
        <PauseDialog
          title={t('pauses.all.title')}
          body={t('pauses.all.body')}
          isBusy={isLoading}
          onPause={async (request) => {
            const done = await attempt(pause(request), t('pauses.all.paused-toast'));
            if (done !== null) setAsking(false);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
};
