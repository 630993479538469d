import { useState } from 'react';

import { Play } from '@strapi/icons';

import type { JobView } from '../../../../server/src/contract/job';
import { ActionButton } from '../../components/action-button';
import { PauseIcon } from '../../components/pause-icon';
import { useBlocked } from '../../permissions';
import { useTranslate } from '../../translate';
import { PauseJobDialog } from './pause-job-dialog';
import { usePauseJob } from './use-pause-job';

/** Pauses a job, or lets a paused one go on. */
export const PauseButton = ({ job }: { job: JobView }) => {
  const t = useTranslate();
  const { resume, isResuming } = usePauseJob();
  const blocked = usePauseBlocked(job);
  const [asking, setAsking] = useState(false);
  if (job.status === 'paused') {
    return (
      <ActionButton
        variant="secondary"
        startIcon={<Play />}
        loading={isResuming}
        blocked={blocked}
        onClick={() => resume(job)}
      >
        {t('pauses.resume')}
      </ActionButton>
    );
  }
  return (
    <>
      <ActionButton
        variant="secondary"
        startIcon={<PauseIcon aria-hidden />}
        blocked={blocked}
        onClick={() => setAsking(true)}
      >
        {t('pauses.pause')}
      </ActionButton>
      {asking && <PauseJobDialog job={job} onClose={() => setAsking(false)} />}
    </>
  );
};

/** Why the job can neither be paused nor resumed. */
export const usePauseBlocked = (job: JobView): string | null => {
  const t = useTranslate();
  const blocked = useBlocked()('jobs-update', job.owner);
  if (blocked !== null) return blocked;
  return job.enabled && job.status !== 'ended' ? null : t('pauses.job.off');
};
