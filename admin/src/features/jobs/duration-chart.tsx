import type { ExecutionStatus, ExecutionView } from '../../../../server/src/contract/execution';
import { BarChart } from '../../components/bar-chart';
import type { BarTone } from '../../components/bar-stack';
import { ChartPanel } from '../../components/chart-panel';
import { Moment } from '../../components/moment';
import { StatusBadge } from '../../components/status-badge';
import { formatDuration, formatMoment } from '../../format-time';
import { useIntlLocale } from '../../language';
import { useTranslate } from '../../translate';

const TONES = {
  waiting: 'calm',
  queued: 'calm',
  dispatched: 'calm',
  running: 'calm',
  succeeded: 'good',
  failed: 'bad',
  timed_out: 'bad',
  cancelled: 'warn',
  skipped: 'calm',
  missed: 'calm',
  lost: 'bad',
} as const satisfies Record<ExecutionStatus, BarTone>;

type Ran = ExecutionView & { startedAt: string; durationMs: number };

const hasRun = (execution: ExecutionView): execution is Ran =>
  execution.startedAt !== null && execution.durationMs !== null;

/** How long the newest executions took, oldest at the left. */
export const DurationChart = ({ executions }: { executions: ExecutionView[] }) => {
  const t = useTranslate();
  const locale = useIntlLocale();
  const ran = executions.filter(hasRun);
  if (ran.length === 0) return null;
  const title = t('jobs.durations', { count: ran.length });
  const bars = ran.toReversed().map(({ documentId, status, startedAt, durationMs }) => ({
    key: documentId,
    label: `${formatMoment(startedAt, locale)}: ${t(`common.status.${status}`)}, ${formatDuration(durationMs, locale)}`,
    parts: [{ tone: TONES[status], value: durationMs }],
  }));
  return (
    <ChartPanel
      title={title}
      chart={<BarChart bars={bars} label={title} ends={['', t('jobs.durations.newest')]} />}
      head={[
        t('executions.column.started'),
        t('executions.column.status'),
        t('executions.column.duration'),
        t('executions.column.delay'),
      ]}
      rows={ran.map(({ startedAt, status, durationMs, delayMs }) => [
        <Moment key="started" at={startedAt} />,
        <StatusBadge key="status" status={status} />,
        formatDuration(durationMs, locale),
        delayMs === null ? '–' : formatDuration(delayMs, locale),
      ])}
    />
  );
};
