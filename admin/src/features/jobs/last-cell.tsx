import { Flex, Link, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';

import type { JobView } from '../../../../server/src/contract/job';
import { Duration } from '../../components/duration';
import { StatusBadge } from '../../components/status-badge';
import { StatusStrip } from '../../components/status-strip';
import { paths } from '../../paths';
import { useRights } from '../../permissions';
import { useTranslate } from '../../translate';

/** How the last execution went, and the twenty before it. */
export const LastCell = ({ job }: { job: JobView }) => {
  const t = useTranslate();
  const { rights } = useRights();
  const last = job.lastExecution;
  if (last === null) {
    return <Typography textColor="neutral600">{t('jobs.last.never')}</Typography>;
  }
  return (
    <Flex direction="column" alignItems="flex-start" gap={1}>
      <Flex gap={2}>
        {rights['executions-read'] ? (
          <Link
            tag={NavLink}
            to={paths.execution(last.documentId)}
            aria-label={t('jobs.last.open', {
              name: job.name,
              status: t(`common.status.${last.status}`),
            })}
          >
            <StatusBadge status={last.status} />
          </Link>
        ) : (
          <StatusBadge status={last.status} />
        )}
        {last.durationMs !== null && (
          <Duration ms={last.durationMs} variant="pi" textColor="neutral600" />
        )}
      </Flex>
      <StatusStrip statuses={job.recentStatuses} />
    </Flex>
  );
};
