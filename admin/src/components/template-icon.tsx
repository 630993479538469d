import { createElement } from 'react';

import * as icons from '@strapi/icons';
import { styled } from 'styled-components';

const ICONS = new Map<string, typeof icons.PuzzlePiece>(Object.entries(icons));

/** The icon that a template names, a puzzle piece where the name is unknown. */
export const TemplateIcon = ({ name }: { name: string }) => (
  <Tile>
    {createElement(ICONS.get(name) ?? icons.PuzzlePiece, {
      'aria-hidden': true,
      width: '1.6rem',
      height: '1.6rem',
      fill: 'primary600',
    })}
  </Tile>
);

const Tile = styled.span`
  display: inline-flex;
  flex: none;
  align-items: center;
  justify-content: center;
  width: 3.2rem;
  height: 3.2rem;
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.primary100};
`;
