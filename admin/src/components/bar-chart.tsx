import { Flex, Typography, VisuallyHidden } from '@strapi/design-system';
import { styled } from 'styled-components';

import { CHART_HEIGHT, stacked, total, type Bar, type BarTone } from './bar-stack';

const WIDTH = 720;
/** Few bars stay slim. */
const MOST_STEP = 40;

type Props = {
  bars: Bar[];
  /** The picture in words. */
  label: string;
  /** What the colours mean, where there are several. */
  legend?: { tone: BarTone; label: string }[];
  /** What stands under the first and the last bar. */
  ends: [string, string];
};

/** Stacked bars; the same numbers have to stand in a table beside it, as this is a picture only. */
export const BarChart = ({ bars, label, legend = [], ends }: Props) => {
  const most = Math.max(1, ...bars.map(total));
  const step = Math.min(MOST_STEP, WIDTH / Math.max(1, bars.length));
  const width = step * 0.7;
  const start = WIDTH - step * bars.length;
  return (
    <>
      <VisuallyHidden>{label}</VisuallyHidden>
      {legend.length > 0 && (
        <Flex gap={4} wrap="wrap" paddingBottom={3}>
          {legend.map((entry) => (
            <Flex key={entry.tone} tag="span" gap={2}>
              <Swatch $tone={entry.tone} aria-hidden />
              <Typography textColor="neutral600">{entry.label}</Typography>
            </Flex>
          ))}
        </Flex>
      )}
      <Picture viewBox={`0 0 ${WIDTH} ${CHART_HEIGHT}`} aria-hidden>
        <Ground x1="0" x2={WIDTH} y1={CHART_HEIGHT - 0.5} y2={CHART_HEIGHT - 0.5} />
        {bars.map((bar, index) => (
          <g key={bar.key} transform={`translate(${start + index * step + step * 0.15} 0)`}>
            <title>{bar.label}</title>
            <rect width={width} height={CHART_HEIGHT} fill="transparent" />
            {stacked(bar, most).map(({ tone, y, height }) => (
              <Part key={tone} $tone={tone} width={width} y={y} height={height} rx="1" />
            ))}
          </g>
        ))}
      </Picture>
      <Flex justifyContent="space-between" paddingTop={1} aria-hidden>
        {ends.map((end, index) => (
          <Typography key={index} variant="pi" textColor="neutral600">
            {end}
          </Typography>
        ))}
      </Flex>
    </>
  );
};

const COLORS = {
  good: 'success500',
  bad: 'danger500',
  warn: 'warning500',
  calm: 'neutral400',
} as const satisfies Record<BarTone, string>;

const Swatch = styled.span<{ $tone: BarTone }>`
  width: 1.2rem;
  height: 1.2rem;
  border-radius: 2px;
  background: ${({ theme, $tone }) => theme.colors[COLORS[$tone]]};
`;

const Picture = styled.svg`
  display: block;
  width: 100%;
  height: auto;
`;

const Ground = styled.line`
  stroke: ${({ theme }) => theme.colors.neutral200};
`;

const Part = styled.rect<{ $tone: BarTone }>`
  fill: ${({ theme, $tone }) => theme.colors[COLORS[$tone]]};
`;
