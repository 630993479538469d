import type { JobView } from '../../../../server/src/contract/job';
import { useAttempt } from '../../attempt';
import { useTranslate } from '../../translate';
import type { PauseRequest } from './pause-request';
import { usePauseSchedulerJobMutation, useResumeSchedulerJobMutation } from './pauses-api';

type Named = Pick<JobView, 'documentId' | 'name'>;

/** Pausing and resuming one job, each with its toast. */
export const usePauseJob = () => {
  const t = useTranslate();
  const attempt = useAttempt();
  const [pause, { isLoading: isPausing }] = usePauseSchedulerJobMutation();
  const [resume, { isLoading: isResuming }] = useResumeSchedulerJobMutation();
  return {
    isPausing,
    isResuming,
    pause: ({ documentId: id, name }: Named, request: PauseRequest) =>
      attempt(pause({ id, ...request }), t('pauses.job.paused-toast', { name })),
    resume: ({ documentId: id, name }: Named) =>
      attempt(resume(id), t('pauses.job.resumed-toast', { name })),
  };
};
