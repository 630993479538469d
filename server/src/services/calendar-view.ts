import type { CalendarView } from '../contract/calendar';
import type { CalendarRecord } from './calendar-ports';
import { iso } from './job-view';

/** A calendar as clients see it. */
export const viewCalendar = (
  calendar: CalendarRecord,
  uses: ReadonlyMap<string, number>
): CalendarView => ({
  ...calendar.definition,
  documentId: calendar.documentId,
  revision: calendar.revision,
  usedBy: uses.get(calendar.documentId) ?? 0,
  createdAt: iso(calendar.createdAt),
  updatedAt: iso(calendar.updatedAt),
});
