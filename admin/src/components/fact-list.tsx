import type { ReactNode } from 'react';

import { Box, Grid, Typography } from '@strapi/design-system';

export interface Fact {
  label: string;
  value: ReactNode;
}

/** Labels and values, as many beside each other as fit. */
export const FactList = ({ facts }: { facts: Fact[] }) => (
  <Grid.Root tag="dl" gap={4}>
    {facts.map(({ label, value }) => (
      <Grid.Item key={label} col={4} s={6} xs={6} direction="column" alignItems="flex-start">
        <Typography tag="dt" variant="pi" textColor="neutral600">
          {label}
        </Typography>
        <Box tag="dd" maxWidth="100%" style={{ overflowWrap: 'anywhere' }}>
          <Typography tag="span">{value}</Typography>
        </Box>
      </Grid.Item>
    ))}
  </Grid.Root>
);
