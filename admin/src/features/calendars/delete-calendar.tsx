import { useState } from 'react';

import { useNotification } from '@strapi/strapi/admin';
import { Button, Dialog, Flex, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';

import type { CalendarView } from '../../../../server/src/contract/calendar';
import { useErrorText } from '../../components/error-state';
import { JobLinks, jobsOfRefusal, type NamedJob } from '../../components/job-links';
import { propertyOf } from '../../form-errors';
import { useTranslate } from '../../translate';
import { useDeleteSchedulerCalendarMutation } from './calendars-api';

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
  const [remove, { isLoading }] = useDeleteSchedulerCalendarMutation();
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const confirm = async () => {
    const answer = await remove(documentId);
    if ('error' in answer && propertyOf(answer.error, 'status') === 409) {
      return setRefusal(refusalOf(answer.error));
    }
    if ('error' in answer) {
      toggleNotification({ type: 'danger', message: describe(answer.error) });
    } else {
      toggleNotification({ type: 'success', message: t('calendars.deleted', { name }) });
      onDeleted?.();
    }
    onClose();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Content>
        <Dialog.Header>
          {t(refusal === null ? 'calendars.delete.title' : 'calendars.in-use.title')}
        </Dialog.Header>
        <Dialog.Body icon={<WarningCircle fill="danger600" />}>
          {refusal === null ? (
            <Typography textAlign="center">{t('calendars.delete.body', { name })}</Typography>
          ) : (
            <InUse name={name} refusal={refusal} />
          )}
        </Dialog.Body>
        <Dialog.Footer>
          <Button fullWidth variant="tertiary" onClick={onClose}>
            {t(refusal === null ? 'common.go-back' : 'common.close')}
          </Button>
          {refusal === null && (
            <Button fullWidth variant="danger-light" loading={isLoading} onClick={() => confirm()}>
              {t('calendars.delete')}
            </Button>
          )}
        </Dialog.Footer>
      </Dialog.Content>
    </Dialog.Root>
  );
};

interface Refusal {
  message: string;
  jobs: NamedJob[];
}

const refusalOf = (error: unknown): Refusal => ({
  message: String(propertyOf(error, 'message')),
  jobs: jobsOfRefusal(error),
});

const InUse = ({ name, refusal: { message, jobs } }: { name: string; refusal: Refusal }) => {
  const t = useTranslate();
  return (
    <Flex direction="column" gap={3} width="100%" role="status">
      <Typography tag="p" textAlign="center">
        {jobs.length === 0 ? message : t('calendars.in-use.body', { name })}
      </Typography>
      <JobLinks jobs={jobs} />
    </Flex>
  );
};
