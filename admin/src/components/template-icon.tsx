import { createElement } from 'react';

import * as icons from '@strapi/icons';

const isIconName = (name: string): name is keyof typeof icons => name in icons;

/** The icon that a template names, a puzzle piece where the name is unknown. */
export const TemplateIcon = ({ name }: { name: string }) =>
  createElement(isIconName(name) ? icons[name] : icons.PuzzlePiece, {
    'aria-hidden': true,
    width: '1.6rem',
    height: '1.6rem',
  });
