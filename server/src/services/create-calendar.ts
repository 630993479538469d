import type { CalendarDefinition, CalendarView } from '../contract/calendar';
import { auditEntry } from './audit';
import { calendarDiff, calendarObject } from './calendar-audit';
import { viewCalendar } from './calendar-view';
import { checkCalendar } from './check-calendar';
import { Invalid } from './errors';
import type { Caller, ServicePorts } from './ports';

/** Makes a calendar. Throws Invalid with every wrong field, Conflict where the name is taken. */
export const createCalendar = async (
  ports: ServicePorts,
  caller: Caller,
  body: unknown
): Promise<{ data: CalendarView }> => {
  const checked = checkCalendar(body);
  if (!checked.ok) throw new Invalid(checked.errors);
  return { data: await insertCalendar(ports, caller, checked.value, 'calendar.create') };
};

export const insertCalendar = async (
  { store, ids }: ServicePorts,
  caller: Caller,
  definition: CalendarDefinition,
  action: 'calendar.create' | 'calendar.import'
): Promise<CalendarView> => {
  const documentId = ids.documentId();
  const calendar = await store.change(async (changes) => {
    await changes.insertCalendar({ documentId, definition, createdBy: caller.userId });
    const object = calendarObject({ documentId, name: definition.name });
    await changes.writeAudit(
      auditEntry(caller, { action, object, diff: calendarDiff(null, definition) })
    );
    return changes.lockCalendar(documentId);
  });
  if (calendar === undefined) throw new Error('A calendar vanished while it was being made');
  return viewCalendar(calendar, new Map());
};
