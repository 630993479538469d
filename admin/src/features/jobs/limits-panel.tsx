import { Flex, Link, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';

import type { JobMeta, JobView } from '../../../../server/src/contract/job';
import { FactLines } from '../../components/fact-lines';
import { Panel } from '../../components/panel';
import { StatusBadge } from '../../components/status-badge';
import { paths } from '../../paths';
import { usePollingInterval } from '../../polling';
import { useRights } from '../../permissions';
import { useTranslate } from '../../translate';
import { useListSchedulerExecutionsQuery } from '../executions/executions-api';
import { useWaitWords } from '../executions/wait-words';
import { limitWords } from './limit-words';

type Props = { job: JobView; meta: JobMeta };

/** How many may run at once, how many do, and what the others wait for. */
export const LimitsPanel = ({ job, meta }: Props) => {
  const t = useTranslate();
  const { rights } = useRights();
  return (
    <Panel title={t('jobs.limits')}>
      <Flex direction="column" alignItems="stretch" gap={4}>
        <FactLines
          facts={[
            { label: t('common.status.running'), value: meta.running },
            { label: t('jobs.limits.queued'), value: meta.queued },
            { label: t('jobs.rule.limit'), value: limitWords(job.concurrency, t) },
            { label: t('jobs.rule.overlap'), value: t(`jobs.rule.overlap.${job.overlap}`) },
          ]}
        />
        {rights['executions-read'] && meta.queued > 0 && <WaitingList job={job} />}
      </Flex>
    </Panel>
  );
};

const SHOWN = 5;

const WaitingList = ({ job }: { job: JobView }) => {
  const t = useTranslate();
  const words = useWaitWords();
  const { data } = useListSchedulerExecutionsQuery(
    {
      job: job.documentId,
      status: ['waiting', 'queued'],
      pageSize: SHOWN,
      sort: 'queuedAt:asc',
    },
    { pollingInterval: usePollingInterval('calm') }
  );
  const rows = data?.data ?? [];
  if (data === undefined || rows.length === 0) return null;
  const more = data.meta.pagination.total - rows.length;
  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
      {rows.map(({ documentId, status }) => (
        <li key={documentId}>
          <Flex gap={2} wrap="wrap">
            <Link
              tag={NavLink}
              to={paths.execution(documentId)}
              aria-label={t('executions.open', {
                name: job.name,
                status: t(`common.status.${status}`),
              })}
            >
              <StatusBadge status={status} />
            </Link>
            <Typography variant="pi">
              {words(data.meta.waits[documentId], job.concurrency.key)}
            </Typography>
          </Flex>
        </li>
      ))}
      {more > 0 && (
        <li>
          <Link tag={NavLink} to={paths.job(job.documentId, { tab: 'executions' })}>
            {t('jobs.limits.more', { count: more })}
          </Link>
        </li>
      )}
    </Flex>
  );
};
