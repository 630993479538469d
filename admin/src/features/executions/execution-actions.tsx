import { useState } from 'react';

import { Flex, Typography } from '@strapi/design-system';
import { ArrowClockwise, Duplicate, Stop } from '@strapi/icons';
import { useNavigate } from 'react-router-dom';

import {
  UNSUCCESSFUL_STATUSES,
  type ExecutionMeta,
  type ExecutionStatus,
  type ExecutionView,
} from '../../../../server/src/contract/execution';
import type { OwnerView } from '../../../../server/src/contract/job';
import { useAttempt } from '../../attempt';
import { ActionButton } from '../../components/action-button';
import { ConfirmDialog } from '../../components/confirm-dialog';
import { paths } from '../../paths';
import { useBlocked } from '../../permissions';
import { useTranslate } from '../../translate';
import {
  useCancelSchedulerExecutionMutation,
  useReplaySchedulerExecutionMutation,
  useRetrySchedulerExecutionMutation,
} from './executions-api';
import { isFinal } from './timeline';

type Props = {
  execution: ExecutionView;
  meta: ExecutionMeta;
  /** Whose job it is, where that is known: some may only do this to their own. */
  owner: OwnerView | null | undefined;
};

/** Cancel while it is in progress; retry and replay once it is over. */
export const ExecutionActions = ({ execution, meta, owner }: Props) =>
  isFinal(execution.status) ? (
    <Flex gap={2}>
      <RetryButton execution={execution} owner={owner} />
      <ReplayButton execution={execution} owner={owner} />
    </Flex>
  ) : (
    <CancelButton execution={execution} owner={owner} isAsked={meta.cancelRequested} />
  );

type ButtonProps = Omit<Props, 'meta'>;

const CancelButton = ({ execution, owner, isAsked }: ButtonProps & { isAsked: boolean }) => {
  const t = useTranslate();
  const attempt = useAttempt();
  const blocked = useBlocked()('executions-cancel', owner);
  const [cancel, { isLoading }] = useCancelSchedulerExecutionMutation();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <ActionButton
        variant="danger-light"
        startIcon={<Stop />}
        loading={isLoading}
        blocked={isAsked ? t('executions.cancel.asked') : blocked}
        onClick={() => setAsking(true)}
      >
        {t('executions.cancel')}
      </ActionButton>
      <ConfirmDialog
        title={t('executions.cancel.title')}
        action={t('executions.cancel.action')}
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => attempt(cancel(execution.documentId), t('executions.cancel.toast'))}
      >
        <Typography textAlign="center">{t('executions.cancel.body')}</Typography>
      </ConfirmDialog>
    </>
  );
};

const UNSUCCESSFUL: ReadonlySet<ExecutionStatus> = new Set(UNSUCCESSFUL_STATUSES);

const RetryButton = ({ execution, owner }: ButtonProps) => {
  const t = useTranslate();
  const attempt = useAttempt();
  const blocked = useBlocked()('jobs-run', owner);
  const [retry, { isLoading }] = useRetrySchedulerExecutionMutation();
  if (!UNSUCCESSFUL.has(execution.status)) return null;
  return (
    <ActionButton
      variant="secondary"
      startIcon={<ArrowClockwise />}
      loading={isLoading}
      blocked={blocked}
      onClick={() => attempt(retry(execution.documentId), t('executions.retry.toast'))}
    >
      {t('executions.retry')}
    </ActionButton>
  );
};

const ReplayButton = ({ execution, owner }: ButtonProps) => {
  const t = useTranslate();
  const attempt = useAttempt();
  const navigate = useNavigate();
  const blocked = useBlocked()('jobs-run', owner);
  const [replay, { isLoading }] = useReplaySchedulerExecutionMutation();
  const start = async () => {
    const answer = await attempt(replay(execution.documentId), t('executions.replay.toast'));
    if (answer !== null) navigate(paths.execution(answer.data.documentId));
  };
  return (
    <ActionButton
      variant="secondary"
      startIcon={<Duplicate />}
      loading={isLoading}
      blocked={blocked}
      onClick={start}
    >
      {t('executions.replay')}
    </ActionButton>
  );
};
