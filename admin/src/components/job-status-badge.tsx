import type { JobStatus } from '../../../server/src/contract/job';
import { useTranslate } from '../translate';
import { Chip, type Tone } from './chip';

const TONES = {
  active: 'good',
  disabled: 'calm',
  paused: 'info',
  held: 'warn',
  ended: 'calm',
} satisfies Record<JobStatus, Tone>;

/** A job's state in a word. */
export const JobStatusBadge = ({ status }: { status: JobStatus }) => {
  const t = useTranslate();
  return <Chip tone={TONES[status]}>{t(`common.job-status.${status}`)}</Chip>;
};
