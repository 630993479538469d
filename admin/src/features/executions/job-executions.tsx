import { Box, Flex } from '@strapi/design-system';
import { Page } from '@strapi/strapi/admin';

import { DataTable } from '../../components/data-table';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { FilterBar } from '../../components/filter-bar';
import { ListPagination } from '../../components/list-pagination';
import { useListQuery } from '../../list-query';
import { useTranslate } from '../../translate';
import { useExecutionColumns } from './execution-columns';
import { EXECUTION_LIST_OPTIONS, useExecutionFilters } from './execution-filters';
import { useLiveExecutions } from './live-executions';

type Props = {
  jobId: string;
  /** The name of the limit that the job shares with others; null where there is none. */
  limitKey: string | null;
};

/** One job's executions, newest first. */
export const JobExecutions = ({ jobId, limitKey }: Props) => {
  const t = useTranslate();
  const list = useListQuery(EXECUTION_LIST_OPTIONS);
  const fields = useExecutionFilters([]);
  const { rows, waits, pages, error, isLoading, refetch } = useLiveExecutions({
    ...list.request,
    job: jobId,
  });
  const columns = useExecutionColumns({ without: ['job'], waits, limitKeyOf: () => limitKey });

  if (isLoading) return <Page.Loading />;
  if (error !== undefined) return <ErrorState error={error} onRetry={refetch} />;
  return (
    <>
      <Flex gap={2} wrap="wrap" paddingBottom={4}>
        <FilterBar fields={fields} list={list} />
      </Flex>
      {rows.length === 0 ? (
        <EmptyState message={t('executions.none-found')} />
      ) : (
        <DataTable caption={t('executions.title')} columns={columns} rows={rows} list={list} />
      )}
      {pages !== undefined && (
        <Box paddingBottom={4}>
          <ListPagination pages={pages} list={list} />
        </Box>
      )}
    </>
  );
};
