import { Typography } from '@strapi/design-system';

import type { JobView } from '../../../../server/src/contract/job';
import type { TemplateView } from '../../../../server/src/contract/template';
import { RelativeTime } from '../../components/relative-time';
import type { Column } from '../../components/table-columns';
import { useTranslate } from '../../translate';
import { EnabledSwitch } from './enabled-switch';
import { JobNameCell } from './job-name-cell';
import { JobRowActions } from './job-row-actions';
import type { JobListMeta } from './jobs-api';
import { LastCell } from './last-cell';
import { ScheduleCell } from './schedule-cell';
import { isSkippedByBreaker } from './skipped-by-breaker';

type Facts = {
  templates: TemplateView[];
  descriptions: JobListMeta['descriptions'];
  breakers: JobListMeta['breakers'];
  onRun: (job: JobView) => void;
};

/** The columns of the jobs list. */
export const useJobColumns = ({
  templates,
  descriptions,
  breakers,
  onRun,
}: Facts): Column<JobView>[] => {
  const t = useTranslate();
  return [
    {
      key: 'name',
      label: t('jobs.column.name'),
      sortBy: 'name',
      place: 'title',
      render: (job) => (
        <JobNameCell
          job={job}
          template={templates.find(({ uid }) => uid === job.template)}
          breaker={breakers[job.documentId]}
        />
      ),
    },
    {
      key: 'enabled',
      label: t('jobs.column.enabled'),
      render: (job) => <EnabledSwitch job={job} />,
    },
    {
      key: 'schedule',
      label: t('jobs.column.schedule'),
      render: (job) => <ScheduleCell job={job} descriptions={descriptions[job.documentId] ?? {}} />,
    },
    {
      key: 'next',
      label: t('jobs.column.next'),
      sortBy: 'nextRunAt',
      render: ({ documentId, nextRunAt }) => (
        <RelativeTime
          at={isSkippedByBreaker(nextRunAt, breakers[documentId] ?? null) ? null : nextRunAt}
        />
      ),
    },
    { key: 'last', label: t('jobs.column.last'), render: (job) => <LastCell job={job} /> },
    {
      key: 'owner',
      label: t('jobs.column.owner'),
      render: (job) => <Typography>{job.owner?.name ?? '–'}</Typography>,
    },
    {
      key: 'actions',
      label: t('common.actions'),
      place: 'actions',
      render: (job) => <JobRowActions job={job} onRun={() => onRun(job)} />,
    },
  ];
};
