import { useState } from 'react';

import { useNotification } from '@strapi/strapi/admin';
import { Button, Dialog, Flex, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';

import type { CalendarView } from '../../../../server/src/contract/calendar';
import { ConfirmDialog } from '../../components/confirm-dialog';
import { useErrorText } from '../../components/error-state';
import { propertyOf } from '../../form-errors';
import { useTranslate } from '../../translate';
import { useDeleteSchedulerCalendarMutation } from './calendars-api';
import { JobLinks, type NamedJob } from './job-links';

interface Props {
  calendar: Pick<CalendarView, 'documentId' | 'name'>;
  onClose: () => void;
  onDeleted?: () => void;
}

/** Asks, deletes, and names the jobs that still use it where the server refuses. */
export const DeleteCalendar = ({ calendar: { documentId, name }, onClose, onDeleted }: Props) => {
  const t = useTranslate();
  const describe = useErrorText();
  const { toggleNotification } = useNotification();
  const [remove] = useDeleteSchedulerCalendarMutation();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [asks, setAsks] = useState(true);

  const confirm = async () => {
    const answer = await remove(documentId);
    if (!('error' in answer)) {
      toggleNotification({ type: 'success', message: t('calendars.deleted', { name }) });
      onDeleted?.();
      return onClose();
    }
    if (propertyOf(answer.error, 'status') === 409) return setRefusal(refusalOf(answer.error));
    toggleNotification({ type: 'danger', message: describe(answer.error) });
    onClose();
  };
  if (refusal !== null) return <InUse name={name} refusal={refusal} onClose={onClose} />;
  return (
    <ConfirmDialog
      title={t('calendars.delete.title')}
      action={t('calendars.delete')}
      open={asks}
      onClose={onClose}
      onConfirm={() => {
        setAsks(false);
        return confirm();
      }}
    >
      {t('calendars.delete.body', { name })}
    </ConfirmDialog>
  );
};

interface Refusal {
  message: string;
  jobs: NamedJob[];
}

const refusalOf = (error: unknown): Refusal => {
  const jobs = propertyOf(propertyOf(error, 'details'), 'jobs');
  return {
    message: String(propertyOf(error, 'message')),
    jobs: Array.isArray(jobs) ? jobs.filter(isNamedJob) : [],
  };
};

const isNamedJob = (value: unknown): value is NamedJob =>
  typeof propertyOf(value, 'documentId') === 'string' &&
  typeof propertyOf(value, 'name') === 'string';

const InUse = ({
  name,
  refusal,
  onClose,
}: {
  name: string;
  refusal: Refusal;
  onClose: () => void;
}) => {
  const t = useTranslate();
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Content>
        <Dialog.Header>{t('calendars.in-use.title')}</Dialog.Header>
        <Dialog.Body icon={<WarningCircle fill="danger600" />}>
          <Flex direction="column" gap={3} width="100%">
            <Typography tag="p" textAlign="center">
              {refusal.jobs.length === 0 ? refusal.message : t('calendars.in-use.body', { name })}
            </Typography>
            <JobLinks jobs={refusal.jobs} />
          </Flex>
        </Dialog.Body>
        <Dialog.Footer>
          <Button fullWidth variant="tertiary" onClick={onClose}>
            {t('common.close')}
          </Button>
        </Dialog.Footer>
      </Dialog.Content>
    </Dialog.Root>
  );
};
