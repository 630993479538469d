import { Flex, Link, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';

import type { JobView } from '../../../../server/src/contract/job';
import { Panel } from '../../components/panel';
import { RelativeTime } from '../../components/relative-time';
import { paths } from '../../paths';
import { useTranslate } from '../../translate';

/** The jobs that come next. */
export const NextPanel = ({ jobs }: { jobs: JobView[] }) => {
  const t = useTranslate();
  return (
    <Panel
      title={t('overview.next')}
      action={
        <Link tag={NavLink} to={paths.jobs({ sort: 'nextRunAt:asc', status: 'active' })}>
          {t('overview.see-all')}
        </Link>
      }
    >
      {jobs.length === 0 ? (
        <Typography textColor="neutral600">{t('overview.next.none')}</Typography>
      ) : (
        <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
          {jobs.map(({ documentId, name, nextRunAt }) => (
            <li key={documentId}>
              <Flex gap={3} justifyContent="space-between">
                <Link tag={NavLink} to={paths.job(documentId)}>
                  {name}
                </Link>
                <RelativeTime at={nextRunAt} textColor="neutral600" />
              </Flex>
            </li>
          ))}
        </Flex>
      )}
    </Panel>
  );
};
