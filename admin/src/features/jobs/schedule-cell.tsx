import { Box, Flex, Tooltip, Typography } from '@strapi/design-system';

import type { JobView } from '../../../../server/src/contract/job';
import { formatMoment, viewerZone } from '../../format-time';
import { useIntlLocale } from '../../language';
import { useTranslate } from '../../translate';
import { usePreviewSchedulerSchedulesQuery } from '../schedules/api';
import { noScheduleWords } from './no-schedule-words';

type Props = {
  job: JobView;
  /** schedule key → words */
  descriptions: Record<string, string>;
};

/** When the job runs, in words; cron and the next three instants are one hover away. */
export const ScheduleCell = ({ job, descriptions }: Props) => {
  const t = useTranslate();
  const [first, ...others] = job.schedules;
  if (first === undefined) {
    return <Typography textColor="neutral600">{noScheduleWords(job, t)}</Typography>;
  }
  return (
    <Tooltip label={<ScheduleDetails job={job} descriptions={descriptions} />}>
      <Box tabIndex={0} minWidth="16rem" maxWidth="30rem">
        <Typography tag="p">{descriptions[first.key] ?? first.key}</Typography>
        <Flex gap={2}>
          {first.timezone !== viewerZone() && (
            <Typography variant="pi" textColor="neutral600">
              {first.timezone}
            </Typography>
          )}
          {others.length > 0 && (
            <Typography variant="pi" textColor="neutral600">
              {t('jobs.schedule.more', { count: others.length })}
            </Typography>
          )}
        </Flex>
      </Box>
    </Tooltip>
  );
};

/** Mounted when the tooltip opens: only then are the next instants asked for. */
const ScheduleDetails = ({ job: { schedules, calendars }, descriptions }: Props) => {
  const t = useTranslate();
  const locale = useIntlLocale();
  const enabled = schedules.filter((schedule) => schedule.enabled);
  const { data } = usePreviewSchedulerSchedulesQuery(
    { schedules: enabled.map((schedule) => ({ ...schedule })), calendars, count: 3 },
    { skip: enabled.length === 0 }
  );
  return (
    <>
      {schedules.map((schedule) => (
        <div key={schedule.key}>
          {schedule.kind === 'cron'
            ? `${schedule.expression} (${schedule.timezone})`
            : `${descriptions[schedule.key] ?? schedule.key} (${schedule.timezone})`}
        </div>
      ))}
      {data?.occurrences.map(({ at, schedule }) => (
        <div key={`${at} ${schedule}`}>
          {t('jobs.schedule.next', { at: formatMoment(at, locale) })}
        </div>
      ))}
    </>
  );
};
