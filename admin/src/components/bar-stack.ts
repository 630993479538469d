export type BarTone = 'good' | 'bad' | 'warn' | 'calm';

export interface Bar {
  key: string;
  /** Shown on hover. */
  label: string;
  /** From the ground up. */
  parts: { tone: BarTone; value: number }[];
}

export const CHART_HEIGHT = 140;
/** A run of a millisecond beside one of an hour still leaves a mark. */
const LEAST = 2;

export const total = ({ parts }: Bar): number => parts.reduce((sum, { value }) => sum + value, 0);

/** The parts of a bar with their places; each that holds something is at least visible. */
export const stacked = (bar: Bar, most: number): { tone: BarTone; y: number; height: number }[] => {
  let ground = CHART_HEIGHT;
  return bar.parts
    .filter(({ value }) => value > 0)
    .map(({ tone, value }) => {
      const height = Math.max(LEAST, (value / most) * (CHART_HEIGHT - LEAST * bar.parts.length));
      ground -= height;
      return { tone, y: ground, height };
    });
};
