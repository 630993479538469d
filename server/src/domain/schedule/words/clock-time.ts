export interface ClockTime {
  hour: number;
  minute: number;
  second: number;
}

/** A date, or a local time, as the milliseconds that a clock in UTC would show it at. */
export type Local = number;

const two = (value: number): string => String(value).padStart(2, '0');

/** `09:00`, with seconds where there are some. */
export const clockTime = ({ hour, minute, second }: ClockTime): string =>
  `${two(hour)}:${two(minute)}${second === 0 ? '' : `:${two(second)}`}`;

/** The time of day of a local time. */
export const timeOfLocal = (local: Local): string => {
  const date = new Date(local);
  return clockTime({
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  });
};

/** `HH:mm:ss` with zero seconds reads `HH:mm`. */
export const shortTime = (time: string): string => time.replace(/^(\d\d:\d\d):00$/, '$1');
