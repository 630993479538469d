import { useState } from 'react';

import { Page } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';

import { isMissing } from '../components/error-state';
import { NeedsRight } from '../components/needs-right';
import { PageFailure } from '../components/page-failure';
import { JobExecutions } from '../features/executions/job-executions';
import { useLiveExecutions } from '../features/executions/live-executions';
import { JobDetail } from '../features/jobs/job-detail';
import { useGetSchedulerJobQuery } from '../features/jobs/jobs-api';
import { useNowAs } from '../now';
import { paths } from '../paths';
import { useRights } from '../permissions';
import { isAboutToRun } from '../about-to-run';
import { usePollingInterval, type Pace } from '../polling';

const JobPage = () => {
  const { id = '' } = useParams();
  return (
    <NeedsRight right="jobs-read">
      <Page.Main>
        <LiveJob id={id} />
      </Page.Main>
    </NeedsRight>
  );
};

export default JobPage;

/** As many as the charts of a job show. */
const RECENT = 50;

const LiveJob = ({ id }: { id: string }) => {
  const { rights } = useRights();
  const canSeeExecutions = rights['executions-read'];
  const [pace, setPace] = useState<Pace>('calm');
  const { data, error, isLoading, refetch } = useGetSchedulerJobQuery(id, {
    pollingInterval: usePollingInterval(pace),
  });
  const recent = useLiveExecutions(
    { job: id, pageSize: RECENT, sort: 'queuedAt:desc' },
    { skip: !canSeeExecutions, isExpecting: pace === 'live' }
  );
  const isNextSoon = useNowAs(1_000, (now) => isAboutToRun(data?.data.nextRunAt ?? null, now));
  const isLive = recent.isLive || isNextSoon;
  const wanted: Pace = isMissing(error) ? 'still' : isLive ? 'live' : 'calm';
  if (wanted !== pace) setPace(wanted);

  if (isLoading) return <Page.Loading />;
  if (data === undefined) {
    return <PageFailure error={error} onRetry={refetch} backTo={paths.jobs()} />;
  }
  return (
    <JobDetail
      job={data.data}
      meta={data.meta}
      recent={recent.rows}
      executions={
        canSeeExecutions ? <JobExecutions jobId={id} limitKey={data.data.concurrency.key} /> : null
      }
    />
  );
};
