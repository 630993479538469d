import { Layouts, Page } from '@strapi/strapi/admin';

import type { JobView } from '../../../../server/src/contract/job';
import { DataTable } from '../../components/data-table';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { FilterBar } from '../../components/filter-bar';
import { ListPagination } from '../../components/list-pagination';
import { useListQuery } from '../../list-query';
import { useTranslate } from '../../translate';
import { useExecutionColumns } from './execution-columns';
import { EXECUTION_LIST_OPTIONS, useExecutionFilters, type JobOption } from './execution-filters';
import { useLiveExecutions } from './live-executions';

type LimitOfJob = Pick<JobView, 'concurrency'>;

/** Executions of all jobs, newest first; filters, sort and page live in the address. */
export const ExecutionList = ({ jobs }: { jobs: (JobOption & LimitOfJob)[] }) => {
  const t = useTranslate();
  const list = useListQuery(EXECUTION_LIST_OPTIONS);
  const fields = useExecutionFilters(jobs);
  const { rows, waits, pages, error, isLoading, refetch } = useLiveExecutions(list.request);
  const columns = useExecutionColumns({
    waits,
    limitKeyOf: (jobId) =>
      jobs.find(({ documentId }) => documentId === jobId)?.concurrency.key ?? null,
  });

  if (isLoading) return <Page.Loading />;
  if (error !== undefined) {
    return (
      <Layouts.Content>
        <ErrorState error={error} onRetry={refetch} />
      </Layouts.Content>
    );
  }
  const isFiltered = Object.keys(list.query.filters).length > 0;
  return (
    <>
      <Layouts.Action startActions={<FilterBar fields={fields} list={list} />} />
      <Layouts.Content>
        {rows.length === 0 ? (
          <EmptyState message={t(isFiltered ? 'executions.none-found' : 'executions.empty')} />
        ) : (
          <DataTable caption={t('executions.title')} columns={columns} rows={rows} list={list} />
        )}
        {pages !== undefined && <ListPagination pages={pages} list={list} />}
      </Layouts.Content>
    </>
  );
};
