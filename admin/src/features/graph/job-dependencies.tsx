import { useMemo } from 'react';

import { Page } from '@strapi/strapi/admin';
import { Flex, Grid, Link, LinkButton, Typography } from '@strapi/design-system';
import { Pencil } from '@strapi/icons';
import { NavLink } from 'react-router-dom';

import type { GraphNode } from '../../../../server/src/contract/graph';
import type { JobMeta, JobView } from '../../../../server/src/contract/job';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { JobStatusBadge } from '../../components/job-status-badge';
import { Panel } from '../../components/panel';
import { StatusBadge } from '../../components/status-badge';
import { paths } from '../../paths';
import { useBlocked } from '../../permissions';
import { usePollingInterval } from '../../polling';
import { useTranslate } from '../../translate';
import { useGetSchedulerGraphQuery } from './graph-api';
import { relativesOf } from './graph-layout';
import { GraphPicture } from './graph-picture';

type Props = { job: JobView; meta: JobMeta };

/** What a job waits for, what waits for it, and how these are. */
export const JobDependencies = ({ job, meta }: Props) => {
  const t = useTranslate();
  if (job.dependencies.jobs.length === 0 && meta.dependents.length === 0) {
    return <NoDependencies job={job} />;
  }
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      <Relatives job={job} meta={meta} />
      <Typography>
        <Link tag={NavLink} to={paths.graph()}>
          {t('dependencies.to-graph')}
        </Link>
      </Typography>
    </Flex>
  );
};

const NoDependencies = ({ job }: Pick<Props, 'job'>) => {
  const t = useTranslate();
  const blocked = useBlocked()('jobs-update', job.owner);
  return (
    <EmptyState
      message={t('dependencies.none')}
      action={
        blocked === null ? (
          <LinkButton
            tag={NavLink}
            to={paths.editJob(job.documentId)}
            startIcon={<Pencil />}
            variant="secondary"
          >
            {t('jobs.edit')}
          </LinkButton>
        ) : null
      }
    />
  );
};

const Relatives = ({ job, meta }: Props) => {
  const t = useTranslate();
  const { data, error, isLoading, refetch } = useGetSchedulerGraphQuery(undefined, {
    pollingInterval: usePollingInterval('calm'),
  });
  const graph = useMemo(() => data && relativesOf(data, job.documentId), [data, job.documentId]);
  if (isLoading) return <Page.Loading />;
  if (graph === undefined) return <ErrorState error={error} onRetry={refetch} />;
  const { mode, jobs } = job.dependencies;
  const unseen = jobs.length - meta.upstreams.length;
  return (
    <>
      <Grid.Root gap={5}>
        <Grid.Item col={6} s={12} xs={12} alignItems="stretch">
          <Panel title={t('dependencies.upstreams')}>
            {jobs.length === 0 ? (
              <Typography textColor="neutral600">{t('dependencies.upstreams.none')}</Typography>
            ) : (
              <Flex direction="column" alignItems="stretch" gap={3}>
                <Typography>{t(`dependencies.mode.${mode}`)}</Typography>
                <RelatedJobs jobs={meta.upstreams} nodes={graph.jobs} />
                {unseen > 0 && (
                  <Typography textColor="neutral600">
                    {t('jobs.upcoming.unseen', { count: unseen })}
                  </Typography>
                )}
              </Flex>
            )}
          </Panel>
        </Grid.Item>
        <Grid.Item col={6} s={12} xs={12} alignItems="stretch">
          <Panel title={t('dependencies.dependents')}>
            {meta.dependents.length === 0 ? (
              <Typography textColor="neutral600">{t('dependencies.dependents.none')}</Typography>
            ) : (
              <RelatedJobs jobs={meta.dependents} nodes={graph.jobs} />
            )}
          </Panel>
        </Grid.Item>
      </Grid.Root>
      {graph.jobs.length > 1 && (
        <Panel title={t('dependencies.title')}>
          <GraphPicture
            graph={graph}
            label={t('dependencies.picture')}
            current={job.documentId}
            maxHeight="40rem"
          />
        </Panel>
      )}
    </>
  );
};

type RelatedProps = { jobs: JobMeta['upstreams']; nodes: GraphNode[] };

const RelatedJobs = ({ jobs, nodes }: RelatedProps) => {
  const t = useTranslate();
  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
      {jobs.map(({ documentId, name }) => {
        const node = nodes.find((one) => one.documentId === documentId);
        return (
          <li key={documentId}>
            <Flex gap={3} wrap="wrap" justifyContent="space-between">
              <Link tag={NavLink} to={paths.job(documentId)}>
                {name}
              </Link>
              <Flex gap={2} wrap="wrap">
                {node !== undefined && node.status !== 'active' && (
                  <JobStatusBadge status={node.status} />
                )}
                {node?.lastStatus === null || node === undefined ? (
                  <Typography textColor="neutral600">{t('jobs.last.never')}</Typography>
                ) : (
                  <StatusBadge status={node.lastStatus} />
                )}
              </Flex>
            </Flex>
          </li>
        );
      })}
    </Flex>
  );
};
