/** The fields of a cron expression (docs/time.md, C1–C3). Day of week runs to 7 because Sunday is 0 and 7. */
export type CronFieldName = 'second' | 'minute' | 'hour' | 'dayOfMonth' | 'month' | 'dayOfWeek';

export interface CronField {
  name: CronFieldName;
  /** As people call it in messages. */
  label: string;
  min: number;
  max: number;
  /** The last value that `*` covers. */
  starMax: number;
  /** Names in order of value, the first standing for `min`. */
  names: readonly string[];
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const field = (
  name: CronFieldName,
  label: string,
  [min, max]: [number, number],
  names: readonly string[] = []
): CronField => ({ name, label, min, max, starMax: name === 'dayOfWeek' ? 6 : max, names });

/** In the order in which they are written; five-field expressions leave the first out. */
export const CRON_FIELDS: readonly CronField[] = [
  field('second', 'Second', [0, 59]),
  field('minute', 'Minute', [0, 59]),
  field('hour', 'Hour', [0, 23]),
  field('dayOfMonth', 'Day of month', [1, 31]),
  field('month', 'Month', [1, 12], MONTHS),
  field('dayOfWeek', 'Day of week', [0, 7], WEEKDAYS),
];

export const isDayField = ({ name }: CronField): boolean =>
  name === 'dayOfMonth' || name === 'dayOfWeek';

/** `Write 0 to 59.`, with the names where the field has some. */
export const allowedValues = ({ min, max, names }: CronField): string => {
  const spelled = names.length === 0 ? '' : ` or ${names[0]} to ${names[names.length - 1]}`;
  return `Write ${min} to ${max}${spelled}.`;
};
