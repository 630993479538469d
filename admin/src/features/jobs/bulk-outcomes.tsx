import { Alert, Box, Typography } from '@strapi/design-system';

import type { BulkAction, BulkOutcome } from '../../../../server/src/contract/job';
import { useTranslate } from '../../translate';

export type NamedOutcome = BulkOutcome & { name: string };

type Props = { action: BulkAction; outcomes: NamedOutcome[]; onClose: () => void };

/** What a bulk action did to each row, until it is closed. */
export const BulkOutcomes = ({ action, outcomes, onClose }: Props) => {
  const t = useTranslate();
  const failed = outcomes.filter(({ ok }) => !ok).length;
  return (
    <Box paddingBottom={4}>
      <Alert
        variant={failed === 0 ? 'success' : 'warning'}
        title={t(`jobs.bulk.${action}.done`, { count: outcomes.length - failed })}
        closeLabel={t('common.close')}
        onClose={onClose}
      >
        {outcomes.map(({ documentId, name, ok, error }) => (
          <Typography key={documentId} display="block">
            {ok
              ? t('jobs.bulk.row.ok', { name })
              : t('jobs.bulk.row.failed', { name, message: error?.message ?? '' })}
          </Typography>
        ))}
      </Alert>
    </Box>
  );
};
