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
  const sum = (count: (bucket: (typeof outcomes)[number]) => number) =>
    outcomes.reduce((total, bucket) => total + count(bucket), 0);
  const summary = t('overview.outcomes.summary', {
    succeeded: sum(({ succeeded }) => succeeded),
    failed: sum(({ failed }) => failed),
    other: sum(({ other }) => other),
  });
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
          label={`${t('overview.outcomes')}: ${summary}`}
          ends={[t('overview.outcomes.start'), t('overview.outcomes.end')]}
        />
      }
      caption={summary}
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
