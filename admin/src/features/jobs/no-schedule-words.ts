import type { JobView } from '../../../../server/src/contract/job';
import type { Translate } from '../../translate';

/** How a job without a schedule is started. */
export const noScheduleWords = (
  { dependencies }: Pick<JobView, 'dependencies'>,
  t: Translate
): string =>
  dependencies.jobs.length === 0
    ? t('jobs.schedule.none')
    : t('jobs.schedule.after', { count: dependencies.jobs.length });
