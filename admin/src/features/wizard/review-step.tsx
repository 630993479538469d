import { Box, Divider, Flex, Typography } from '@strapi/design-system';

import type { FormErrors } from '../../form-errors';
import { useTranslate } from '../../translate';
import { OccurrenceList } from '../schedules/occurrence-list';
import type { JobForm } from './job-form';
import { NamingFields } from './naming-fields';
import { ReviewChecks } from './review-checks';
import { useJobSentences } from './job-sentences';
import type { JobDraft } from './use-job-draft';

const NEXT_RUNS = 5;

interface Props {
  draft: JobDraft;
  errors: FormErrors;
  onChange: (patch: Partial<JobForm>) => void;
}

/** The name, everything in words, the next five runs and what to look out for. */
export const ReviewStep = ({ draft, errors, onChange }: Props) => {
  const t = useTranslate();
  const sentences = useJobSentences(draft);
  const next = draft.view.preview?.occurrences.slice(0, NEXT_RUNS) ?? [];
  return (
    <Flex direction="column" alignItems="stretch" gap={6}>
      <NamingFields form={draft.form} errors={errors} onChange={onChange} />
      <Divider />
      <Box tag="section" aria-label={t('wizard.review.words')}>
        <Typography variant="delta" tag="h3" paddingBottom={2}>
          {t('wizard.review.words')}
        </Typography>
        <Typography tag="p" style={{ overflowWrap: 'anywhere' }}>
          {sentences.join(' ')}
        </Typography>
      </Box>
      {draft.form.schedules.length > 0 && next.length > 0 && (
        <Box tag="section" aria-label={t('wizard.review.next')}>
          <Typography variant="delta" tag="h3" paddingBottom={2}>
            {t('wizard.review.next')}
          </Typography>
          <OccurrenceList occurrences={next} />
        </Box>
      )}
      <ReviewChecks draft={draft} />
    </Flex>
  );
};
