import type { ReactNode } from 'react';

import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';

import { errorsUnder, type FormErrors } from '../../form-errors';
import { useTranslate } from '../../translate';
import { todayHere } from './format-local';
import { PreviewPanel } from './preview-panel';
import type { JobParameters } from './override-fields';
import { newDraft, type ScheduleDraft } from './schedule-draft';
import { ScheduleCard } from './schedule-card';
import type { SchedulePreview } from './use-schedule-preview';

interface Props extends JobParameters {
  drafts: readonly ScheduleDraft[];
  /** By path: `schedules.0.expression`. */
  errors: FormErrors;
  view: SchedulePreview;
  onChange: (drafts: ScheduleDraft[]) => void;
  /** What holds for all of them; it stands before the runs that come of it. */
  children: ReactNode;
}

/** All schedules of a job and the next runs they make together. */
export const ScheduleEditor = ({
  drafts,
  errors,
  view,
  onChange,
  children,
  ...jobParameters
}: Props) => {
  const t = useTranslate();
  const known = { ...view.errors, ...errors };
  const add = () => onChange([...drafts, newDraft(drafts, todayHere())]);
  return (
    <Flex direction="column" alignItems="stretch" gap={6}>
      {drafts.map((draft, index) => (
        <ScheduleCard
          key={draft.id}
          title={t('schedules.title-n', { n: index + 1 })}
          description={view.preview?.descriptions[draft.key]}
          draft={draft}
          jobParameters={jobParameters}
          errors={errorsUnder(known, `schedules.${index}`)}
          onChange={(patch) =>
            onChange(drafts.map((one) => (one.id === draft.id ? { ...one, ...patch } : one)))
          }
          onRemove={() => onChange(drafts.filter((one) => one.id !== draft.id))}
        />
      ))}
      {drafts.length === 0 && (
        <Typography textColor="neutral600">{t('schedules.by-hand-only')}</Typography>
      )}
      <Box>
        <Button variant="secondary" startIcon={<Plus />} onClick={add}>
          {t(drafts.length === 0 ? 'schedules.add-first' : 'schedules.add')}
        </Button>
      </Box>
      {children}
      {drafts.length > 0 && (
        <Box tag="section" aria-label={t('schedules.preview')}>
          <Box paddingBottom={2}>
            <Typography variant="delta" tag="h3">
              {t('schedules.preview')}
            </Typography>
          </Box>
          <PreviewPanel view={view} drafts={drafts} />
        </Box>
      )}
    </Flex>
  );
};
