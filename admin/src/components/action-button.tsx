import type { ReactNode } from 'react';

import { Button, Tooltip, type ButtonProps } from '@strapi/design-system';

type Props = Pick<ButtonProps, 'variant' | 'size' | 'startIcon' | 'loading'> & {
  /** Why it cannot be done now; the button stays focusable so that the reason can be read. */
  blocked?: string | null;
  onClick: () => unknown;
  children: ReactNode;
};

/** A button that says why when it is disabled. */
export const ActionButton = ({ blocked = null, onClick, children, ...style }: Props) => {
  if (blocked === null) {
    return (
      <Button {...style} onClick={() => onClick()}>
        {children}
      </Button>
    );
  }
  return (
    <Tooltip label={blocked}>
      <Button {...style} aria-disabled>
        {children}
      </Button>
    </Tooltip>
  );
};
