import type { ReactNode } from 'react';

import { Box, Flex, Typography } from '@strapi/design-system';

type Props = { title: string; action?: ReactNode; children: ReactNode };

/** A titled box on a page. */
export const Panel = ({ title, action, children }: Props) => (
  <Box
    tag="section"
    aria-label={title}
    background="neutral0"
    hasRadius
    shadow="tableShadow"
    borderColor="neutral150"
    padding={{ initial: 4, medium: 5 }}
    width="100%"
    minWidth={0}
  >
    <Flex justifyContent="space-between" gap={3} paddingBottom={4} wrap="wrap">
      <Typography variant="delta" tag="h2">
        {title}
      </Typography>
      {action}
    </Flex>
    {children}
  </Box>
);
