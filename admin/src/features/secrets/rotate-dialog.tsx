import { Button, Flex, Modal, ProgressBar, Typography } from '@strapi/design-system';

import type { SecretRotation } from '../../../../server/src/contract/secret';
import { useErrorText } from '../../components/error-state';
import { useTranslate } from '../../translate';
import { useListSchedulerSecretsQuery, useRotateSchedulerSecretsMutation } from './secrets-api';

const LOOK_EVERY_MS = 1_000;

/** Wraps all secrets by the first key: says how many are left while it goes on, and what came of it. */
export const RotateDialog = ({ onClose }: { onClose: () => void }) => {
  const t = useTranslate();
  const describe = useErrorText();
  const [rotate, { data, error, isLoading }] = useRotateSchedulerSecretsMutation();
  return (
    <Modal.Root open onOpenChange={(open: boolean) => (open ? undefined : onClose())}>
      <Modal.Content>
        <Modal.Header closeLabel={t('common.close')}>
          <Modal.Title>{t('secrets.rotate.title')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={4}>
            {data === undefined ? (
              <Typography>{t('secrets.rotate.body')}</Typography>
            ) : (
              <Result rotation={data.data} />
            )}
            {isLoading && <Progress />}
            {error !== undefined && (
              <Typography role="alert" textColor="danger600">
                {describe(error)}
              </Typography>
            )}
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" onClick={onClose}>
            {t('common.close')}
          </Button>
          {data === undefined && (
            <Button loading={isLoading} onClick={() => rotate()}>
              {t('secrets.rotate')}
            </Button>
          )}
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
};

/** The list's own counts, asked for again and again. */
const Progress = () => {
  const t = useTranslate();
  const { data } = useListSchedulerSecretsQuery(
    { page: 1, pageSize: 1 },
    { pollingInterval: LOOK_EVERY_MS }
  );
  if (data === undefined) return null;
  const { pagination, otherKeys } = data.meta;
  const done = pagination.total - otherKeys;
  return (
    <Flex direction="column" alignItems="stretch" gap={2} role="status">
      <ProgressBar value={(100 * done) / Math.max(1, pagination.total)} />
      <Typography>{t('secrets.rotate.progress', { done, total: pagination.total })}</Typography>
    </Flex>
  );
};

const Result = ({ rotation: { rewrapped, current, unreadable } }: { rotation: SecretRotation }) => {
  const t = useTranslate();
  return (
    <Flex direction="column" alignItems="stretch" gap={3} role="status">
      <Typography>{t('secrets.rotate.done', { rewrapped, current })}</Typography>
      {unreadable.length > 0 && (
        <>
          <Typography textColor="danger600">
            {t('secrets.rotate.unreadable', { count: unreadable.length })}
          </Typography>
          <Flex tag="ul" direction="column" alignItems="stretch" gap={1}>
            {unreadable.map(({ documentId, name, reason }) => (
              <Typography tag="li" key={documentId} style={{ overflowWrap: 'anywhere' }}>
                {`${name}: ${reason}`}
              </Typography>
            ))}
          </Flex>
        </>
      )}
    </Flex>
  );
};
