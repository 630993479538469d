/** The values below which half, 99 % and all of the measured ones lie, to a thousandth. */
export const quantiles = (values: number[]): { p50: number; p99: number; max: number } => {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    Number((sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN).toFixed(3));
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
};
