import type { CalendarSpan } from '../../../../server/src/contract/calendar';

/** How much of a day is inside the calendar. */
export type DayState = 'whole' | 'part';

export interface MonthOfDays {
  /** `YYYY-MM` */
  month: string;
  /** Empty cells before the first day, the week beginning on Monday. */
  offset: number;
  /** One for each day of the month. */
  days: { day: number; state: DayState | null; names: string[] }[];
}

/** The twelve months from that of `today` (a local date), and what of each day the spans cover. */
export const yearOfDays = (spans: readonly CalendarSpan[], today: string): MonthOfDays[] => {
  const covered = coveredDays(spans);
  const year = Number(today.slice(0, 4));
  const month = Number(today.slice(5, 7)) - 1;
  return Array.from({ length: 12 }, (_, index) => {
    const first = new Date(Date.UTC(year, month + index, 1));
    const length = new Date(Date.UTC(year, month + index + 1, 0)).getUTCDate();
    const text = first.toISOString().slice(0, 7);
    return {
      month: text,
      offset: (first.getUTCDay() + 6) % 7,
      days: Array.from({ length }, (_day, at) => {
        const found = covered.get(`${text}-${String(at + 1).padStart(2, '0')}`);
        return { day: at + 1, state: found?.state ?? null, names: found?.names ?? [] };
      }),
    };
  });
};

/** The stretch to ask for: the same twelve months in whatever zone. */
export const yearFrom = (today: string): { from: string; to: string } => {
  const year = Number(today.slice(0, 4));
  const month = Number(today.slice(5, 7)) - 1;
  return {
    from: new Date(Date.UTC(year, month, 0)).toISOString(),
    to: new Date(Date.UTC(year, month + 12, 2)).toISOString(),
  };
};

interface Covered {
  state: DayState;
  names: string[];
}

const DAY_MS = 86_400_000;

/** Local times are compared as written: the zone was applied by the scheduler. */
const coveredDays = (spans: readonly CalendarSpan[]): ReadonlyMap<string, Covered> => {
  const covered = new Map<string, Covered>();
  for (const { fromLocal, toLocal, names } of spans) {
    const from = Date.parse(`${fromLocal}Z`);
    const to = Date.parse(`${toLocal}Z`);
    for (let day = Math.floor(from / DAY_MS) * DAY_MS; day < to; day += DAY_MS) {
      const key = new Date(day).toISOString().slice(0, 10);
      const before = covered.get(key);
      const isWhole = from <= day && to >= day + DAY_MS;
      covered.set(key, {
        state: isWhole || before?.state === 'whole' ? 'whole' : 'part',
        names: [...new Set([...(before?.names ?? []), ...names])],
      });
    }
  }
  return covered;
};
