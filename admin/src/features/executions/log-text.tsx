import { memo } from 'react';

import { styled } from 'styled-components';

import { parseAnsi, type AnsiColor, type AnsiSpan } from './ansi';
import { splitBySearch } from './search-hits';

/** A log line's text: styles become spans around text nodes, nothing in it is ever markup. */
export const LogText = memo(({ text, search }: { text: string; search: string }) => (
  <>
    {parseAnsi(text).map((span, index) => (
      <Piece key={index} $span={span}>
        {splitBySearch(span.text, search).map((part, place) =>
          part.isHit ? <mark key={place}>{part.text}</mark> : part.text
        )}
      </Piece>
    ))}
  </>
));
LogText.displayName = 'LogText';

/** Tokens that stay readable on the page's ground in the light and the dark theme. */
const COLORS = {
  black: 'neutral900',
  red: 'danger700',
  green: 'success700',
  yellow: 'warning700',
  blue: 'primary700',
  magenta: 'alternative700',
  cyan: 'secondary700',
  white: 'neutral700',
} as const satisfies Record<AnsiColor, string>;

const BACKGROUNDS = {
  black: 'neutral200',
  red: 'danger100',
  green: 'success100',
  yellow: 'warning100',
  blue: 'primary100',
  magenta: 'alternative100',
  cyan: 'secondary100',
  white: 'neutral150',
} as const satisfies Record<AnsiColor, string>;

const Piece = styled.span<{ $span: AnsiSpan }>`
  ${({ theme, $span }) =>
    $span.color === null ? '' : `color: ${theme.colors[COLORS[$span.color]]};`}
  ${({ theme, $span }) =>
    $span.background === null ? '' : `background: ${theme.colors[BACKGROUNDS[$span.background]]};`}
  ${({ $span }) => ($span.bold ? 'font-weight: bold;' : '')}
  ${({ $span }) => ($span.dim ? 'font-weight: 300;' : '')}
  ${({ $span }) => ($span.italic ? 'font-style: italic;' : '')}
  ${({ $span }) => ($span.underline ? 'text-decoration: underline;' : '')}

  mark {
    color: ${({ theme }) => theme.colors.neutral900};
    background: ${({ theme }) => theme.colors.warning200};
  }
`;
