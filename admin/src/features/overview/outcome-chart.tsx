import type { SchedulerStatus } from '../../../../server/src/contract/scheduler';
import { BarChart } from '../../components/bar-chart';
import { ChartPanel } from '../../components/chart-panel';
import { formatMoment } from '../../format-time';
import { useIntlLocale } from '../../language';
import { useTranslate } from '../../translate';

/** What came of the executions of the last day, hour by hour. */
export const OutcomeChart = ({ outcomes }: Pick<SchedulerStatus, 'outcomes'>) => {
  const t = useTranslate();
  const locale = useIntlLocale();
  const sums = {
    succeeded: outcomes.reduce((sum, { succeeded }) => sum + succeeded, 0),
    failed: outcomes.reduce((sum, { failed }) => sum + failed, 0),
    other: outcomes.reduce((sum, { other }) => sum + other, 0),
  };
  const bars = outcomes.map(({ from, succeeded, failed, other }) => ({
    key: from,
    label: `${formatMoment(from, locale)}: ${t('overview.outcomes.summary', { succeeded, failed, other })}`,
    parts: [
      { tone: 'good' as const, value: succeeded },
      { tone: 'bad' as const, value: failed },
      { tone: 'calm' as const, value: other },
    ],
  }));
  return (
    <ChartPanel
      title={t('overview.outcomes')}
      chart={
        <BarChart
          bars={bars}
          label={`${t('overview.outcomes')}: ${t('overview.outcomes.summary', sums)}`}
          legend={[
            { tone: 'good', label: t('overview.outcomes.succeeded', { count: sums.succeeded }) },
            { tone: 'bad', label: t('overview.outcomes.failed', { count: sums.failed }) },
            { tone: 'calm', label: t('overview.outcomes.others', { count: sums.other }) },
          ]}
          ends={[t('overview.outcomes.start'), t('overview.outcomes.end')]}
        />
      }
      head={[
        t('overview.outcomes.hour'),
        t('common.status.succeeded'),
        t('common.status.failed'),
        t('overview.outcomes.other'),
      ]}
      rows={outcomes.map(({ from, succeeded, failed, other }) => [
        formatMoment(from, locale),
        succeeded,
        failed,
        other,
      ])}
    />
  );
};
