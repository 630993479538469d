import type { Checked } from '../checked';
import { sound, unsound } from '../checked';
import type { CronField, CronFieldName } from './cron-field';
import { CRON_FIELDS, isDayField } from './cron-field';
import type { CronItem } from './cron-item';
import { valuesOf } from './cron-item';
import { longestLength } from './calendar-date';
import { spellOut } from './cron-text';
import { parseItem } from './parse-item';
import type { Parsed } from './refusal';
import { isRefusal } from './refusal';
import type { ClockClass } from './wall-rule';

export interface CronFieldValue {
  /** Exactly `*`, or `?` in a day field. */
  open: boolean;
  items: CronItem[];
  /** The plain values, ascending; Sunday is 0. */
  values: number[];
}

export interface CronExpression {
  hasSeconds: boolean;
  fields: Record<CronFieldName, CronFieldValue>;
  clock: ClockClass;
}

/**
 * The strict grammar C1–C10. Refusals name the field, the item and what would work, one error per wrong field, with
 * an empty path.
 */
export const parseCron = (expression: unknown): Checked<CronExpression> => {
  const spelled = spellOut(expression);
  if (isRefusal(spelled)) return unsound({ path: [], message: spelled.refusal });
  const texts = spelled.length === 5 ? ['0', ...spelled] : spelled;
  const parsed = CRON_FIELDS.map((field, place) => parseField(field, texts[place] ?? ''));
  const refusals = parsed.filter(isRefusal);
  if (refusals.length > 0) {
    return unsound(...refusals.map(({ refusal }) => ({ path: [], message: refusal })));
  }
  const fields = Object.fromEntries(
    CRON_FIELDS.map(({ name }, place) => [name, parsed[place]])
  ) as Record<CronFieldName, CronFieldValue>;
  const impossible = refuseImpossible(fields);
  if (impossible !== null) return unsound({ path: [], message: impossible });
  return sound({ hasSeconds: spelled.length === 6, fields, clock: clockOf(fields) });
};

const parseField = (field: CronField, text: string): Parsed<CronFieldValue> => {
  if (text === '?' && isDayField(field)) {
    return parseField(field, '*');
  }
  const items: CronItem[] = [];
  for (const part of text.split(',')) {
    if (part === '') {
      return { refusal: `${field.label}: "${text}" has an empty item. Remove the extra comma.` };
    }
    const item = parseItem(field, part);
    if (isRefusal(item)) return item;
    items.push(item);
  }
  const values = [...new Set(items.flatMap((item) => valuesOf(field, item)))];
  return { open: text === '*', items, values: values.sort((a, b) => a - b) };
};

/** Hours decide first, then the spelling of the minutes; seconds never do. */
const clockOf = ({ hour, minute }: Record<CronFieldName, CronFieldValue>): ClockClass => {
  if (hour.values.length === 24) return 'repeating';
  return minute.items.some(({ kind }) => kind === 'star') ? 'frequent' : 'appointment';
};

/** C9: a date that no year has. A restricted day of week always finds one, the fifth in February included. */
const refuseImpossible = ({
  dayOfMonth,
  month,
  dayOfWeek,
}: Record<CronFieldName, CronFieldValue>): string | null => {
  if (dayOfMonth.open || !dayOfWeek.open) return null;
  const earliest = Math.min(...dayOfMonth.items.map(earliestDay), ...dayOfMonth.values);
  const longest = Math.max(...month.values.map(longestLength));
  if (earliest <= longest) return null;
  return (
    `No date can match: the named month${month.values.length === 1 ? '' : 's'} (${month.values.join(', ')}) ` +
    `never ha${month.values.length === 1 ? 's' : 've'} a day ${earliest}. Write "L" for the last day of the month, or a day up to ${longest}.`
  );
};

const earliestDay = (item: CronItem): number => {
  if (item.kind === 'last-day' || item.kind === 'last-working-day') return 1;
  return item.kind === 'nearest-working-day' ? item.day : Infinity;
};
