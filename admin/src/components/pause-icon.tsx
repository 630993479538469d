import type { SVGProps } from 'react';

/** Two bars: the one icon of a player that the design system lacks. */
export const PauseIcon = (props: SVGProps<SVGSVGElement>) => (
  <svg viewBox="0 0 32 32" width="1.6rem" height="1.6rem" fill="currentColor" {...props}>
    <path d="M8 5h5a1 1 0 0 1 1 1v20a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1Zm11 0h5a1 1 0 0 1 1 1v20a1 1 0 0 1-1 1h-5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1Z" />
  </svg>
);
