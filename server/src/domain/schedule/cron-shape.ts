import { CronFieldCollection } from 'cron-parser';
import type { CronItem } from '../time/cron-item';
import type { CronExpression, CronFieldValue } from '../time/cron-expression';
import { longestLength } from '../time/calendar-date';
import type { ClockTime } from './words/clock-time';

/**
 * What an expression means, in the pieces that people speak of. It comes from the parsed values, not from the
 * spelling: `0,15,30,45` is "every 15 minutes" too, and every 45 minutes of an hour is not.
 */
export interface CronShape {
  time: TimeShape;
  days: DayShape;
  /** Null for every month. */
  months: Stretch[] | null;
}

export type TimeShape =
  /** A few times of day. */
  | { kind: 'times'; times: ClockTime[] }
  /** `second` is null for second 0. */
  | { kind: 'pattern'; second: Beat | null; minute: Beat; hour: Beat };

export type Beat =
  | { kind: 'every' }
  /** The same distance all the way round the hour, day or minute. */
  | { kind: 'step'; step: number; from: number }
  | { kind: 'values'; stretches: Stretch[] };

/** `from` to `to`, each `step`-th value; a single value has `from` = `to`. */
export interface Stretch {
  from: number;
  to: number;
  step: number;
}

export type DayShape =
  | { kind: 'every' }
  /** Days of the year: a few days in a few months; the shape's `months` is null then. */
  | { kind: 'year-days'; days: { month: number; day: number }[] }
  | { kind: 'dates'; dates: DatePiece[] }
  | { kind: 'weekdays'; weekdays: WeekdayPiece[] }
  /** Both fields are restricted: one of them is enough. */
  | { kind: 'either'; dates: DatePiece[]; weekdays: WeekdayPiece[] };

export type DatePiece =
  | { kind: 'days'; stretch: Stretch }
  | { kind: 'last-day' }
  | { kind: 'last-working-day' }
  | { kind: 'nearest-working-day'; day: number };

/** Weekdays are 1 (Monday) to 7 (Sunday). */
export type WeekdayPiece =
  | { kind: 'weekdays'; stretch: Stretch }
  | { kind: 'nth-weekday'; weekday: number; nth: number }
  | { kind: 'last-weekday'; weekday: number };

const MAX_TIMES = 8;

export const cronShape = ({ fields }: CronExpression): CronShape => {
  const time = timeShape(fields);
  const days = yearDays(fields);
  if (days !== null) return { time, days: { kind: 'year-days', days }, months: null };
  const months = fields.month.values;
  return {
    time,
    days: dayShape(fields),
    months: months.length === 12 ? null : monthStretches(months),
  };
};

const MAX_YEAR_DAYS = 6;

/** `0 0 1 1,7 *` as 1 January and 1 July; null where that would be long or is not all there is. */
const yearDays = ({
  dayOfMonth,
  month,
  dayOfWeek,
}: CronExpression['fields']): { month: number; day: number }[] | null => {
  const isPlain = dayOfWeek.open && !dayOfMonth.open && !dayOfMonth.items.some(isDatePiece);
  if (!isPlain || month.values.length === 12) return null;
  const days = month.values.flatMap((m) =>
    dayOfMonth.values.filter((day) => day <= longestLength(m)).map((day) => ({ month: m, day }))
  );
  return days.length <= MAX_YEAR_DAYS ? days : null;
};

const monthStretches = (months: readonly number[]): Stretch[] =>
  stretches(months).flatMap((stretch) => (stretch.step === 1 ? [stretch] : singles(stretch)));

const timeShape = ({ hour, minute, second }: CronExpression['fields']): TimeShape => {
  const count = hour.values.length * minute.values.length * second.values.length;
  if (count <= MAX_TIMES) {
    const times = hour.values.flatMap((h) =>
      minute.values.flatMap((m) => second.values.map((s) => ({ hour: h, minute: m, second: s })))
    );
    return { kind: 'times', times };
  }
  const onMinute = second.values.length === 1 && second.values[0] === 0;
  return {
    kind: 'pattern',
    second: onMinute ? null : beat(second.values, 60),
    minute: beat(minute.values, 60),
    hour: beat(hour.values, 24),
  };
};

const beat = (values: readonly number[], size: number): Beat => {
  if (values.length === size) return { kind: 'every' };
  const [from = 0] = values;
  const step = size / values.length;
  const isEven = values.length > 1 && values.every((value, place) => value === from + place * step);
  return isEven ? { kind: 'step', step, from } : { kind: 'values', stretches: stretches(values) };
};

const dayShape = ({ dayOfMonth, dayOfWeek }: CronExpression['fields']): DayShape => {
  if (dayOfMonth.open && dayOfWeek.open) return { kind: 'every' };
  if (dayOfMonth.open) return { kind: 'weekdays', weekdays: weekdayPieces(dayOfWeek) };
  if (dayOfWeek.open) return { kind: 'dates', dates: datePieces(dayOfMonth) };
  return {
    kind: 'either',
    dates: datePieces(dayOfMonth),
    weekdays: weekdayPieces(dayOfWeek),
  };
};

const datePieces = ({ values, items }: CronFieldValue): DatePiece[] => [
  ...stretches(values).map((stretch) => ({ kind: 'days' as const, stretch })),
  ...items.filter(isDatePiece),
];

const isDatePiece = (
  item: CronItem
): item is Extract<CronItem, { kind: 'last-day' | 'last-working-day' | 'nearest-working-day' }> =>
  item.kind === 'last-day' ||
  item.kind === 'last-working-day' ||
  item.kind === 'nearest-working-day';

const weekdayPieces = ({ values, items }: CronFieldValue): WeekdayPiece[] => [
  ...weekdayStretches(values.map(sundayLast)).map((stretch) => ({
    kind: 'weekdays' as const,
    stretch,
  })),
  ...items.flatMap((item) =>
    item.kind === 'nth-weekday' || item.kind === 'last-weekday'
      ? [{ ...item, weekday: sundayLast(item.weekday) }]
      : []
  ),
];

const sundayLast = (weekday: number): number => (weekday === 0 ? 7 : weekday);

/** Ascending; weekdays are never spoken of in steps. */
export const weekdayStretches = (weekdays: readonly number[]): Stretch[] =>
  stretches(weekdays.toSorted((a, b) => a - b)).flatMap((stretch) =>
    stretch.step === 1 ? [stretch] : singles(stretch)
  );

/** Up to this many values of a step are easier to read one by one. */
const MAX_LISTED = 10;

/** Ascending values as ranges and long steps: cron-parser compacts, short pieces are told value by value. */
export const stretches = (values: readonly number[]): Stretch[] =>
  CronFieldCollection.compactField([...values]).flatMap(({ start, end, step }) => {
    const stretch = { from: Number(start), to: Number(end ?? start), step: step ?? 1 };
    const count = (stretch.to - stretch.from) / stretch.step + 1;
    return count < 3 || (stretch.step > 1 && count <= MAX_LISTED) ? singles(stretch) : [stretch];
  });

const singles = ({ from, to, step }: Stretch): Stretch[] => {
  const list: Stretch[] = [];
  for (let value = from; value <= to; value += step) list.push({ from: value, to: value, step: 1 });
  return list;
};
