import { useState } from 'react';

import { useNotification } from '@strapi/strapi/admin';
import { Button, Dialog, Flex, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';

import { propertyOf } from '../form-errors';
import { useTranslate } from '../translate';
import { useErrorText, type QueryError } from './error-state';
import { JobLinks, jobsOfRefusal, type NamedJob } from './job-links';

/** What the dialog says of each kind. */
const WORDS = {
  calendars: {
    question: 'calendars.delete.title',
    consequence: 'calendars.delete.body',
    answer: 'calendars.delete',
    deleted: 'calendars.deleted',
    inUse: 'calendars.in-use.title',
    users: 'calendars.in-use.body',
  },
  secrets: {
    question: 'secrets.delete.title',
    consequence: 'secrets.delete.body',
    answer: 'secrets.delete',
    deleted: 'secrets.deleted',
    inUse: 'secrets.in-use.title',
    users: 'secrets.in-use.body',
  },
} as const;

interface Props {
  kind: keyof typeof WORDS;
  name: string;
  /** What the mutation answered. */
  remove: () => Promise<{ data: unknown } | { error: QueryError }>;
  isLoading: boolean;
  onClose: () => void;
  onDeleted?: (() => void) | undefined;
}

/** Asks, deletes, and names the jobs that still use it where the server refuses. */
export const DeleteUsed = ({ kind, name, remove, isLoading, onClose, onDeleted }: Props) => {
  const words = WORDS[kind];
  const t = useTranslate();
  const describe = useErrorText();
  const { toggleNotification } = useNotification();
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const confirm = async () => {
    const answer = await remove();
    if ('error' in answer && propertyOf(answer.error, 'status') === 409) {
      return setRefusal(refusalOf(answer.error));
    }
    if ('error' in answer) {
      toggleNotification({ type: 'danger', message: describe(answer.error) });
    } else {
      toggleNotification({ type: 'success', message: t(words.deleted, { name }) });
      onDeleted?.();
    }
    onClose();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Content>
        <Dialog.Header>{t(refusal === null ? words.question : words.inUse)}</Dialog.Header>
        <Dialog.Body icon={<WarningCircle fill="danger600" />}>
          {refusal === null ? (
            <Typography textAlign="center">{t(words.consequence, { name })}</Typography>
          ) : (
            <Flex direction="column" gap={3} width="100%" role="status">
              <Typography tag="p" textAlign="center">
                {refusal.jobs.length === 0 ? refusal.message : t(words.users, { name })}
              </Typography>
              <JobLinks jobs={refusal.jobs} />
            </Flex>
          )}
        </Dialog.Body>
        <Dialog.Footer>
          <Button fullWidth variant="tertiary" onClick={onClose}>
            {t(refusal === null ? 'common.go-back' : 'common.close')}
          </Button>
          {refusal === null && (
            <Button fullWidth variant="danger-light" loading={isLoading} onClick={() => confirm()}>
              {t(words.answer)}
            </Button>
          )}
        </Dialog.Footer>
      </Dialog.Content>
    </Dialog.Root>
  );
};

/** Jobs that the caller may not read are not named: then the server's words have to do. */
interface Refusal {
  message: string;
  jobs: NamedJob[];
}

const refusalOf = (error: unknown): Refusal => ({
  message: String(propertyOf(error, 'message')),
  jobs: jobsOfRefusal(error),
});
