import { useState } from 'react';

import { Page } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';

import { ErrorState } from '../components/error-state';
import { NeedsRight } from '../components/needs-right';
import { useGetSchedulerJobQuery } from '../features/jobs/jobs-api';
import { useListSchedulerTemplatesQuery } from '../features/templates/templates-api';
import { EditJob } from '../features/wizard/edit-job';
import { useTranslate } from '../translate';

/** `/jobs/:id/edit` */
const JobEditPage = () => {
  const t = useTranslate();
  const { id = '' } = useParams();
  return (
    <NeedsRight right="jobs-update">
      <Page.Main>
        <Page.Title>{t('wizard.edit')}</Page.Title>
        <LoadedEdit key={id} id={id} />
      </Page.Main>
    </NeedsRight>
  );
};

const LoadedEdit = ({ id }: { id: string }) => {
  const job = useGetSchedulerJobQuery(id, { refetchOnMountOrArgChange: true });
  const templates = useListSchedulerTemplatesQuery();
  const [round, setRound] = useState(0);
  const error = job.error ?? templates.error;
  if (error !== undefined) {
    return (
      <ErrorState error={error} onRetry={() => Promise.all([job.refetch(), templates.refetch()])} />
    );
  }
  const isStale = job.isFetching && round === 0 && job.fulfilledTimeStamp === undefined;
  if (job.data === undefined || templates.data === undefined || isStale) return <Page.Loading />;
  return (
    <EditJob
      key={round}
      loaded={job.data}
      templates={templates.data}
      readFresh={async () => (await job.refetch()).data}
      onReload={() => setRound((now) => now + 1)}
    />
  );
};

export default JobEditPage;
