import type { JobStatus } from '../../../server/src/contract/job';
import { formatMoment } from '../format-time';
import { useIntlLocale } from '../language';
import { useTranslate } from '../translate';
import { Chip, type Tone } from './chip';

const TONES = {
  active: 'good',
  disabled: 'calm',
  paused: 'info',
  held: 'warn',
  ended: 'calm',
} satisfies Record<JobStatus, Tone>;

type Props = {
  status: JobStatus;
  /** When a paused one goes on by itself, ISO 8601. */
  until?: string | null;
};

/** A job's state in a word, with the end of a pause. */
export const JobStatusBadge = ({ status, until = null }: Props) => {
  const t = useTranslate();
  const locale = useIntlLocale();
  return (
    <Chip tone={TONES[status]}>
      {t(`common.job-status.${status}`)}
      {status === 'paused' &&
        until !== null &&
        ` ${t('pauses.until-short', { until: formatMoment(until, locale) })}`}
    </Chip>
  );
};
