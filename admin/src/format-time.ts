const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

/** `in 3 hours`, `2 minutes ago`; the largest unit that fits, cut off, never rounded up. */
export const formatRelative = (instant: number, now: number, locale: string): string => {
  const distance = instant - now;
  const [unit, size] = UNITS.find(([, ms]) => Math.abs(distance) >= ms) ?? ['second', 1_000];
  return relativeFormat(locale).format(Math.trunc(distance / size) || 0, unit);
};

/** A format costs far more to make than to use, and lists ask for many each second. */
const relativeFormat = (locale: string): Intl.RelativeTimeFormat => {
  const made = RELATIVE_FORMATS.get(locale);
  if (made !== undefined) return made;
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  RELATIVE_FORMATS.set(locale, format);
  return format;
};

const RELATIVE_FORMATS = new Map<string, Intl.RelativeTimeFormat>();

const DURATION_UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** `4m 12s`, `350ms`, `1.4s`: the two largest units; milliseconds in, in the locale's short form. */
export const formatDuration = (ms: number, locale: string): string => {
  const total = Math.max(0, Math.round(ms));
  if (total < 1_000) return formatUnit(total, 'millisecond', locale);
  if (total < 10_000) return formatUnit(Math.floor(total / 100) / 10, 'second', locale);
  const start = DURATION_UNITS.findIndex(([, size]) => total >= size);
  let rest = total;
  const parts = DURATION_UNITS.slice(start, start + 2).map(([unit, size]) => {
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    return [amount, unit] as const;
  });
  return parts
    .filter(([amount], index) => index === 0 || amount > 0)
    .map(([amount, unit]) => formatUnit(amount, unit, locale))
    .join(' ');
};

const formatUnit = (amount: number, unit: string, locale: string): string =>
  new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'narrow',
    maximumFractionDigits: 1,
  }).format(amount);

/** `24 Dec 2026, 18:00:00` in the given zone; the viewer's own where left out. */
export const formatMoment = (iso: string, locale: string, timeZone?: string): string =>
  new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(new Date(iso));

/** `18:00:00.123`, for log lines. */
export const formatClock = (iso: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
  }).format(new Date(iso));

/** The zone that the browser is in. */
export const viewerZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
