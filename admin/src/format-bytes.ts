const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** `512 byte`, `1.5 kB`, `12 MB`: thousands, as file managers count; in the locale's short form. */
export const formatBytes = (bytes: number, locale: string): string => {
  let amount = bytes;
  let unit = 0;
  // Rounded it would be a thousand of the smaller unit.
  while (amount >= 999.5 && unit < UNITS.length - 1) {
    amount /= 1_000;
    unit += 1;
  }
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: UNITS[unit] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: amount < 10 && unit > 0 ? 1 : 0,
  }).format(amount);
};
