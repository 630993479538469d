import type { CalendarChoice } from '../contract/calendar';
import type { JobDefinition } from '../contract/job';
import type { FieldError } from '../contract/schedule';
import type { KnownCalendars } from './calendar-ports';

type Choosing = Pick<JobDefinition, 'schedules'> & { calendars: CalendarChoice };

/** Calendars that a job or its schedules name and that are not there. */
export const missingCalendars = (
  { calendars, schedules }: Choosing,
  known: KnownCalendars
): FieldError[] => [
  ...missingIn(calendars, ['calendars'], known),
  ...schedules.flatMap((schedule, index) =>
    schedule.calendars
      ? missingIn(schedule.calendars, ['schedules', String(index), 'calendars'], known)
      : []
  ),
];

const missingIn = (choice: CalendarChoice, path: string[], known: KnownCalendars): FieldError[] =>
  (['exclude', 'only'] as const).flatMap((field) =>
    choice[field].flatMap((id, index) =>
      known.has(id)
        ? []
        : [{ path: [...path, field, String(index)], message: 'is not a calendar', value: id }]
    )
  );
