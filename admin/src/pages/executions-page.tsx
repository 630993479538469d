import { Layouts, Page } from '@strapi/strapi/admin';

import { NeedsRight } from '../components/needs-right';
import { ExecutionList } from '../features/executions/execution-list';
import { useListSchedulerJobsQuery } from '../features/jobs/jobs-api';
import { useRights } from '../permissions';
import { useTranslate } from '../translate';

const ExecutionsPage = () => {
  const t = useTranslate();
  return (
    <NeedsRight right="executions-read">
      <Page.Main>
        <Page.Title>{t('executions.title')}</Page.Title>
        <Layouts.Header title={t('executions.title')} subtitle={t('executions.subtitle')} />
        <ExecutionsOfJobs />
      </Page.Main>
    </NeedsRight>
  );
};

export default ExecutionsPage;

/** The jobs to filter by; whoever may not read jobs filters by the rest. */
const ExecutionsOfJobs = () => {
  const { rights } = useRights();
  const { data } = useListSchedulerJobsQuery(
    { pageSize: 100, sort: 'name:asc' },
    { skip: !rights['jobs-read'] }
  );
  return <ExecutionList jobs={data?.data ?? []} />;
};
