import { VisuallyHidden } from '@strapi/design-system';
import { styled } from 'styled-components';

export type BarTone = 'good' | 'bad' | 'warn' | 'calm';

export interface Bar {
  key: string;
  /** Shown on hover. */
  label: string;
  /** From the ground up. */
  parts: { tone: BarTone; value: number }[];
}

const HEIGHT = 120;
const STEP = 14;
const WIDTH = 10;
/** A run of a millisecond beside one of an hour still leaves a mark. */
const LEAST = 2;

/** Stacked bars; the same numbers have to stand in a table beside it, as this is a picture only. */
export const BarChart = ({ bars, label }: { bars: Bar[]; label: string }) => {
  const most = Math.max(1, ...bars.map(total));
  const width = Math.max(bars.length, 12) * STEP;
  return (
    <>
      <VisuallyHidden>{label}</VisuallyHidden>
      <Picture viewBox={`0 0 ${width} ${HEIGHT}`} aria-hidden>
        <Ground x1="0" x2={width} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
        {bars.map((bar, index) => (
          <g key={bar.key} transform={`translate(${index * STEP + (STEP - WIDTH) / 2} 0)`}>
            <title>{bar.label}</title>
            <rect width={WIDTH} height={HEIGHT} fill="transparent" />
            {stacked(bar, most).map(({ tone, y, height }) => (
              <Part key={tone} $tone={tone} width={WIDTH} y={y} height={height} rx="1" />
            ))}
          </g>
        ))}
      </Picture>
    </>
  );
};

const total = ({ parts }: Bar): number => parts.reduce((sum, { value }) => sum + value, 0);

/** The parts of a bar with their places; each that holds something is at least visible. */
export const stacked = (bar: Bar, most: number): { tone: BarTone; y: number; height: number }[] => {
  let ground = HEIGHT;
  return bar.parts
    .filter(({ value }) => value > 0)
    .map(({ tone, value }) => {
      const height = Math.max(LEAST, (value / most) * (HEIGHT - LEAST * bar.parts.length));
      ground -= height;
      return { tone, y: ground, height };
    });
};

const COLORS = {
  good: 'success500',
  bad: 'danger500',
  warn: 'warning500',
  calm: 'neutral300',
} as const satisfies Record<BarTone, string>;

const Picture = styled.svg`
  display: block;
  width: 100%;
  height: auto;
  max-height: 20rem;
`;

const Ground = styled.line`
  stroke: ${({ theme }) => theme.colors.neutral200};
`;

const Part = styled.rect<{ $tone: BarTone }>`
  fill: ${({ theme, $tone }) => theme.colors[COLORS[$tone]]};
`;
