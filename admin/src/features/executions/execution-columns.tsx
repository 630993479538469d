import { Box, Link, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';

import type { ExecutionView } from '../../../../server/src/contract/execution';
import { Duration } from '../../components/duration';
import { Moment } from '../../components/moment';
import { RelativeTime } from '../../components/relative-time';
import { StatusBadge } from '../../components/status-badge';
import type { Column } from '../../components/table-columns';
import { useNow } from '../../now';
import { paths } from '../../paths';
import { useTranslate } from '../../translate';
import { ProgressCell } from './progress-cell';
import { resultLine } from './result-line';
import { isFinal } from './timeline';

type ColumnKey = 'job';

/** The columns of an executions list; a job's own page leaves the job out. */
export const useExecutionColumns = (without: ColumnKey[] = []): Column<ExecutionView>[] => {
  const t = useTranslate();
  const columns: Column<ExecutionView>[] = [
    {
      key: 'status',
      label: t('executions.column.status'),
      place: 'title',
      render: (execution) => <StatusLink execution={execution} />,
    },
    {
      key: 'job',
      label: t('executions.column.job'),
      render: ({ job }) => (
        <Link tag={NavLink} to={paths.job(job.documentId)}>
          {job.name}
        </Link>
      ),
    },
    {
      key: 'trigger',
      label: t('executions.column.trigger'),
      render: ({ trigger }) => <Typography>{t(`common.trigger.${trigger}`)}</Typography>,
    },
    {
      key: 'scheduledFor',
      label: t('executions.column.scheduled'),
      sortBy: 'scheduledFor',
      render: ({ scheduledFor }) => <Moment at={scheduledFor} />,
    },
    {
      key: 'delay',
      label: t('executions.column.delay'),
      render: ({ delayMs }) => <Duration ms={delayMs} />,
    },
    {
      key: 'started',
      label: t('executions.column.started'),
      sortBy: 'startedAt',
      render: ({ startedAt }) => <RelativeTime at={startedAt} />,
    },
    {
      key: 'duration',
      label: t('executions.column.duration'),
      render: (execution) => <RunningDuration execution={execution} />,
    },
    {
      key: 'progress',
      label: t('executions.column.progress'),
      render: ({ progress }) => <ProgressCell progress={progress} />,
    },
    {
      key: 'node',
      label: t('executions.column.node'),
      render: ({ node }) => <Typography variant="pi">{node ?? '–'}</Typography>,
    },
    {
      key: 'result',
      label: t('executions.column.result'),
      render: (execution) => (
        <Box minWidth="14rem" maxWidth="32rem">
          <Typography variant="pi">{resultLine(execution, t)}</Typography>
        </Box>
      ),
    },
  ];
  return columns.filter(({ key }) => !without.some((left) => left === key));
};

const StatusLink = ({ execution }: { execution: ExecutionView }) => {
  const t = useTranslate();
  return (
    <Link
      tag={NavLink}
      to={paths.execution(execution.documentId)}
      aria-label={t('executions.open', {
        name: execution.job.name,
        status: t(`common.status.${execution.status}`),
      })}
    >
      <StatusBadge status={execution.status} />
    </Link>
  );
};

/** Counts on while it runs. */
export const RunningDuration = ({ execution }: { execution: ExecutionView }) => {
  const now = useNow(1_000);
  const { durationMs, startedAt, status } = execution;
  const isRunning = startedAt !== null && status === 'running' && !isFinal(status);
  return <Duration ms={isRunning ? Math.max(0, now - Date.parse(startedAt)) : durationMs} />;
};
