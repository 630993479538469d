import { Box, Button, Flex, Loader, Modal, Typography } from '@strapi/design-system';
import { Check } from '@strapi/icons';

import type { ScheduleDiffView } from '../../../../server/src/contract/schedule';
import { ErrorState } from '../../components/error-state';
import { useTranslate } from '../../translate';
import { useCompareSchedulerSchedulesQuery, type DiffRequest } from './api';
import { ScheduleDiffTable } from './schedule-diff-table';
import { changeCounts } from './schedule-changes';

interface Props {
  request: DiffRequest;
  isSaving: boolean;
  onSave: () => void;
  onClose: () => void;
}

/** Before an edit is saved: what would have run and what will run, day by day. */
export const ScheduleDiffDialog = ({ request, isSaving, onSave, onClose }: Props) => {
  const t = useTranslate();
  const { data, error, refetch } = useCompareSchedulerSchedulesQuery(request, {
    refetchOnMountOrArgChange: true,
  });
  return (
    <Modal.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Modal.Content>
        <Modal.Header>
          <Modal.Title>{t('schedules.diff.title')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          {error !== undefined && <ErrorState error={error} onRetry={refetch} />}
          {error === undefined && data === undefined && (
            <Loader small>{t('common.loading')}</Loader>
          )}
          {error === undefined && data !== undefined && <Comparison diff={data} />}
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" onClick={onClose}>
            {t('wizard.conflict.keep-editing')}
          </Button>
          <Button
            startIcon={<Check />}
            loading={isSaving}
            disabled={data === undefined && error === undefined}
            onClick={onSave}
          >
            {t('schedules.diff.save')}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
};

const Comparison = ({ diff }: { diff: ScheduleDiffView }) => {
  const t = useTranslate();
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Flex gap={4} wrap="wrap" alignItems="flex-start">
        <Words title={t('schedules.diff.before')} words={diff.before} />
        <Words title={t('schedules.diff.after')} words={diff.after} />
      </Flex>
      {diff.warnings.map(({ code, schedule, message }) => (
        <Box key={`${schedule} ${code}`} padding={2} hasRadius background="warning100">
          <Typography textColor="neutral800">{message}</Typography>
        </Box>
      ))}
      {diff.occurrences.length === 0 ? (
        <Typography role="status">{t('schedules.diff.nothing')}</Typography>
      ) : (
        <>
          <Typography role="status">
            {t('schedules.diff.summary', changeCounts(diff.occurrences))}
          </Typography>
          <ScheduleDiffTable occurrences={diff.occurrences} />
        </>
      )}
    </Flex>
  );
};

const Words = ({ title, words }: { title: string; words: Record<string, string> }) => {
  const t = useTranslate();
  const texts = Object.entries(words);
  return (
    <Box tag="section" aria-label={title} flex="1 1 20rem" minWidth={0}>
      <Typography variant="sigma" tag="h3" textColor="neutral600">
        {title}
      </Typography>
      {texts.length === 0 && <Typography tag="p">{t('schedules.by-hand-only')}</Typography>}
      {texts.map(([key, text]) => (
        <Typography key={key} tag="p">
          {text}
        </Typography>
      ))}
    </Box>
  );
};
