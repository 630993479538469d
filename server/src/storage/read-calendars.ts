import type { CalendarDefinition } from '../contract/calendar';
import { fromJson } from './engine/rows';
import { marks, query, type Session } from './engine/session';

/** documentId → definition of those calendars that exist. */
export const readCalendars = async (
  session: Session,
  documentIds: readonly string[]
): Promise<Map<string, CalendarDefinition>> => {
  if (documentIds.length === 0) return new Map();
  const ids = [...new Set(documentIds)];
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
