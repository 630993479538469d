import { useState } from 'react';

import { Layouts, Page } from '@strapi/strapi/admin';
import { Flex, Grid } from '@strapi/design-system';

import { ErrorState } from '../../components/error-state';
import { useNowAs } from '../../now';
import { useRights, type Rights } from '../../permissions';
import { isAboutToRun } from '../../about-to-run';
import { usePollingInterval, type Pace } from '../../polling';
import { useListSchedulerExecutionsQuery } from '../executions/executions-api';
import { useListSchedulerJobsQuery } from '../jobs/jobs-api';
import { useListSchedulerScriptsQuery } from '../scripts/scripts-api';
import { needsOf } from './needs-you';
import { NeedsYouPanel } from './needs-you-panel';
import { NextPanel } from './next-panel';
import { OutcomeChart } from './outcome-chart';
import { QueuePanel } from './queue-panel';
import { RunningPanel } from './running-panel';
import { SchedulerPause } from './scheduler-pause';
import { useGetSchedulerStatusQuery } from './status-api';

/** The day at a glance; each part shows to whoever may read what it is made of. */
export const Overview = () => {
  const { rights } = useRights();
  const facts = useOverviewFacts();
  if (facts.isLoading) return <Page.Loading />;
  if (facts.error !== undefined) {
    return (
      <Layouts.Content>
        <ErrorState error={facts.error} onRetry={facts.retry} />
      </Layouts.Content>
    );
  }
  return (
    <Layouts.Content>
      {facts.status !== undefined && <SchedulerPause status={facts.status} />}
      <Grid.Root gap={5}>
        <Grid.Item col={8} s={12} xs={12} direction="column" alignItems="stretch" gap={5}>
          {(rights['jobs-read'] || mayDecide(rights)) && <NeedsYouPanel needs={facts.needs} />}
          {rights['executions-read'] && <RunningPanel executions={facts.running} />}
          {facts.status !== undefined && <OutcomeChart outcomes={facts.status.outcomes} />}
        </Grid.Item>
        <Grid.Item col={4} s={12} xs={12} direction="column" alignItems="stretch" gap={5}>
          <Flex direction="column" alignItems="stretch" gap={5}>
            {rights['jobs-read'] && <NextPanel jobs={facts.next} />}
            {facts.status !== undefined && <QueuePanel status={facts.status} />}
          </Flex>
        </Grid.Item>
      </Grid.Root>
    </Layouts.Content>
  );
};

/** Whoever approves scripts reads them first. */
const mayDecide = (rights: Rights): boolean => rights['scripts-approve'] && rights['scripts-read'];

const NEXT_SHOWN = 10;
const DAY_MS = 86_400_000;

/** Everything that the overview shows, looked up again often while something runs. */
const useOverviewFacts = () => {
  const { rights } = useRights();
  const [since] = useState(() => new Date(Date.now() - DAY_MS).toISOString());
  const [pace, setPace] = useState<Pace>('calm');
  const live = { pollingInterval: usePollingInterval(pace) };
  const calm = { pollingInterval: usePollingInterval('calm') };
  const noJobs = { skip: !rights['jobs-read'] };
  const noExecutions = { skip: !rights['executions-read'] };

  const status = useGetSchedulerStatusQuery(undefined, {
    ...live,
    skip: !rights['scheduler-read'],
  });
  const running = useListSchedulerExecutionsQuery(
    { status: ['running', 'dispatched', 'queued'], pageSize: 20, sort: 'queuedAt:asc' },
    { ...live, ...noExecutions }
  );
  const missed = useListSchedulerExecutionsQuery(
    { status: 'missed', from: since, pageSize: 50, sort: 'queuedAt:desc' },
    { ...calm, ...noExecutions }
  );
  const next = useListSchedulerJobsQuery(
    { status: 'active', sort: 'nextRunAt:asc', pageSize: NEXT_SHOWN },
    { ...live, ...noJobs }
  );
  const all = useListSchedulerJobsQuery(
    { pageSize: 100, sort: 'updatedAt:desc' },
    { ...calm, ...noJobs }
  );
  const scripts = useListSchedulerScriptsQuery(undefined, { ...calm, skip: !mayDecide(rights) });

  const queries = [status, running, missed, next, all, scripts];
  const nextJobs = (next.data?.data ?? []).filter(({ nextRunAt }) => nextRunAt !== null);
  const isNextSoon = useNowAs(1_000, (now) =>
    nextJobs.some(({ nextRunAt }) => isAboutToRun(nextRunAt, now))
  );
  const isLive = isNextSoon || (running.data?.data.length ?? 0) > 0;
  const wanted: Pace = isLive ? 'live' : 'calm';
  if (wanted !== pace) setPace(wanted);

  const failed = queries.find((query) => query.error !== undefined && query.data === undefined);
  return {
    isLoading: queries.some((query) => query.isLoading),
    error: failed?.error,
    retry: () => failed?.refetch(),
    status: status.data,
    running: running.data?.data ?? [],
    next: nextJobs,
    needs: needsOf({
      jobs: all.data?.data ?? [],
      missed: missed.data?.data ?? [],
      breakers: all.data?.meta.breakers ?? {},
      scripts: scripts.data,
    }),
  };
};
