import { Switch } from '@strapi/design-system';

import type { JobView } from '../../../../server/src/contract/job';
import { DisabledHint } from '../../components/disabled-hint';
import { useBlocked } from '../../permissions';
import { useTranslate } from '../../translate';
import { useJobActions } from './job-actions';

/** Turns a job on and off at once, on every node. */
export const EnabledSwitch = ({ job }: { job: JobView }) => {
  const t = useTranslate();
  const blocked = useBlocked()('jobs-update', job.owner);
  const { enable, disable } = useJobActions();
  return (
    <DisabledHint blocked={blocked}>
      <Switch
        aria-label={t('jobs.enabled-of', { name: job.name })}
        checked={job.enabled}
        disabled={blocked !== null}
        onCheckedChange={(on) => void (on ? enable(job) : disable(job))}
      />
    </DisabledHint>
  );
};
