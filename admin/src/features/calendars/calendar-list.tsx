import { useState } from 'react';

import { Layouts, Page } from '@strapi/strapi/admin';
import { Box } from '@strapi/design-system';

import type { CalendarView } from '../../../../server/src/contract/calendar';
import { DataTable } from '../../components/data-table';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { ListPagination } from '../../components/list-pagination';
import { SearchField } from '../../components/search-field';
import { useListQuery, type ListOptions } from '../../list-query';
import { useTranslate } from '../../translate';
import { useCalendarColumns } from './calendar-columns';
import { useListSchedulerCalendarsQuery } from './calendars-api';
import { DeleteCalendar } from './delete-calendar';
import { NoCalendarsYet } from './no-calendars-yet';

const LIST_OPTIONS: ListOptions = { filters: [], defaultSort: 'name:asc' };

/** All calendars: search, sort and page live in the address. */
export const CalendarList = ({ onImport }: { onImport: () => void }) => {
  const t = useTranslate();
  const list = useListQuery(LIST_OPTIONS);
  const { data, currentData, error, isLoading, refetch } = useListSchedulerCalendarsQuery(
    list.request
  );
  const [deleted, setDeleted] = useState<CalendarView | null>(null);
  const columns = useCalendarColumns(setDeleted);
  const rows = data?.data ?? [];

  if (isLoading) return <Page.Loading />;
  if (error !== undefined && currentData === undefined)
    return (
      <Layouts.Content>
        <ErrorState error={error} onRetry={refetch} />
      </Layouts.Content>
    );
  if (rows.length === 0 && list.query.q === '' && list.query.page === 1) {
    return <NoCalendarsYet onImport={onImport} />;
  }
  return (
    <>
      <Layouts.Action
        startActions={
          <SearchField
            label={t('calendars.search')}
            value={list.query.q}
            onChange={(q) => list.change({ q })}
          />
        }
      />
      <Layouts.Content>
        {rows.length === 0 ? (
          <EmptyState message={t('calendars.none-found')} />
        ) : (
          <DataTable caption={t('calendars.title')} columns={columns} rows={rows} list={list} />
        )}
        {data !== undefined && (
          <Box paddingBottom={4}>
            <ListPagination pages={data.meta.pagination} list={list} />
          </Box>
        )}
      </Layouts.Content>
      {deleted !== null && <DeleteCalendar calendar={deleted} onClose={() => setDeleted(null)} />}
    </>
  );
};
