import type { CronField } from './cron-field';

/** One item of a field's list. Values are as written: Sunday may be 0 or 7. */
export type CronItem =
  | { kind: 'star'; step: number }
  | { kind: 'single'; value: number }
  /** `open`: written as `a/n`, which runs to the field's end. */
  | { kind: 'range'; from: number; to: number; step: number; open: boolean }
  | { kind: 'last-day' }
  | { kind: 'last-working-day' }
  | { kind: 'nearest-working-day'; day: number }
  | { kind: 'nth-weekday'; weekday: number; nth: number }
  | { kind: 'last-weekday'; weekday: number };

/** The plain values that an item stands for; none for `L`, `W` and `#`. Sunday is 0. */
export const valuesOf = (field: CronField, item: CronItem): number[] => {
  if (item.kind === 'single') return [normal(field, item.value)];
  if (item.kind !== 'star' && item.kind !== 'range') return [];
  const from = item.kind === 'star' ? field.min : item.from;
  const to = item.kind === 'star' ? field.starMax : item.to;
  const values: number[] = [];
  for (let value = from; value <= to; value += item.step) values.push(normal(field, value));
  return values;
};

const normal = (field: CronField, value: number): number =>
  field.name === 'dayOfWeek' ? value % 7 : value;
