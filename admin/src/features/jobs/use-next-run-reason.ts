import type { JobMeta, JobView } from '../../../../server/src/contract/job';
import { formatMoment } from '../../format-time';
import { useIntlLocale, useList } from '../../language';
import { useTranslate } from '../../translate';
import { nextRunReason } from './next-run-reason';

/** Why no run is planned, in the admin's language; null where one is. */
export const useNextRunReason = (job: JobView, meta: JobMeta): string | null => {
  const t = useTranslate();
  const locale = useIntlLocale();
  const list = useList();
  return nextRunReason(job, meta, { t, list, moment: (iso) => formatMoment(iso, locale) });
};
