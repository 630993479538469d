import { memo } from 'react';

import { styled } from 'styled-components';

import { visiblePieces } from './visible-characters';

/** Text as text nodes, in which nothing is hidden: what would not show has its name in its place. */
export const VisibleText = memo(({ text }: { text: string }) => (
  <bdi>
    {visiblePieces(text).map(({ text: piece, hidden }, index) =>
      hidden === null ? piece : <Mark key={index}>{hidden}</Mark>
    )}
  </bdi>
));
VisibleText.displayName = 'VisibleText';

const Mark = styled.mark`
  margin: 0 1px;
  padding: 0 2px;
  border-radius: 2px;
  color: ${({ theme }) => theme.colors.danger700};
  background: ${({ theme }) => theme.colors.danger100};
  font-size: 0.85em;
`;
