import type { FieldError, PreviewView } from '../contract/schedule';
import { jobCalendars } from '../domain/calendars/job-calendars';
import { checkSchedules } from '../domain/schedule/check';
import { previewSchedules as preview } from '../domain/schedule/preview';
import { Invalid } from './errors';
import { calendarChoice } from './check-job';
import { readCalendarsOf } from './calendars-of-job';
import { instant } from './field-checks';
import type { Caller, ServicePorts } from './ports';
import { anything, flag, nullable, optional, required, shape, whole } from './shape';

const MAX_COUNT = 100;

const BODY = shape({
  schedules: required<unknown>(anything),
  calendars: optional(calendarChoice, { exclude: [], only: [] }),
  from: optional(nullable(instant), null),
  count: optional(whole(1, MAX_COUNT), 10),
  all: optional(flag, false),
});

/** What schedules would do, by the scheduler's own rules. Throws Invalid where one is unsound. */
export const previewSchedules = async (
  { store, options }: ServicePorts,
  caller: Caller,
  body: unknown
): Promise<{ data: PreviewView }> => {
  const errors: FieldError[] = [];
  const request = BODY(body, [], errors);
  const now = await store.now();
  if (request === undefined) throw new Invalid(errors);
  const checked = checkSchedules(request.schedules, {
    zone: options.timezone,
    now,
    path: ['schedules'],
  });
  if (!checked.ok) throw new Invalid(checked.errors);
  const { from, count, all } = request;
  const job = { schedules: checked.value, calendars: request.calendars };
  const data = preview({
    schedules: job.schedules,
    calendars: jobCalendars(job, await readCalendarsOf({ store }, job)),
    from: from === null ? now : Date.parse(from),
    count,
    all,
    language: caller.language,
  });
  return { data };
};
