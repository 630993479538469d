import type { CronField } from './cron-field';
import { isDayField } from './cron-field';
import type { CronItem } from './cron-item';
import { parseValue } from './cron-value';
import type { Parsed } from './refusal';
import { isRefusal, refuse } from './refusal';

/** Items with `L`, `W`, `#` and `?`, and the signs that other schedulers know and we refuse by name (C7). */
export const isSpecial = (field: CronField, item: string): boolean =>
  /[?#~+]/.test(item) ||
  /^[hr]([/(]|$)/i.test(item) ||
  (field.names.length === 0 && /[lw]/i.test(item)) ||
  /^l/i.test(item) ||
  /[-\d]l/i.test(item) ||
  (field.name === 'dayOfWeek' && /^[a-z]{3}l$|\dw$|^l?w$/i.test(item));

export const parseSpecial = (field: CronField, item: string): Parsed<CronItem> => {
  const unsupported = refuseByName(field, item);
  if (unsupported !== null) return unsupported;
  if (field.name === 'dayOfMonth') return parseDayOfMonth(field, item);
  if (field.name === 'dayOfWeek') return parseDayOfWeek(field, item);
  return refuse(field, item, '"L", "W" and "#" only work in the day fields.');
};

const refuseByName = (field: CronField, item: string): Parsed<never> | null => {
  if (item.includes('?')) {
    const problem = isDayField(field)
      ? '"?" must stand alone.'
      : '"?" only works in the day fields; write "*".';
    return refuse(field, item, problem);
  }
  if (item.includes('~'))
    return refuse(field, item, '"~" (a random value) is not supported. Write a number.');
  if (item.includes('+')) return refuse(field, item, '"+" is not supported. Leave it out.');
  if (/^[hr]([/(]|$)/i.test(item)) {
    return refuse(
      field,
      item,
      `"${item.charAt(0).toUpperCase()}" (a value chosen by the scheduler) is not supported. Write a number.`
    );
  }
  if (/^l-\d/i.test(item)) {
    return refuse(
      field,
      item,
      '"L-n" is not supported. Write "L" for the last day, or a day from 1 to 31.'
    );
  }
  return null;
};

const parseDayOfMonth = (field: CronField, item: string): Parsed<CronItem> => {
  const text = item.toUpperCase();
  if (text === 'L') return { kind: 'last-day' };
  if (text === 'LW') return { kind: 'last-working-day' };
  if (text.includes('#')) {
    return refuse(field, item, '"#" only works in the day of week, as in "MON#2".');
  }
  if (/^[^LW]+W$/.test(text) && !/[-/*]/.test(text)) {
    const day = parseValue(field, item, text.slice(0, -1));
    return isRefusal(day) ? day : { kind: 'nearest-working-day', day };
  }
  return refuse(
    field,
    item,
    'is not supported. Write "L" (last day), "LW" (last weekday) or "15W" (weekday nearest to the 15th), without range or step.'
  );
};

const parseDayOfWeek = (field: CronField, item: string): Parsed<CronItem> => {
  const [, base = '', mark = ''] = /^([^#]*?)(L|#.*)$/i.exec(item) ?? [];
  if (/[-/*]/.test(base) || /^l$/i.test(item) || mark === '' || base === '') {
    return refuse(
      field,
      item,
      'is not supported. Write one weekday with it: "FRIL" or "5L" (last Friday), "MON#2" (second Monday).'
    );
  }
  const value = parseValue(field, item, base);
  if (isRefusal(value)) return value;
  const weekday = value % 7;
  if (/^#?l$/i.test(mark)) return { kind: 'last-weekday', weekday };
  if (!/^#[1-5]$/.test(mark)) {
    return refuse(field, item, 'needs 1 to 5 or L after the "#", as in "MON#2".');
  }
  return { kind: 'nth-weekday', weekday, nth: Number(mark.slice(1)) };
};
