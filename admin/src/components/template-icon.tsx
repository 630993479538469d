import { createElement } from 'react';

import * as icons from '@strapi/icons';

const ICONS = new Map<string, typeof icons.PuzzlePiece>(Object.entries(icons));

/** The icon that a template names, a puzzle piece where the name is unknown. */
export const TemplateIcon = ({ name }: { name: string }) =>
  createElement(ICONS.get(name) ?? icons.PuzzlePiece, {
    'aria-hidden': true,
    width: '1.6rem',
    height: '1.6rem',
  });
