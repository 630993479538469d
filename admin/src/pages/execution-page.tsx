import { Page } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';

import { NeedsRight } from '../components/needs-right';
import { PageFailure } from '../components/page-failure';
import { ExecutionDetail } from '../features/executions/execution-detail';
import { useLiveExecution } from '../features/executions/live-execution';
import { paths } from '../paths';

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
  if (isLoading) return <Page.Loading />;
  if (data === undefined) {
    return <PageFailure error={error} onRetry={refetch} backTo={paths.executions()} />;
  }
  return <ExecutionDetail execution={data.data} meta={data.meta} />;
};
