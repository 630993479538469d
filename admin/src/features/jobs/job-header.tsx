import { useState } from 'react';

import { BackButton, Layouts } from '@strapi/strapi/admin';
import { Flex, Typography } from '@strapi/design-system';
import { Pencil, Play } from '@strapi/icons';
import { useNavigate } from 'react-router-dom';

import type { JobMeta, JobView } from '../../../../server/src/contract/job';
import { ActionButton } from '../../components/action-button';
import { JobStatusBadge } from '../../components/job-status-badge';
import { RelativeTime } from '../../components/relative-time';
import { paths } from '../../paths';
import { useBlocked } from '../../permissions';
import { useTranslate } from '../../translate';
import { PauseButton } from '../pauses/pause-button';
import { BreakerBadge } from './breaker-badge';
import { EnabledSwitch } from './enabled-switch';
import { JobMenu } from './job-menu';
import { RunDialog } from './run-dialog';
import { isSkippedByBreaker } from './skipped-by-breaker';
import { useNextRunReason } from './use-next-run-reason';

/** Name, state, next run and what can be done. */
export const JobHeader = ({ job, meta }: { job: JobView; meta: JobMeta }) => {
  const t = useTranslate();
  const navigate = useNavigate();
  const blocked = useBlocked();
  const [running, setRunning] = useState(false);
  return (
    <>
      <Layouts.Header
        title={job.name}
        navigationAction={<BackButton fallback={paths.jobs()} />}
        subtitle={
          <Flex gap={4} wrap="wrap">
            <JobStatusBadge status={job.status} until={job.pausedUntil} />
            {meta.breaker !== null && <BreakerBadge state={meta.breaker.state} />}
            <NextRun job={job} meta={meta} />
            <EnabledSwitch job={job} />
          </Flex>
        }
        primaryAction={
          <Flex gap={2} wrap="wrap">
            <JobMenu job={job} onDeleted={() => navigate(paths.jobs())} />
            <PauseButton job={job} />
            <ActionButton
              variant="secondary"
              startIcon={<Pencil />}
              blocked={blocked('jobs-update', job.owner)}
              onClick={() => navigate(paths.editJob(job.documentId))}
            >
              {t('jobs.edit')}
            </ActionButton>
            <ActionButton
              startIcon={<Play />}
              blocked={blocked('jobs-run', job.owner)}
              onClick={() => setRunning(true)}
            >
              {t('jobs.run')}
            </ActionButton>
          </Flex>
        }
      />
      {running && <RunDialog job={job} onClose={() => setRunning(false)} />}
    </>
  );
};

/** When it runs next, or why no run is planned. */
const NextRun = ({ job, meta }: { job: JobView; meta: JobMeta }) => {
  const t = useTranslate();
  const reason = useNextRunReason(job, meta);
  return (
    <Typography textColor="neutral600">
      {job.nextRunAt === null || isSkippedByBreaker(job.nextRunAt, meta.breaker) ? (
        reason
      ) : (
        <>
          {t('jobs.next')} <RelativeTime at={job.nextRunAt} />
        </>
      )}
    </Typography>
  );
};
