import type { JobView } from '../../../../server/src/contract/job';
import { useTranslate } from '../../translate';
import { PauseDialog } from './pause-dialog';
import { usePauseJob } from './use-pause-job';

type Props = { job: Pick<JobView, 'documentId' | 'name'>; onClose: () => void };

/** Pauses one job; stays open where the server refuses. */
export const PauseJobDialog = ({ job, onClose }: Props) => {
  const t = useTranslate();
  const { pause, isPausing } = usePauseJob();
  return (
    <PauseDialog
      title={t('pauses.job.title', { name: job.name })}
      body={t('pauses.job.body')}
      isBusy={isPausing}
      onPause={async (request) => ((await pause(job, request)) === null ? undefined : onClose())}
      onClose={onClose}
    />
  );
};
