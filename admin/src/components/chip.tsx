import type { ReactNode } from 'react';

import { styled } from 'styled-components';

export type Tone = 'good' | 'bad' | 'warn' | 'info' | 'active' | 'calm';

type Props = { tone?: Tone; children: ReactNode };

/** A short word in a coloured box, as written: the design system's badge makes capitals, and of two colours too pale ones. */
export const Chip = ({ tone = 'calm', children }: Props) => <Box $tone={tone}>{children}</Box>;

/** Readable (4.5:1) in the light and the dark theme; amber on amber would not be. */
const COLORS = {
  good: { text: 'success700', ground: 'success100', edge: 'success200' },
  bad: { text: 'danger700', ground: 'danger100', edge: 'danger200' },
  warn: { text: 'neutral800', ground: 'warning100', edge: 'warning200' },
  info: { text: 'secondary700', ground: 'secondary100', edge: 'secondary200' },
  active: { text: 'primary700', ground: 'primary100', edge: 'primary200' },
  calm: { text: 'neutral700', ground: 'neutral100', edge: 'neutral200' },
} as const satisfies Record<Tone, { text: string; ground: string; edge: string }>;

/** Colours of icons: seen as shapes, they need less contrast than words. */
const ICON_COLORS = {
  good: 'success600',
  bad: 'danger600',
  warn: 'warning600',
  info: 'secondary600',
  active: 'primary600',
  calm: 'neutral600',
} as const satisfies Record<Tone, string>;

const Box = styled.span<{ $tone: Tone }>`
  display: inline-flex;
  align-items: center;
  gap: ${({ theme }) => theme.spaces[1]};
  max-width: 100%;
  padding: 1px ${({ theme }) => theme.spaces[2]};
  border: 1px solid ${({ theme, $tone }) => theme.colors[COLORS[$tone].edge]};
  border-radius: ${({ theme }) => theme.borderRadius};
  color: ${({ theme, $tone }) => theme.colors[COLORS[$tone].text]};
  background: ${({ theme, $tone }) => theme.colors[COLORS[$tone].ground]};
  font-size: ${({ theme }) => theme.fontSizes[1]};
  line-height: 1.6;
  overflow-wrap: break-word;

  svg {
    flex: none;
  }

  /* A link around it would paint the icon in its own colour. */
  && svg path {
    fill: ${({ theme, $tone }) => theme.colors[ICON_COLORS[$tone]]};
  }
`;
