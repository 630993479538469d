import type { CalendarView } from '../contract/calendar';
import { calendarsOf } from '../domain/calendars/job-calendars';
import { placeOf } from '../domain/job-times';
import { auditEntry } from './audit';
import { calendarDiff, calendarObject } from './calendar-audit';
import type { CalendarRecord } from './calendar-ports';
import { viewCalendar } from './calendar-view';
import { checkCalendar, splitRevision } from './check-calendar';
import { Conflict, Invalid, NotFound } from './errors';
import type { Caller, Changes, ServicePorts } from './ports';

/**
 * Replaces a whole calendar; `revision` must be the one that the caller read. The next runs of the jobs that use it are
 * computed anew in the same transaction: nobody sees the new calendar beside an old next run.
 */
export const replaceCalendar = async (
  { store }: ServicePorts,
  caller: Caller,
  { id, body }: { id: string; body: unknown }
): Promise<{ data: CalendarView }> => {
  if ((await store.findCalendar(id)) === undefined) throw new NotFound();
  const { revision, rest } = splitRevision(body);
  const checked = checkCalendar(rest);
  if (!checked.ok || !revision.ok)
    throw new Invalid([
      ...(revision.ok ? [] : revision.errors),
      ...(checked.ok ? [] : checked.errors),
    ]);
  const definition = checked.value;
  const data = await store.change(async (changes) => {
    const before = await changes.lockCalendar(id);
    if (before === undefined) throw new NotFound();
    if (before.revision !== revision.value) throw stale(before);
    await changes.updateCalendar(before, definition, caller.userId);
    await moveJobsUsing(changes, id);
    await changes.writeAudit(
      auditEntry(caller, {
        action: 'calendar.update',
        object: calendarObject({ documentId: id, name: definition.name }),
        diff: calendarDiff(before.definition, definition),
      })
    );
    const after = (await changes.lockCalendar(id)) ?? before;
    return viewCalendar(after, await changes.countCalendarUses([id]));
  });
  return { data };
};

const BATCH = 200;

/** When the engine looks at a job does not depend on calendars; when it runs next does. */
const moveJobsUsing = async (changes: Changes, calendar: string): Promise<void> => {
  const now = await changes.now();
  for (let afterId = 0; ;) {
    const jobs = await changes.lockJobsUsing(calendar, afterId, BATCH);
    const last = jobs.at(-1);
    if (last === undefined) return;
    const ids = jobs.flatMap(({ definition }) => calendarsOf(definition));
    const calendars = await changes.readCalendars(ids);
    const moved = jobs.map((job) => {
      const { nextRunAt } = placeOf(job.definition, job, { now, calendars });
      return { id: job.id, nextRunAt };
    });
    await changes.moveNextRuns(moved);
    afterId = last.id;
  }
};

const stale = ({ revision }: CalendarRecord): Conflict =>
  new Conflict('Somebody else changed this calendar', { revision });
