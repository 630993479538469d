/** Times of a day as the product of hours, minutes and seconds. */
export interface TimesOfDay {
  hours: readonly number[];
  minutes: readonly number[];
  seconds: readonly number[];
  /** Seconds after midnight. */
  first: number;
  /** The first time at or after `second` (seconds after midnight), or -1. */
  next(second: number): number;
}

/** All three lists ascending and not empty. */
export const timesOfDay = (
  hours: readonly number[],
  minutes: readonly number[],
  seconds: readonly number[]
): TimesOfDay => {
  const nextHour = nextTable(hours, 24);
  const nextMinute = nextTable(minutes, 60);
  const nextSecond = nextTable(seconds, 60);
  const firstSecond = nextSecond[0] ?? 0;
  const firstInHour = (nextMinute[0] ?? 0) * 60 + firstSecond;
  const next = (second: number): number => {
    const hour = Math.floor(second / 3600);
    const minute = Math.floor(second / 60) % 60;
    if (nextHour[hour] === hour) {
      const inMinute = nextMinute[minute] === minute ? (nextSecond[second % 60] ?? -1) : -1;
      if (inMinute >= 0) return hour * 3600 + minute * 60 + inMinute;
      const later = nextMinute[minute + 1] ?? -1;
      if (later >= 0) return hour * 3600 + later * 60 + firstSecond;
    }
    const laterHour = nextHour[hour + 1] ?? -1;
    return laterHour < 0 ? -1 : laterHour * 3600 + firstInHour;
  };
  return { hours, minutes, seconds, first: (nextHour[0] ?? 0) * 3600 + firstInHour, next };
};

/** For each value the smallest listed one that is not less, or -1; one entry more than values. */
const nextTable = (listed: readonly number[], size: number): Int8Array => {
  const table = new Int8Array(size + 1).fill(-1);
  const members = new Set(listed);
  for (let value = size - 1; value >= 0; value -= 1) {
    table[value] = members.has(value) ? value : (table[value + 1] ?? -1);
  }
  return table;
};
