/**
 * The server's local date and time (`2026-03-08T03:30:00`) in the reader's format. It is only
 * formatted: its zone was applied by the scheduler, and the browser's is kept out by using UTC.
 */
export const formatLocal = (local: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    ...(local.endsWith(':00') ? {} : { second: '2-digit' }),
    hourCycle: 'h23',
    timeZone: 'UTC',
  }).format(new Date(`${local}Z`));

/** A local date (`2026-03-08`) in the reader's format. */
export const formatLocalDay = (day: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`));

/** Names of the days of the week, Monday first. */
export const weekdayNames = (locale: string, width: 'short' | 'long'): string[] => {
  const format = new Intl.DateTimeFormat(locale, { weekday: width, timeZone: 'UTC' });
  const monday = Date.UTC(2024, 0, 1);
  return [0, 1, 2, 3, 4, 5, 6].map((day) => format.format(monday + day * 86_400_000));
};

/** Names of the months, January first. */
export const monthNames = (locale: string, width: 'short' | 'long'): string[] => {
  const format = new Intl.DateTimeFormat(locale, { month: width, timeZone: 'UTC' });
  return Array.from({ length: 12 }, (_, month) => format.format(Date.UTC(2024, month, 1)));
};

/** Today where the viewer is, `YYYY-MM-DD`: what date fields start with. */
export const todayHere = (): string => {
  const today = new Date();
  const two = (part: number) => String(part).padStart(2, '0');
  return `${today.getFullYear()}-${two(today.getMonth() + 1)}-${two(today.getDate())}`;
};
