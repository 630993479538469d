import { auditEntry } from './audit';
import { calendarDiff, calendarObject } from './calendar-audit';
import { Conflict, NotFound } from './errors';
import { nameOf } from './read-calendars';
import type { Caller, Changes, ServicePorts } from './ports';

/** Deletes a calendar that no job uses. Throws Conflict naming those jobs that the caller may read. */
export const deleteCalendar = async (
  { store }: ServicePorts,
  caller: Caller,
  id: string
): Promise<void> =>
  store.change(async (changes) => {
    const calendar = await changes.lockCalendar(id);
    if (calendar === undefined) throw new NotFound();
    await refuseUsed(changes, caller, id);
    await changes.deleteCalendar(calendar);
    const gone = Object.entries(calendarDiff(null, calendar.definition)).map(
      ([field, { after }]) => [field, { before: after, after: null }] as const
    );
    await changes.writeAudit(
      auditEntry(caller, {
        action: 'calendar.delete',
        object: calendarObject({ documentId: id, name: calendar.definition.name }),
        diff: Object.fromEntries(gone),
      })
    );
  });

const MAX_NAMED = 20;

const refuseUsed = async (changes: Changes, caller: Caller, id: string): Promise<void> => {
  const count = (await changes.countCalendarUses([id])).get(id) ?? 0;
  if (count === 0) return;
  const readable = await changes.findJobsUsing(id, caller.scopeOf('jobs-read'), MAX_NAMED);
  const jobs = readable.map(nameOf);
  const names = jobs.map(({ name }) => `"${name}"`).join(', ');
  const who = names === '' ? '' : `: ${names}${jobs.length < count ? ' and others' : ''}`;
  throw new Conflict(
    count === 1 ? `A job uses this calendar${who}` : `${count} jobs use this calendar${who}`,
    { jobs, count }
  );
};
