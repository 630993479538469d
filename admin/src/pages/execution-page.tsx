import { Page } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';

import { NeedsRight } from '../components/needs-right';
import { PageFailure } from '../components/page-failure';
import { ExecutionDetail } from '../features/executions/execution-detail';
import { useLiveExecution } from '../features/executions/live-execution';
import { useGetSchedulerJobQuery } from '../features/jobs/jobs-api';
import { paths } from '../paths';
import { useRights } from '../permissions';

const ExecutionPage = () => {
  const { id = '' } = useParams();
  return (
    <NeedsRight right="executions-read">
      <Page.Main>
        <LiveExecution key={id} id={id} />
      </Page.Main>
    </NeedsRight>
  );
};

export default ExecutionPage;

const LiveExecution = ({ id }: { id: string }) => {
  const { data, error, isLoading, refetch } = useLiveExecution(id);
  const job = useJobOf(data?.data.job.documentId);
  if (isLoading) return <Page.Loading />;
  if (data === undefined) {
    return <PageFailure error={error} onRetry={refetch} backTo={paths.executions()} />;
  }
  return (
    <ExecutionDetail
      execution={data.data}
      meta={data.meta}
      owner={job?.owner}
      limitKey={job?.concurrency.key ?? null}
    />
  );
};

/** Undefined where it is not known: the job is gone, or not for this user to read. */
const useJobOf = (jobId: string | undefined) => {
  const { rights } = useRights();
  const { data } = useGetSchedulerJobQuery(jobId ?? '', {
    skip: jobId === undefined || !rights['jobs-read'],
  });
  return data?.data;
};
