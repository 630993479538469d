import { Status, Typography, type StatusProps } from '@strapi/design-system';

import type { JobStatus } from '../../../server/src/contract/job';
import { useTranslate } from '../translate';

const VARIANTS = {
  active: 'success',
  disabled: 'neutral',
  paused: 'secondary',
  held: 'warning',
  ended: 'neutral',
} satisfies Record<JobStatus, NonNullable<StatusProps['variant']>>;

/** A job's state in a word. */
export const JobStatusBadge = ({ status }: { status: JobStatus }) => {
  const t = useTranslate();
  return (
    <Status variant={VARIANTS[status]} size="S">
      <Typography variant="omega" fontWeight="bold">
        {t(`common.job-status.${status}`)}
      </Typography>
    </Status>
  );
};
