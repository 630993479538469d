import { useNavigate } from 'react-router-dom';

import type { JobView } from '../../../../server/src/contract/job';
import { useAttempt } from '../../attempt';
import { paths } from '../../paths';
import { useTranslate } from '../../translate';
import {
  useCloneSchedulerJobMutation,
  useDeleteSchedulerJobMutation,
  useSetSchedulerJobEnabledMutation,
} from './jobs-api';

type Named = Pick<JobView, 'documentId' | 'name'>;

/** What can be done to one job from its row or its page, each with its toast. */
export const useJobActions = () => {
  const t = useTranslate();
  const attempt = useAttempt();
  const navigate = useNavigate();
  const [setEnabled] = useSetSchedulerJobEnabledMutation();
  const [clone] = useCloneSchedulerJobMutation();
  const [remove] = useDeleteSchedulerJobMutation();
  return {
    enable: ({ documentId: id, name }: Named) =>
      attempt(setEnabled({ id, to: 'enable' }), t('jobs.enabled-toast', { name })),
    disable: ({ documentId: id, name }: Named) =>
      attempt(setEnabled({ id, to: 'disable' }), t('jobs.disabled-toast', { name })),
    clone: async ({ documentId, name }: Named) => {
      const answer = await attempt(clone(documentId), t('jobs.cloned-toast', { name }));
      if (answer !== null) navigate(paths.editJob(answer.data.documentId));
    },
    remove: ({ documentId, name }: Named) =>
      attempt(remove(documentId), t('jobs.deleted-toast', { name })),
  };
};
