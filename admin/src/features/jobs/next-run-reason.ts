import type { JobMeta, JobView } from '../../../../server/src/contract/job';
import type { Translate } from '../../translate';
import { isSkippedByBreaker } from './skipped-by-breaker';

export interface NextRunWording {
  t: Translate;
  /** An instant as people read it. */
  moment: (iso: string) => string;
  /** `a, b and c` in the admin's language. */
  list: (items: string[]) => string;
}

/** Why nothing runs by itself for now, in a sentence; null where a run is planned. */
export const nextRunReason = (
  job: JobView,
  meta: Pick<JobMeta, 'upstreams' | 'breaker'>,
  wording: NextRunWording
): string | null => {
  const { t, moment, list } = wording;
  if (job.status === 'paused' && job.pausedUntil !== null) {
    return t('jobs.upcoming.paused-until', { until: moment(job.pausedUntil) });
  }
  const until = meta.breaker?.until ?? null;
  if (until !== null && isSkippedByBreaker(job.nextRunAt, meta.breaker)) {
    return t('jobs.upcoming.breaker', { until: moment(until) });
  }
  if (job.nextRunAt !== null) return null;
  if (job.status !== 'active') return t(`jobs.upcoming.${job.status}`);
  const { mode, jobs } = job.dependencies;
  if (job.schedules.length === 0 && jobs.length > 0) {
    const unseen = jobs.length - meta.upstreams.length;
    const names = meta.upstreams.map(({ name }) => name);
    const others = unseen > 0 ? [t('jobs.upcoming.unseen', { count: unseen })] : [];
    return t(`jobs.upcoming.after.${mode}`, { jobs: list([...names, ...others]) });
  }
  if (job.schedules.length === 0) return t('jobs.schedule.none');
  return job.schedules.some(({ enabled }) => enabled)
    ? t('jobs.upcoming.none')
    : t('jobs.upcoming.switched-off');
};
