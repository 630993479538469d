import type { CalendarChoice } from '../contract/calendar';
import type { JobDefinition } from '../contract/job';
import type { FieldError } from '../contract/schedule';
import { calendarsOf } from '../domain/calendars/job-calendars';
import type { KnownCalendars } from './calendar-ports';
import { Invalid } from './errors';
import type { Changes, ServicePorts } from './ports';
import type { JobRecord } from './records';

type Choosing = Pick<JobDefinition, 'schedules' | 'calendars'>;

/**
 * Locks the calendars that a definition names; before anything else of the transaction is locked. Throws Invalid where
 * one is not there.
 */
export const lockCalendarsOf = async (
  changes: Changes,
  definition: Choosing
): Promise<KnownCalendars> =>
  requireCalendars(definition, await changes.lockCalendars(calendarsOf(definition)));

/** The same without a lock, for what is not stored. */
export const readCalendarsOf = async (
  { store }: Pick<ServicePorts, 'store'>,
  definition: Choosing
): Promise<KnownCalendars> =>
  requireCalendars(definition, await store.readCalendars(calendarsOf(definition)));

/** Throws Invalid where one that a definition names is not known. */
export const requireCalendars = (definition: Choosing, known: KnownCalendars): KnownCalendars => {
  const errors = missingCalendars(definition, known);
  if (errors.length > 0) throw new Invalid(errors);
  return known;
};

/** Remembers which calendars the stored job uses. */
export const keepCalendars = (changes: Changes, { id, definition }: JobRecord): Promise<void> =>
  changes.writeCalendarLinks(id, calendarsOf(definition));

const missingCalendars = (
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
