import type { Pagination } from '../contract/api';
import type { CalendarMeta, CalendarView } from '../contract/calendar';
import type { CalendarQuery } from './calendar-ports';
import { viewCalendar } from './calendar-view';
import { NotFound } from './errors';
import { pagination } from './pagination';
import type { Caller, ServicePorts } from './ports';
import type { JobRecord } from './records';

export const listCalendars = async (
  { store }: ServicePorts,
  query: CalendarQuery
): Promise<{ data: CalendarView[]; meta: { pagination: Pagination } }> => {
  const { rows, total } = await store.listCalendars(query);
  const uses = await store.countCalendarUses(rows.map(({ documentId }) => documentId));
  return {
    data: rows.map((calendar) => viewCalendar(calendar, uses)),
    meta: { pagination: pagination(query, total) },
  };
};

const MAX_NAMED = 100;

/** One calendar, with the jobs that use it as far as the caller may read them. */
export const readCalendar = async (
  { store }: ServicePorts,
  caller: Caller,
  id: string
): Promise<{ data: CalendarView; meta: CalendarMeta }> => {
  const calendar = await store.findCalendar(id);
  if (calendar === undefined) throw new NotFound();
  const jobs = await store.findJobsUsing(id, caller.scopeOf('jobs-read'), MAX_NAMED);
  return {
    data: viewCalendar(calendar, await store.countCalendarUses([id])),
    meta: { jobs: jobs.map(nameOf) },
  };
};

export const nameOf = ({ documentId, definition }: JobRecord) => ({
  documentId,
  name: definition.name,
});
