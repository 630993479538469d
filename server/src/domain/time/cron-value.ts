import type { CronField } from './cron-field';
import { CRON_FIELDS, allowedValues } from './cron-field';
import type { Parsed } from './refusal';
import { refuse } from './refusal';

/** A number or a name of the field (C2, C3). `item` is what the message repeats. */
export const parseValue = (field: CronField, item: string, text: string): Parsed<number> => {
  if (/^\d+$/.test(text)) return parseNumber(field, item, text);
  const place = field.names.indexOf(text.toUpperCase());
  if (place >= 0) return field.min + place;
  return refuse(field, item, problemOf(field, text));
};

const parseNumber = (field: CronField, item: string, text: string): Parsed<number> => {
  if (text.length > 2) {
    return refuse(field, item, `has more than two digits. ${allowedValues(field)}`);
  }
  const value = Number(text);
  if (value >= field.min && value <= field.max) return value;
  return refuse(field, item, `is out of range. ${allowedValues(field)}`);
};

const problemOf = (field: CronField, text: string): string => {
  if (/^[a-z]{4,}$/i.test(text)) {
    const short = text.slice(0, 3).toUpperCase();
    if (field.names.includes(short)) return `is not a name in cron. Write "${short}".`;
  }
  const owner = CRON_FIELDS.find(({ names }) => names.includes(text.toUpperCase()));
  if (owner !== undefined) {
    return `belongs to the field "${owner.label.toLowerCase()}". ${allowedValues(field)}`;
  }
  if (/^\d+[.,]\d+$/.test(text)) return `is not a whole number. ${allowedValues(field)}`;
  return `is not a value of this field. ${allowedValues(field)}`;
};
