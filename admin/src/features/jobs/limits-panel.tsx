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

type Props = { job: JobView; meta: JobMeta };

/** How many may run at once, how many do, and what the others wait for. */
export const LimitsPanel = ({ job, meta }: Props) => {
  const t = useTranslate();
  const { rights } = useRights();
  const { limit, key } = job.concurrency;
  return (
    <Panel title={t('jobs.limits')}>
      <Flex direction="column" alignItems="stretch" gap={4}>
        <FactLines
          facts={[
            { label: t('common.status.running'), value: meta.running },
            { label: t('jobs.limits.queued'), value: meta.queued },
            { label: t('jobs.rule.limit'), value: limitWords({ limit, key }, t) },
            { label: t('jobs.rule.overlap'), value: t(`jobs.rule.overlap.${job.overlap}`) },
          ]}
        />
        {rights['executions-read'] && meta.queued > 0 && <WaitingList job={job} />}
      </Flex>
    </Panel>
  );
};

/** A job's limit in a few words. */
export const limitWords = (
  { limit, key }: JobView['concurrency'],
  t: ReturnType<typeof useTranslate>
): string => {
  if (limit === null) return t('jobs.rule.limit.none');
  return key === null
    ? t('jobs.rule.limit.job', { count: limit })
    : t('jobs.rule.limit.key', { count: limit, key });
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
