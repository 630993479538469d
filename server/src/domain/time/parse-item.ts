import type { CronField } from './cron-field';
import { allowedValues } from './cron-field';
import type { CronItem } from './cron-item';
import { isSpecial, parseSpecial } from './cron-special';
import { parseValue } from './cron-value';
import type { Parsed } from './refusal';
import { isRefusal, refuse } from './refusal';

/** Parses one item (C2–C7). `item` holds no comma and no white space. */
export const parseItem = (field: CronField, item: string): Parsed<CronItem> => {
  if (isSpecial(field, item)) return parseSpecial(field, item);
  const [base = '', stepText, ...more] = item.split('/');
  if (more.length > 0) return refuse(field, item, 'has two steps. Write one "/".');
  const range = parseBase(field, item, base);
  if (isRefusal(range) || stepText === undefined) return range;
  return withStep(field, item, range, stepText);
};

const parseBase = (field: CronField, item: string, base: string): Parsed<CronItem> => {
  if (base === '*') return { kind: 'star', step: 1 };
  if (base.includes('*')) {
    return refuse(field, item, 'mixes "*" with something else. Write "*" alone or "*/n".');
  }
  const ends = base.split('-');
  if (ends.length > 2 || ends.includes('')) {
    return ends.length === 1
      ? refuse(field, item, `has nothing before the "/". ${allowedValues(field)}`)
      : refuse(field, item, 'is not a range. Write two values with one "-" between them.');
  }
  const from = parseValue(field, item, ends[0] ?? '');
  if (isRefusal(from)) return from;
  if (ends[1] === undefined) return { kind: 'single', value: from };
  const to = parseValue(field, item, ends[1]);
  if (isRefusal(to)) return to;
  return rangeOf(field, item, ends, [from, ends[1].toUpperCase() === 'SUN' ? 7 : to]);
};

const rangeOf = (
  field: CronField,
  item: string,
  [fromText = '', toText = '']: readonly string[],
  [from, to]: [number, number]
): Parsed<CronItem> => {
  if (from <= to) return { kind: 'range', from, to, step: 1, open: false };
  const usesNames = /[a-z]/i.test(fromText);
  const spell = (value: number): string =>
    usesNames ? (field.names[(value - field.min) % field.names.length] ?? `${value}`) : `${value}`;
  const first = from === field.max ? fromText : `${fromText}-${spell(field.max)}`;
  const second = to === field.min || isMonday(field, to) ? toText : `${spell(field.min)}-${toText}`;
  const works = to === 0 && field.name === 'dayOfWeek' ? `${fromText}-7` : `${first},${second}`;
  return refuse(field, item, `runs backwards. Write "${works}" instead.`);
};

/** The first part of a wrapped range ends on Sunday, so the second need not begin with it. */
const isMonday = (field: CronField, value: number): boolean =>
  field.name === 'dayOfWeek' && value === 1;

const withStep = (
  field: CronField,
  item: string,
  base: CronItem,
  text: string
): Parsed<CronItem> => {
  const step = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (step < 1) return refuse(field, item, 'needs a whole number from 1 to 99 after the "/".');
  if (base.kind === 'single' && field.name === 'dayOfWeek') {
    const end = base.value === 7 ? '7' : '6';
    return refuse(field, item, `does not say where it ends. Write "${base.value}-${end}/${step}".`);
  }
  const range = asRange(field, base);
  const count = range.to - range.from + 1;
  if (step > count) {
    return refuse(
      field,
      item,
      `steps by ${step} over ${count} value${count === 1 ? '' : 's'}. Use an interval for "every ${step}", or a step of at most ${count}.`
    );
  }
  return base.kind === 'star' ? { kind: 'star', step } : { ...range, step };
};

const asRange = (
  field: CronField,
  base: CronItem
): { kind: 'range'; from: number; to: number; open: boolean } => {
  if (base.kind === 'range') return base;
  const from = base.kind === 'single' ? base.value : field.min;
  return { kind: 'range', from, to: field.starMax, open: true };
};
