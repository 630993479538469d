import { useState } from 'react';

import { Page } from '@strapi/strapi/admin';
import { Button, Flex, LinkButton, Typography } from '@strapi/design-system';
import { Graph as GraphIcon, List, Plus } from '@strapi/icons';
import { NavLink } from 'react-router-dom';

import type { GraphView } from '../../../../server/src/contract/graph';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { Panel } from '../../components/panel';
import { paths } from '../../paths';
import { useRights } from '../../permissions';
import { usePollingInterval } from '../../polling';
import { useTranslate } from '../../translate';
import { useGetSchedulerGraphQuery } from './graph-api';
import { GraphLegend } from './graph-legend';
import { GraphPicture } from './graph-picture';
import { GraphTable } from './graph-table';

/** All jobs that wait for each other, as a picture or as a table. */
export const GraphPanel = () => {
  const t = useTranslate();
  const { rights } = useRights();
  const { data, error, isLoading, refetch } = useGetSchedulerGraphQuery(undefined, {
    pollingInterval: usePollingInterval('calm'),
  });
  if (isLoading) return <Page.Loading />;
  if (data === undefined) return <ErrorState error={error} onRetry={refetch} />;
  if (data.jobs.length === 0) {
    return (
      <EmptyState
        message={t('dependencies.empty')}
        action={
          rights['jobs-create'] ? (
            <LinkButton tag={NavLink} to={paths.newJob()} startIcon={<Plus />}>
              {t('jobs.create')}
            </LinkButton>
          ) : null
        }
      />
    );
  }
  return <ShownGraph graph={data} />;
};

const ShownGraph = ({ graph }: { graph: GraphView }) => {
  const t = useTranslate();
  const [asTable, setAsTable] = useState(false);
  return (
    <Panel
      title={t('dependencies.title')}
      action={
        <Button
          variant="ghost"
          size="S"
          startIcon={asTable ? <GraphIcon /> : <List />}
          onClick={() => setAsTable(!asTable)}
        >
          {t(asTable ? 'dependencies.show-picture' : 'common.show-table')}
        </Button>
      }
    >
      {asTable ? (
        <GraphTable graph={graph} />
      ) : (
        <Flex direction="column" alignItems="stretch" gap={4}>
          <GraphPicture graph={graph} label={t('dependencies.picture')} maxHeight="60vh" />
          <Typography variant="pi" textColor="neutral600">
            {t('dependencies.keys')}
          </Typography>
          <GraphLegend />
        </Flex>
      )}
    </Panel>
  );
};
