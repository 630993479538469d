import type { CalendarDefinition } from '../contract/calendar';
import { diffOf } from './audit';
import type { NewAuditEntry } from './ports';

/** More entries than this are only counted in the audit log. */
const MAX_SHOWN = 50;

export const calendarObject = (calendar: {
  documentId: string;
  name: string;
}): NewAuditEntry['object'] => ({
  kind: 'calendar',
  documentId: calendar.documentId,
  name: calendar.name,
});

/** What changed: of long lists the entries that went and those that came, as far as they are few. */
export const calendarDiff = (
  before: CalendarDefinition | null,
  after: CalendarDefinition
): ReturnType<typeof diffOf> => {
  const { entries, ...changed } = diffOf(before, after);
  if (entries === undefined) return changed;
  const old = textsOf(before);
  const now = textsOf(after);
  const gone = (before?.entries ?? []).filter((_entry, place) => !now.includes(old[place] ?? ''));
  const come = after.entries.filter((_entry, place) => !old.includes(now[place] ?? ''));
  return { ...changed, entries: { before: shortened(gone), after: shortened(come) } };
};

const textsOf = (calendar: CalendarDefinition | null): string[] =>
  (calendar?.entries ?? []).map((entry) =>
    JSON.stringify(Object.entries(entry).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  );

const shortened = (entries: CalendarDefinition['entries']): unknown =>
  entries.length <= MAX_SHOWN ? entries : `${entries.length} entries`;
