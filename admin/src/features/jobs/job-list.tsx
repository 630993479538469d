import { useState } from 'react';

import { Layouts, Page } from '@strapi/strapi/admin';
import { Box } from '@strapi/design-system';

import type { JobView } from '../../../../server/src/contract/job';
import { DataTable } from '../../components/data-table';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { FilterBar } from '../../components/filter-bar';
import { ListPagination } from '../../components/list-pagination';
import { SearchField } from '../../components/search-field';
import { useListQuery } from '../../list-query';
import { useNowAs } from '../../now';
import { isAboutToRun } from '../../about-to-run';
import { usePollingInterval, type Pace } from '../../polling';
import { useTranslate } from '../../translate';
import { useListSchedulerTemplatesQuery } from '../templates/templates-api';
import { BulkBar } from './bulk-bar';
import { useJobColumns } from './job-columns';
import { JOB_LIST_OPTIONS, useJobFilters } from './job-filters';
import { useListSchedulerJobsQuery } from './jobs-api';
import { NoJobsYet } from './no-jobs-yet';
import { RunDialog } from './run-dialog';

const NO_ROWS: JobView[] = [];

/** All jobs that the user may see: search, filters, sort and page live in the address. */
export const JobList = () => {
  const t = useTranslate();
  const list = useListQuery(JOB_LIST_OPTIONS);
  const [pace, setPace] = useState<Pace>('calm');
  const { data, currentData, error, isLoading, refetch } = useListSchedulerJobsQuery(list.request, {
    pollingInterval: usePollingInterval(pace),
  });
  const rows = data?.data ?? NO_ROWS;
  const wanted = usePace(rows);
  if (wanted !== pace) setPace(wanted);
  const { data: templates = [] } = useListSchedulerTemplatesQuery();
  const fields = useJobFilters(templates);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [running, setRunning] = useState<JobView | null>(null);
  const columns = useJobColumns({
    templates,
    descriptions: data?.meta.descriptions ?? {},
    breakers: data?.meta.breakers ?? {},
    onRun: setRunning,
  });

  if (isLoading) return <Page.Loading />;
  if (error !== undefined && currentData === undefined)
    return (
      <Layouts.Content>
        <ErrorState error={error} onRetry={refetch} />
      </Layouts.Content>
    );
  const isFiltered = list.query.q !== '' || Object.keys(list.query.filters).length > 0;
  if (rows.length === 0 && !isFiltered && list.query.page === 1) return <NoJobsYet />;

  const selected = rows.filter(({ documentId }) => chosen.has(documentId));
  return (
    <>
      <Layouts.Action
        startActions={
          <>
            <SearchField
              label={t('jobs.search')}
              value={list.query.q}
              onChange={(q) => list.change({ q })}
            />
            <FilterBar fields={fields} list={list} />
          </>
        }
      />
      <Layouts.Content>
        <BulkBar jobs={selected} onDone={() => setChosen(new Set())} />
        {rows.length === 0 ? (
          <EmptyState message={t('jobs.none-found')} />
        ) : (
          <DataTable
            caption={t('jobs.title')}
            columns={columns}
            rows={rows}
            list={list}
            selection={{ ids: chosen, change: setChosen, nameOf: ({ name }) => name }}
          />
        )}
        {data !== undefined && (
          <Box paddingBottom={4}>
            <ListPagination pages={data.meta.pagination} list={list} />
          </Box>
        )}
      </Layouts.Content>
      {running !== null && <RunDialog job={running} onClose={() => setRunning(null)} />}
    </>
  );
};

/** Often while one of the jobs runs or is about to. */
const usePace = (jobs: JobView[]): Pace =>
  useNowAs(1_000, (now) => (jobs.some((job) => isLive(job, now)) ? 'live' : 'calm'));

const isLive = ({ lastExecution, nextRunAt }: JobView, now: number): boolean =>
  (lastExecution !== null && ACTIVE.has(lastExecution.status)) || isAboutToRun(nextRunAt, now);

const ACTIVE = new Set<string>(['queued', 'dispatched', 'running']);
