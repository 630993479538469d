import { useState } from 'react';

import { Menu, Typography } from '@strapi/design-system';
import { Clock, Duplicate, More, Pencil, Play, Trash } from '@strapi/icons';
import { useNavigate } from 'react-router-dom';

import type { JobView } from '../../../../server/src/contract/job';
import { ConfirmDialog } from '../../components/confirm-dialog';
import { PauseIcon } from '../../components/pause-icon';
import { paths } from '../../paths';
import { useBlocked } from '../../permissions';
import { useTranslate } from '../../translate';
import { usePauseBlocked } from '../pauses/pause-button';
import { PauseJobDialog } from '../pauses/pause-job-dialog';
import { usePauseJob } from '../pauses/use-pause-job';
import { useJobActions } from './job-actions';
import { JobMenuItem } from './job-menu-item';

type Props = { job: JobView; onDeleted?: () => void };

/** What is done to a job less often, behind three dots. */
export const JobMenu = ({ job, onDeleted }: Props) => {
  const t = useTranslate();
  const navigate = useNavigate();
  const blocked = useBlocked();
  const { clone, remove } = useJobActions();
  const { resume } = usePauseJob();
  const pauseBlocked = usePauseBlocked(job);
  const [pausing, setPausing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <Menu.Root>
        <Menu.Trigger
          variant="ghost"
          size="S"
          endIcon={null}
          aria-label={t('jobs.more-named', { name: job.name })}
        >
          <More aria-hidden />
        </Menu.Trigger>
        <Menu.Content popoverPlacement="bottom-end" maxHeight="none">
          <JobMenuItem
            icon={<Pencil />}
            label={t('jobs.edit')}
            blocked={blocked('jobs-update', job.owner)}
            onSelect={() => navigate(paths.editJob(job.documentId))}
          />
          {job.status === 'paused' ? (
            <JobMenuItem
              icon={<Play />}
              label={t('pauses.resume')}
              blocked={pauseBlocked}
              onSelect={() => resume(job)}
            />
          ) : (
            <JobMenuItem
              icon={<PauseIcon aria-hidden />}
              label={t('pauses.pause-ellipsis')}
              blocked={pauseBlocked}
              onSelect={() => setPausing(true)}
            />
          )}
          <JobMenuItem
            icon={<Duplicate />}
            label={t('jobs.clone')}
            blocked={blocked('jobs-create')}
            onSelect={() => clone(job)}
          />
          <JobMenuItem
            icon={<Clock />}
            label={t('jobs.history')}
            blocked={blocked('executions-read', job.owner)}
            onSelect={() => navigate(paths.job(job.documentId, { tab: 'executions' }))}
          />
          <Menu.Separator />
          <JobMenuItem
            danger
            icon={<Trash />}
            label={t('jobs.delete')}
            blocked={blocked('jobs-delete', job.owner)}
            onSelect={() => setDeleting(true)}
          />
        </Menu.Content>
      </Menu.Root>
      {pausing && <PauseJobDialog job={job} onClose={() => setPausing(false)} />}
      <ConfirmDialog
        title={t('jobs.delete.title')}
        action={t('jobs.delete')}
        open={deleting}
        onClose={() => setDeleting(false)}
        onConfirm={async () => ((await remove(job)) === null ? undefined : onDeleted?.())}
      >
        <Typography textAlign="center">{t('jobs.delete.body', { name: job.name })}</Typography>
      </ConfirmDialog>
    </>
  );
};
