import { Layouts, Page } from '@strapi/strapi/admin';
import { Box, Flex } from '@strapi/design-system';

import {
  SCRIPT_STATUSES,
  type ScriptsMeta,
  type ScriptView,
} from '../../../../server/src/contract/script';
import { DataTable } from '../../components/data-table';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { FilterBar } from '../../components/filter-bar';
import { ListPagination } from '../../components/list-pagination';
import { SearchField } from '../../components/search-field';
import { useListQuery, type ListOptions } from '../../list-query';
import { usePollingInterval } from '../../polling';
import { useTranslate } from '../../translate';
import { ContainmentPanel } from '../containment/containment-panel';
import { filterScripts } from './filter-scripts';
import { LeftOutPanel } from './left-out-panel';
import { ScriptsNotices } from './scripts-notices';
import { useScriptColumns } from './script-columns';
import { useListSchedulerScriptsQuery } from './scripts-api';

/** All scripts of the directory, what was left out of it, and what keeps them in bounds. */
export const ScriptList = () => {
  const { data, error, isLoading, refetch } = useListSchedulerScriptsQuery(undefined, {
    refetchOnMountOrArgChange: true,
    pollingInterval: usePollingInterval('calm'),
  });
  if (isLoading) return <Page.Loading />;
  if (data === undefined) {
    return (
      <Layouts.Content>
        <ErrorState error={error} onRetry={refetch} />
      </Layouts.Content>
    );
  }
  return (
    <Layouts.Content>
      <Flex direction="column" alignItems="stretch" gap={5} paddingBottom={8}>
        <ScriptsNotices meta={data.meta} />
        <Scripts scripts={data.data} meta={data.meta} />
        <LeftOutPanel left={data.meta.left} />
        {data.meta.state !== 'off' && <ContainmentPanel />}
      </Flex>
    </Layouts.Content>
  );
};

const LIST_OPTIONS: ListOptions = { filters: ['status'], defaultSort: 'status:asc' };

const Scripts = ({ scripts, meta }: { scripts: ScriptView[]; meta: ScriptsMeta }) => {
  const t = useTranslate();
  const list = useListQuery(LIST_OPTIONS);
  const columns = useScriptColumns();
  const { page, pageSize } = list.query;
  if (scripts.length === 0) {
    return meta.state === 'ready' ? <EmptyState message={t('scripts.empty')} /> : null;
  }
  const found = filterScripts(scripts, list.query);
  const pageCount = Math.max(1, Math.ceil(found.length / pageSize));
  const first = (Math.min(page, pageCount) - 1) * pageSize;
  return (
    <Box>
      <Flex gap={2} wrap="wrap" paddingBottom={4}>
        <SearchField
          label={t('scripts.search')}
          value={list.query.q}
          onChange={(q) => list.change({ q })}
        />
        <FilterBar
          list={list}
          fields={[
            {
              name: 'status',
              label: t('scripts.column.status'),
              kind: 'choice',
              options: SCRIPT_STATUSES.map((status) => ({
                value: status,
                label: t(`scripts.status.${status}`),
              })),
            },
          ]}
        />
      </Flex>
      {found.length === 0 ? (
        <EmptyState message={t('scripts.none-found')} />
      ) : (
        <DataTable
          caption={t('scripts.title')}
          columns={columns}
          rows={found.slice(first, first + pageSize)}
          list={list}
        />
      )}
      <ListPagination pages={{ page, pageSize, pageCount, total: found.length }} list={list} />
    </Box>
  );
};
