/** The value below which the given share of the measured ones lies, to a thousandth. */
export const quantile = (values: number[], share: number): number =>
  thousandth(values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN);

export const median = (values: number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low, high] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return thousandth(((low ?? Number.NaN) + (high ?? Number.NaN)) / 2);
};

const thousandth = (value: number): number => Number(value.toFixed(3));
