import { Flex } from '@strapi/design-system';
import { Play } from '@strapi/icons';

import type { JobView } from '../../../../server/src/contract/job';
import { IconAction } from '../../components/icon-action';
import { useBlocked } from '../../permissions';
import { useTranslate } from '../../translate';
import { JobMenu } from './job-menu';

type Props = { job: JobView; onRun: () => void };

/** Run, and the rest behind three dots. */
export const JobRowActions = ({ job, onRun }: Props) => {
  const t = useTranslate();
  const blocked = useBlocked();
  return (
    <Flex gap={1} justifyContent="flex-end">
      <IconAction
        label={t('jobs.run-named', { name: job.name })}
        blocked={blocked('jobs-run', job.owner)}
        onClick={onRun}
      >
        <Play />
      </IconAction>
      <JobMenu job={job} />
    </Flex>
  );
};
