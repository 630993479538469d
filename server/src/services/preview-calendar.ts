import type { CalendarPreview } from '../contract/calendar';
import type { FieldError } from '../contract/schedule';
import { previewCalendar as preview } from '../domain/calendars/preview-calendar';
import { ENTRIES, CALENDAR_FIELDS } from './check-calendar';
import { Invalid } from './errors';
import { instant } from './field-checks';
import type { ServicePorts } from './ports';
import { nullable, optional, refuse, shape } from './shape';

const BODY = shape({
  timezone: CALENDAR_FIELDS.timezone,
  entries: ENTRIES,
  from: optional(nullable(instant), null),
  to: optional(nullable(instant), null),
});

const DAY_MS = 86_400_000;
const YEAR_MS = 366 * DAY_MS;
const MAX_YEARS = 10;

/** The stretches inside a calendar that need not be saved yet, from now on for a year where nothing else is said. */
export const previewCalendar = async (
  { store, options }: ServicePorts,
  body: unknown
): Promise<{ data: CalendarPreview }> => {
  const errors: FieldError[] = [];
  const request = BODY(body, [], errors);
  if (request === undefined) throw new Invalid(errors);
  const from = request.from === null ? await store.now() : Date.parse(request.from);
  const to = request.to === null ? from + YEAR_MS : Date.parse(request.to);
  if (to <= from || to > from + MAX_YEARS * YEAR_MS) {
    refuse(errors, ['to'], `must be after from, and at most ${MAX_YEARS} years later`, request.to);
    throw new Invalid(errors);
  }
  const { timezone, entries } = request;
  const calendar = { name: 'preview', description: '', timezone, entries };
  return { data: preview(calendar, { zone: timezone ?? options.timezone, from, to }) };
};
