import { useState } from 'react';

import { useNotification } from '@strapi/strapi/admin';
import { Button, Dialog, Flex, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';

import type { SecretView } from '../../../../server/src/contract/secret';
import { useErrorText } from '../../components/error-state';
import { JobLinks, jobsOfRefusal, type NamedJob } from '../../components/job-links';
import { propertyOf } from '../../form-errors';
import { useTranslate } from '../../translate';
import { useDeleteSchedulerSecretMutation } from './secrets-api';

interface Props {
  secret: Pick<SecretView, 'documentId' | 'name'>;
  onClose: () => void;
  onDeleted?: () => void;
}

/** Asks, deletes, and names the jobs that still use it where the server refuses. */
export const DeleteSecret = ({ secret: { documentId, name }, onClose, onDeleted }: Props) => {
  const t = useTranslate();
  const describe = useErrorText();
  const { toggleNotification } = useNotification();
  const [remove, { isLoading }] = useDeleteSchedulerSecretMutation();
  const [users, setUsers] = useState<NamedJob[] | null>(null);
  const confirm = async () => {
    const answer = await remove(documentId);
    if ('error' in answer && propertyOf(answer.error, 'status') === 409) {
      return setUsers(jobsOfRefusal(answer.error));
    }
    if ('error' in answer) {
      toggleNotification({ type: 'danger', message: describe(answer.error) });
    } else {
      toggleNotification({ type: 'success', message: t('secrets.deleted', { name }) });
      onDeleted?.();
    }
    onClose();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Content>
        <Dialog.Header>
          {t(users === null ? 'secrets.delete.title' : 'secrets.in-use.title')}
        </Dialog.Header>
        <Dialog.Body icon={<WarningCircle fill="danger600" />}>
          {users === null ? (
            <Typography textAlign="center">{t('secrets.delete.body', { name })}</Typography>
          ) : (
            <Flex direction="column" gap={3} width="100%" role="status">
              <Typography tag="p" textAlign="center">
                {t('secrets.in-use.body', { name })}
              </Typography>
              <JobLinks jobs={users} />
            </Flex>
          )}
        </Dialog.Body>
        <Dialog.Footer>
          <Button fullWidth variant="tertiary" onClick={onClose}>
            {t(users === null ? 'common.go-back' : 'common.close')}
          </Button>
          {users === null && (
            <Button fullWidth variant="danger-light" loading={isLoading} onClick={() => confirm()}>
              {t('secrets.delete')}
            </Button>
          )}
        </Dialog.Footer>
      </Dialog.Content>
    </Dialog.Root>
  );
};
