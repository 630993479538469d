import type { CalendarDefinition } from '../../contract/calendar';
import type { Calendars } from '../../domain/timetable';
import { fromJson } from './rows';
import { marks, query, type Session } from './session';

/** The calendars of these documentIds, as far as they are there. */
export const readCalendars = async (session: Session, ids: string[]): Promise<Calendars> => {
  if (ids.length === 0) return new Map();
  const rows = await query(
    session,
    `SELECT document_id, definition FROM ${session.tables.calendars}
     WHERE document_id IN (${marks(ids)})`,
    ids
  );
  return new Map(
    rows.map((row) => [
      String(row['document_id']),
      fromJson(row['definition']) as CalendarDefinition,
    ])
  );
};
