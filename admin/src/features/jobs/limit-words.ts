import type { JobView } from '../../../../server/src/contract/job';
import type { Translate } from '../../translate';

/** A job's limit in a few words. */
export const limitWords = ({ limit, key }: JobView['concurrency'], t: Translate): string => {
  if (limit === null) return t('jobs.rule.limit.none');
  return key === null
    ? t('jobs.rule.limit.job', { count: limit })
    : t('jobs.rule.limit.key', { count: limit, key });
};
