import type { FieldError, ScheduleDiffView } from '../contract/schedule';
import { calendarsOf } from '../domain/calendars/job-calendars';
import { UNTIL_RESUMED } from '../domain/job-times';
import { checkSchedules } from '../domain/schedule/check';
import { diffSchedules as diff } from '../domain/schedule/diff';
import { timetableOf } from '../domain/timetable';
import { findFor } from './access';
import { readCalendarsOf } from './calendars-of-job';
import { calendarChoice } from './check-job';
import { Invalid } from './errors';
import { instant } from './field-checks';
import type { Caller, ServicePorts } from './ports';
import { withKnownAnchors } from './replace-job';
import { anything, nullable, optional, required, shape, whole } from './shape';

const MAX_COUNT = 100;

/** What is left out stays as the job has it. */
const BODY = shape({
  schedules: required<unknown>(anything),
  calendars: { check: calendarChoice, default: undefined },
  startAt: { check: nullable(instant), default: undefined },
  endAt: { check: nullable(instant), default: undefined },
  count: optional(whole(1, MAX_COUNT), 20),
});

/** What an edit of a job's schedules would change from now on. Throws Invalid where one of the new ones is unsound. */
export const diffSchedules = async (
  { store, options }: ServicePorts,
  caller: Caller,
  { id, body }: { id: string; body: unknown }
): Promise<{ data: ScheduleDiffView }> => {
  const job = await findFor(caller, { needed: 'jobs-read', read: 'jobs-read' }, (scope) =>
    store.findJob(id, scope)
  );
  const errors: FieldError[] = [];
  const request = BODY(withKnownAnchors(body, job), [], errors);
  if (request === undefined) throw new Invalid(errors);
  const now = await store.now();
  const checked = checkSchedules(request.schedules, { zone: options.timezone, now });
  if (!checked.ok) throw new Invalid(checked.errors);
  const before = job.definition;
  const after = {
    schedules: checked.value,
    calendars: request.calendars ?? before.calendars,
    startAt: request.startAt === undefined ? before.startAt : request.startAt,
    endAt: request.endAt === undefined ? before.endAt : request.endAt,
  };
  const known = await store.readCalendars(calendarsOf(before));
  const data = diff({
    before: timetableOf(before, known),
    after: timetableOf(after, await readCalendarsOf({ store }, after)),
    from: now,
    pausedUntil: pausedUntil(job.pausedUntil, now),
    count: request.count,
    language: caller.language,
  });
  return { data };
};

const pausedUntil = (until: number | null, now: number): number | null => {
  if (until === null || until <= now) return null;
  return until >= UNTIL_RESUMED ? Infinity : until;
};
