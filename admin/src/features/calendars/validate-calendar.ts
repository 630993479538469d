import type { FormError, FormErrors } from '../../form-errors';
import type { CalendarForm, EntryDraft, MonthDay } from './calendar-form';

export const MAX_ENTRIES = 2_000;

/** What is empty or the wrong way round, by path as the server writes it: `entries.3.from`. */
export const validateCalendar = ({ name, entries }: CalendarForm): FormErrors => {
  const errors: FormErrors = {};
  if (name.trim() === '') errors['name'] = REQUIRED;
  else if (name.trim().length > 255) {
    errors['name'] = { id: 'parameters.error.too-long', values: { max: 255 } };
  }
  if (entries.length > MAX_ENTRIES) {
    errors['entries'] = { id: 'calendars.error.too-many', values: { max: MAX_ENTRIES } };
  }
  entries.forEach((entry, index) => {
    for (const [field, error] of Object.entries(entryErrors(entry))) {
      errors[`entries.${index}.${field}`] = error;
    }
  });
  return errors;
};

const REQUIRED: FormError = { id: 'parameters.error.required' };
const BACKWARDS: FormError = { id: 'calendars.error.backwards' };

const entryErrors = (entry: EntryDraft): FormErrors => {
  switch (entry.kind) {
    case 'days':
      return {
        ...spanErrors(entry.firstDay, entry.lastDay, () => false),
        ...(entry.lastDay !== '' &&
          entry.lastDay < entry.firstDay && { to: { id: 'calendars.error.before-first' } }),
      };
    case 'yearly':
      return {
        ...(!isDay(entry.first) && { from: { id: 'calendars.error.no-such-day' } }),
        ...(!isDay(entry.last) && { to: { id: 'calendars.error.no-such-day' } }),
      };
    case 'weekly':
      return {
        ...(entry.weekdays.length === 0 && { weekdays: { id: 'schedules.error.choose' } }),
        ...spanErrors(entry.fromTime, entry.toTime, () => false),
      };
    case 'window':
      return spanErrors(whole(entry.begin), whole(entry.end), (from, to) =>
        // Only the server knows how a local time and an instant compare.
        hasOffset(from) === hasOffset(to) ? comparable(to) <= comparable(from) : false
      );
    case 'rule':
      return {};
  }
};

const spanErrors = (
  from: string,
  to: string,
  isBackwards: (from: string, to: string) => boolean
): FormErrors => ({
  ...(from === '' && { from: REQUIRED }),
  ...(to === '' && { to: REQUIRED }),
  ...(from !== '' && to !== '' && isBackwards(from, to) && { to: BACKWARDS }),
});

/** 29 February is a day: the year decides. */
const isDay = ({ month, day }: MonthDay): boolean =>
  day !== undefined &&
  Number.isInteger(day) &&
  day >= 1 &&
  day <= new Date(Date.UTC(2024, month, 0)).getUTCDate();

/** Date and time, or nothing. */
const whole = (moment: string): string => (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(moment) ? moment : '');

const hasOffset = (moment: string): boolean => /(Z|[+-]\d\d:\d\d)$/i.test(moment);

const comparable = (moment: string): number =>
  Date.parse(hasOffset(moment) ? moment : `${moment}Z`);
