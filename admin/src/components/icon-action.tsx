import type { ReactNode } from 'react';

import { IconButton } from '@strapi/design-system';

type Props = {
  label: string;
  /** Why it cannot be done now; shown in place of the label and keeps the button from acting. */
  blocked?: string | null;
  onClick: () => unknown;
  children: ReactNode;
};

/** An icon button that says why when it is disabled; it stays reachable by keyboard. */
export const IconAction = ({ label, blocked = null, onClick, children }: Props) => (
  <IconButton
    variant="ghost"
    label={blocked === null ? label : `${label}: ${blocked}`}
    disabled={blocked !== null}
    onClick={() => onClick()}
  >
    {children}
  </IconButton>
);
