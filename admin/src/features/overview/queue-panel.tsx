import { Typography } from '@strapi/design-system';

import type { SchedulerStatus } from '../../../../server/src/contract/scheduler';
import { FactList } from '../../components/fact-list';
import { Panel } from '../../components/panel';
import { RelativeTime } from '../../components/relative-time';
import { formatDuration } from '../../format-time';
import { useIntlLocale } from '../../language';
import { useTranslate } from '../../translate';
import { placesOf } from './places';

/** How much waits and for how long, and whether the scheduler is at work. */
export const QueuePanel = ({ status }: { status: SchedulerStatus }) => {
  const t = useTranslate();
  const locale = useIntlLocale();
  const count = new Intl.NumberFormat(locale);
  const { oldestWaitMs, rates, nodes } = status;
  return (
    <Panel title={t('overview.queue')}>
      <FactList
        facts={[
          {
            label: t('overview.queue.state'),
            value: (
              <Typography
                textColor={status.state === 'running' ? 'success600' : 'warning700'}
                fontWeight="bold"
              >
                {t(`overview.queue.state.${status.state}`)}
              </Typography>
            ),
          },
          { label: t('overview.queue.depth'), value: status.queueDepth },
          {
            label: t('overview.queue.wait'),
            value: oldestWaitMs === null ? '–' : formatDuration(oldestWaitMs, locale),
          },
          // Where work is claimed ahead, more count as running than have a place.
          { label: t('overview.queue.running'), value: status.running },
          { label: t('overview.queue.places'), value: count.format(placesOf(status)) },
          {
            label: t('overview.queue.per-job'),
            value: count.format(status.limits.maxQueuedPerJob),
          },
          { label: t('overview.queue.rate'), value: rates.perMinute },
          { label: t('overview.queue.failed-rate'), value: rates.failedPerMinute },
          { label: t('overview.queue.nodes'), value: nodes.length },
          {
            label: t('overview.queue.tick'),
            value: <RelativeTime at={status.lastTickAt} />,
          },
        ]}
      />
    </Panel>
  );
};
