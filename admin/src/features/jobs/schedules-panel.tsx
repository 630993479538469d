import { Flex, Typography } from '@strapi/design-system';

import type { CalendarChoice } from '../../../../server/src/contract/calendar';
import type { JobMeta, JobView } from '../../../../server/src/contract/job';
import type { Schedule } from '../../../../server/src/contract/schedule';
import { Panel } from '../../components/panel';
import { useText, useTranslate } from '../../translate';
import { useListSchedulerTemplatesQuery } from '../templates/templates-api';
import { calendarWords } from './calendar-words';
import { noScheduleWords } from './no-schedule-words';
import { useParameterWords } from './parameter-words';

type Props = { job: JobView; meta: JobMeta };

/** Each schedule in words, with what it says otherwise than the job. */
export const SchedulesPanel = ({ job, meta }: Props) => {
  const t = useTranslate();
  const details = useDetails(job, meta);
  return (
    <Panel title={t('jobs.definition.schedules')}>
      {job.schedules.length === 0 && (
        <Typography textColor="neutral600">{noScheduleWords(job, t)}</Typography>
      )}
      <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
        {job.schedules.map((schedule) => (
          <li key={schedule.key}>
            <Typography tag="p">{meta.descriptions[schedule.key] ?? schedule.key}</Typography>
            <Typography variant="pi" textColor="neutral600">
              {details(schedule).join(' · ')}
            </Typography>
          </li>
        ))}
      </Flex>
    </Panel>
  );
};

const useDetails = (job: JobView, meta: JobMeta): ((schedule: Schedule) => string[]) => {
  const t = useTranslate();
  const text = useText();
  const inWords = useParameterWords();
  const { data: templates = [] } = useListSchedulerTemplatesQuery();
  const definitions = templates.find(({ uid }) => uid === job.template)?.parameters ?? [];
  const parameterWords = ([name, value]: [string, unknown]): string => {
    const definition = definitions.find((each) => each.name === name);
    const label = definition === undefined ? name : text(definition.label);
    return `${label}: ${inWords(definition, value)}`;
  };
  const calendars = (choice: CalendarChoice): string => {
    const words = calendarWords(choice, meta.calendars, t);
    return words.length === 0 ? t('schedules.no-calendars') : words.join(', ');
  };
  return (schedule) => [
    schedule.timezone,
    ...(schedule.kind === 'cron' ? [schedule.expression] : []),
    ...(schedule.enabled ? [] : [t('common.job-status.disabled')]),
    ...(schedule.priority === 0 ? [] : [`${t('schedules.priority')}: ${schedule.priority}`]),
    ...(schedule.calendars ? [calendars(schedule.calendars)] : []),
    ...Object.entries(schedule.parameters ?? {}).map(parameterWords),
    ...(schedule.comment === null ? [] : [schedule.comment]),
  ];
};
