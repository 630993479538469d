import { MAX_PAGE_SIZE } from '../../../../server/src/contract/api';
import { useRights } from '../../permissions';
import { useTranslate } from '../../translate';
import { useListSchedulerCalendarsQuery } from './calendars-api';

/** Every calendar on one page: what choices are made from. */
export const ALL_CALENDARS = { pageSize: MAX_PAGE_SIZE, sort: 'name:asc' };

/** The name of a calendar by its documentId, for people. */
export const useCalendarNames = (ids: readonly string[]): ((id: string) => string) => {
  const t = useTranslate();
  const { rights } = useRights();
  const { data, isLoading } = useListSchedulerCalendarsQuery(ALL_CALENDARS, {
    skip: ids.length === 0 || !rights['calendars-read'],
  });
  return (id) =>
    data?.data.find(({ documentId }) => documentId === id)?.name ??
    t(isLoading ? 'common.loading' : 'calendars.choice.gone');
};
