import { Loader, Typography } from '@strapi/design-system';

import type { JobMeta, JobView } from '../../../../server/src/contract/job';
import { ErrorState } from '../../components/error-state';
import { Panel } from '../../components/panel';
import { useTranslate } from '../../translate';
import { usePreviewSchedulerSchedulesQuery } from '../schedules/api';
import { OccurrenceList } from '../schedules/occurrence-list';
import { isSkippedByBreaker } from './skipped-by-breaker';
import { useNextRunReason } from './use-next-run-reason';

const SHOWN = 5;

type Props = { job: JobView; meta: JobMeta };

/** The coming occurrences, as the scheduler sees them. */
export const Upcoming = ({ job, meta }: Props) => {
  const t = useTranslate();
  const reason = useNextRunReason(job, meta);
  return (
    <Panel title={t('jobs.upcoming')}>
      {job.status === 'active' && job.schedules.some(({ enabled }) => enabled) ? (
        <UpcomingList job={job} meta={meta} reason={reason} />
      ) : (
        <Typography textColor="neutral600">{reason ?? t('jobs.upcoming.none')}</Typography>
      )}
    </Panel>
  );
};

const UpcomingList = ({ job, meta, reason }: Props & { reason: string | null }) => {
  const t = useTranslate();
  const schedules = job.schedules.filter(({ enabled }) => enabled);
  const { data, error, isLoading, refetch } = usePreviewSchedulerSchedulesQuery(
    {
      schedules: schedules.map((schedule) => ({ ...schedule })),
      calendars: job.calendars,
      count: SHOWN,
    },
    { skip: schedules.length === 0 }
  );
  if (isLoading) return <Loader small>{t('common.loading')}</Loader>;
  if (error !== undefined) return <ErrorState error={error} onRetry={refetch} />;
  const coming = (data?.occurrences ?? []).filter(
    ({ at }) => isWithin(at, job) && !isSkippedByBreaker(at, meta.breaker)
  );
  if (coming.length === 0) {
    return <Typography textColor="neutral600">{reason ?? t('jobs.upcoming.none')}</Typography>;
  }
  return (
    <OccurrenceList
      occurrences={coming}
      {...(schedules.length > 1 ? { scheduleNames: meta.descriptions } : {})}
    />
  );
};

/** The preview knows the schedules only: the job's own first and last day and its breaker are laid over it. */
const isWithin = (at: string, { startAt, endAt }: JobView): boolean =>
  (startAt === null || Date.parse(at) >= Date.parse(startAt)) &&
  (endAt === null || Date.parse(at) < Date.parse(endAt));
