import type { ReactNode } from 'react';

import { Box, Tooltip } from '@strapi/design-system';

type Props = { blocked: string | null; children: ReactNode };

/** Says by hover and by keyboard why the control inside is disabled. */
export const DisabledHint = ({ blocked, children }: Props) =>
  blocked === null ? (
    <>{children}</>
  ) : (
    <Tooltip label={blocked}>
      <Box tag="span" display="inline-flex" tabIndex={0}>
        {children}
      </Box>
    </Tooltip>
  );
