import type { ComponentProps, ReactNode } from 'react';

import { Box, Flex, Link, Typography } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';

import type {
  ExecutionStatus,
  ExecutionView,
  ExecutionWait,
} from '../../../../server/src/contract/execution';
import { Duration } from '../../components/duration';
import { Moment } from '../../components/moment';
import { RelativeTime } from '../../components/relative-time';
import { StatusBadge } from '../../components/status-badge';
import type { Column } from '../../components/table-columns';
import { formatDuration } from '../../format-time';
import { useIntlLocale } from '../../language';
import { useNowAs } from '../../now';
import { paths } from '../../paths';
import { useTranslate } from '../../translate';
import type { ExecutionListMeta } from './executions-api';
import { ProgressCell } from './progress-cell';
import { resultLine } from './result-line';
import { useWaitWords } from './wait-words';

type ColumnKey = 'job';

type Facts = {
  /** A job's own page leaves the job out. */
  without?: ColumnKey[];
  /** What those that wait for something wait for, by documentId. */
  waits: ExecutionListMeta['waits'] | undefined;
  /** The name of the limit that a job shares with others; null where there is none or it is not known. */
  limitKeyOf: (jobId: string) => string | null;
};

/** The columns of an executions list. */
export const useExecutionColumns = ({
  without = [],
  waits = {},
  limitKeyOf,
}: Facts): Column<ExecutionView>[] => {
  const t = useTranslate();
  const waitText = useWaitWords();
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
      render: (execution) => <ScheduledCell execution={execution} />,
    },
    {
      key: 'started',
      label: t('executions.column.started'),
      sortBy: 'startedAt',
      render: ({ startedAt, node }) => (
        <Lines
          first={<RelativeTime at={startedAt} />}
          second={node === null ? null : t('executions.on-node', { node })}
        />
      ),
    },
    {
      key: 'duration',
      label: t('executions.column.duration'),
      render: (execution) => <RunningDuration execution={execution} />,
    },
    {
      key: 'result',
      label: t('executions.column.result'),
      render: (execution) => (
        <Box minWidth="14rem" maxWidth="32rem">
          {execution.status === 'running' && <ProgressCell progress={execution.progress} />}
          <Typography variant="pi" style={{ overflowWrap: 'anywhere' }}>
            {WAITING.has(execution.status)
              ? waitText(
                  waits[execution.documentId] ?? generally(execution),
                  limitKeyOf(execution.job.documentId)
                )
              : resultLine(execution, t)}
          </Typography>
        </Box>
      ),
    },
  ];
  return columns.filter(({ key }) => !without.some((left) => left === key));
};

const WAITING: ReadonlySet<ExecutionStatus> = new Set<ExecutionStatus>(['waiting', 'queued']);

/** What the status alone tells: only a dependency makes an execution `waiting`. */
const generally = ({ status }: ExecutionView): ExecutionWait => ({
  waitsFor: status === 'waiting' ? 'dependency' : null,
  upstreams: [],
});

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

const ScheduledCell = ({ execution }: { execution: ExecutionView }) => {
  const t = useTranslate();
  const locale = useIntlLocale();
  const { scheduledFor, delayMs } = execution;
  return (
    <Lines
      first={<Moment at={scheduledFor} />}
      second={
        delayMs === null
          ? null
          : t('executions.late-by', { delay: formatDuration(delayMs, locale) })
      }
    />
  );
};

const Lines = ({ first, second }: { first: ReactNode; second: string | null }) => (
  <Flex direction="column" alignItems="flex-start">
    {first}
    {second !== null && (
      <Typography variant="pi" textColor="neutral600" ellipsis maxWidth="14rem" title={second}>
        {second}
      </Typography>
    )}
  </Flex>
);

type RunningProps = { execution: ExecutionView } & Omit<ComponentProps<typeof Duration>, 'ms'>;

/** Counts on while it runs. */
export const RunningDuration = ({ execution, ...style }: RunningProps) => {
  const { durationMs, startedAt, status } = execution;
  const since = startedAt !== null && status === 'running' ? Date.parse(startedAt) : null;
  const passedMs = useNowAs(1_000, (now) => (since === null ? 0 : Math.max(0, now - since)));
  const ms = since === null ? durationMs : passedMs;
  return <Duration ms={ms} {...style} />;
};
