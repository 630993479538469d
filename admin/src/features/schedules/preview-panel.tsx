import { useState } from 'react';

import { Box, Checkbox, Flex, Loader, Typography } from '@strapi/design-system';
import { Information, WarningCircle } from '@strapi/icons';

import {
  RUNNING_VERDICTS,
  type OccurrenceView,
  type ScheduleWarning,
} from '../../../../server/src/contract/schedule';
import { useErrorText } from '../../components/error-state';
import { useTranslate } from '../../translate';
import { usePreviewSchedulerSchedulesQuery } from './api';
import { OccurrenceList } from './occurrence-list';
import type { ScheduleDraft } from './schedule-draft';
import type { SchedulePreview } from './use-schedule-preview';

interface Props {
  view: SchedulePreview;
  drafts: readonly ScheduleDraft[];
}

/** The next runs, what to look out for, and which zone data they were computed with. */
export const PreviewPanel = ({ view, drafts }: Props) => {
  const t = useTranslate();
  const describe = useErrorText();
  const [showsAll, setShowsAll] = useState(false);
  const { preview, errors, failure, settled, request } = view;
  const { data: everything } = usePreviewSchedulerSchedulesQuery(
    { ...request, all: true },
    { skip: !showsAll || preview === undefined }
  );
  if (failure !== undefined) return <Note role="alert">{describe(failure)}</Note>;
  if (Object.keys(errors).length > 0)
    return <Note role="status">{t('schedules.preview.wrong')}</Note>;
  if (preview === undefined) return <Loader small>{t('common.loading')}</Loader>;
  return (
    <Box aria-busy={!settled}>
      <Warnings warnings={preview.warnings} drafts={drafts} />
      <Box paddingBottom={2}>
        <Checkbox checked={showsAll} onCheckedChange={(next) => setShowsAll(next === true)}>
          {t('schedules.preview.all')}
        </Checkbox>
      </Box>
      {!preview.occurrences.some(willRun) && (
        <Note role="status">{t('schedules.preview.none')}</Note>
      )}
      <OccurrenceList
        occurrences={(showsAll ? everything : undefined)?.occurrences ?? preview.occurrences}
        {...(drafts.length > 1 && { scheduleNames: namesOf(drafts, t) })}
      />
      <Box paddingTop={2}>
        <Typography variant="pi" textColor="neutral600">
          {t('schedules.preview.zone-data', { release: preview.zoneData })}
        </Typography>
      </Box>
    </Box>
  );
};

const willRun = ({ verdict }: OccurrenceView): boolean =>
  RUNNING_VERDICTS.some((running) => running === verdict);

const Note = ({ role, children }: { role: 'alert' | 'status'; children: string }) => (
  <Typography tag="p" role={role} textColor="neutral700">
    {children}
  </Typography>
);

const Warnings = ({
  warnings,
  drafts,
}: {
  warnings: readonly ScheduleWarning[];
  drafts: readonly ScheduleDraft[];
}) => {
  const t = useTranslate();
  if (warnings.length === 0) return null;
  const names = namesOf(drafts, t);
  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={2} paddingBottom={4}>
      {warnings.map(({ code, schedule, message }) => (
        <Flex
          tag="li"
          key={`${schedule} ${code} ${message}`}
          gap={2}
          alignItems="flex-start"
          padding={2}
          hasRadius
          background={isNotice(code) ? 'neutral100' : 'warning100'}
        >
          <Box flex="0 0 auto" aria-hidden>
            {isNotice(code) ? <Information /> : <WarningCircle fill="warning600" />}
          </Box>
          <Typography variant="pi" textColor="neutral800">
            {drafts.length > 1 ? `${names[schedule] ?? schedule}: ${message}` : message}
          </Typography>
        </Flex>
      ))}
    </Flex>
  );
};

/** Good to know, and nothing to change. */
const isNotice = (code: ScheduleWarning['code']): boolean =>
  code === 'spacing' || code === 'clock-changes';

const namesOf = (
  drafts: readonly ScheduleDraft[],
  t: ReturnType<typeof useTranslate>
): Record<string, string> =>
  Object.fromEntries(
    drafts.map((draft, index) => [draft.key, t('schedules.title-n', { n: index + 1 })])
  );
