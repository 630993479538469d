import { useState } from 'react';

import { Flex, Typography } from '@strapi/design-system';

import {
  BULK_ACTIONS,
  type BulkAction,
  type BulkOutcome,
  type JobView,
} from '../../../../server/src/contract/job';
import type { Right } from '../../../../server/src/contract/rights';
import { useAttempt } from '../../attempt';
import { ActionButton } from '../../components/action-button';
import { ConfirmDialog } from '../../components/confirm-dialog';
import { useBlocked } from '../../permissions';
import { useTranslate } from '../../translate';
import { ExportDialog } from '../job-documents/export-dialog';
import { BulkOutcomes, type NamedOutcome } from './bulk-outcomes';
import { useBulkSchedulerJobsMutation } from './jobs-api';

const RIGHT_OF = {
  enable: 'jobs-update',
  disable: 'jobs-update',
  run: 'jobs-run',
  delete: 'jobs-delete',
} satisfies Record<BulkAction, Right>;

interface Done {
  action: BulkAction;
  outcomes: NamedOutcome[];
}

/** One action on all chosen jobs, then what became of each. */
export const BulkBar = ({ jobs, onDone }: { jobs: JobView[]; onDone: () => void }) => {
  const t = useTranslate();
  const attempt = useAttempt();
  const blocked = useBlocked();
  const [bulk, { isLoading }] = useBulkSchedulerJobsMutation();
  const [asking, setAsking] = useState(false);
  const [exporting, setExporting] = useState(false);
  const [done, setDone] = useState<Done | null>(null);

  const apply = async (action: BulkAction) => {
    const answer = await attempt(bulk({ action, ids: jobs.map(({ documentId }) => documentId) }));
    if (answer === null) return;
    setDone({ action, outcomes: withNames(answer.data, jobs) });
    onDone();
  };

  return (
    <>
      {jobs.length > 0 && (
        <Flex gap={2} wrap="wrap" paddingBottom={3}>
          <Typography textColor="neutral600">
            {t('common.selected', { count: jobs.length })}
          </Typography>
          {BULK_ACTIONS.map((action) => (
            <ActionButton
              key={action}
              size="S"
              loading={isLoading}
              variant={action === 'delete' ? 'danger-light' : 'secondary'}
              blocked={blocked(RIGHT_OF[action])}
              onClick={() => (action === 'delete' ? setAsking(true) : apply(action))}
            >
              {t(`jobs.bulk.${action}`)}
            </ActionButton>
          ))}
          <ActionButton
            size="S"
            variant="secondary"
            blocked={blocked('jobs-export')}
            onClick={() => setExporting(true)}
          >
            {t('documents.export')}
          </ActionButton>
        </Flex>
      )}
      <ConfirmDialog
        title={t('jobs.bulk.delete.title')}
        action={t('jobs.bulk.delete')}
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => apply('delete')}
      >
        <Typography textAlign="center">
          {t('jobs.bulk.delete.body', { count: jobs.length })}
        </Typography>
      </ConfirmDialog>
      {exporting && (
        <ExportDialog
          jobs={{ ids: jobs.map(({ documentId }) => documentId) }}
          onClose={() => setExporting(false)}
        />
      )}
      {done !== null && <BulkOutcomes {...done} onClose={() => setDone(null)} />}
    </>
  );
};

/** A deleted job is in no list any more: its name comes from before. */
const withNames = (outcomes: BulkOutcome[], jobs: JobView[]): NamedOutcome[] =>
  outcomes.map((outcome) => ({
    ...outcome,
    name: jobs.find(({ documentId }) => documentId === outcome.documentId)?.name ?? '',
  }));
