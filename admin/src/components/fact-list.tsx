import type { ReactNode } from 'react';

import { Grid, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

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
        <Value>
          <Typography tag="span">{value}</Typography>
        </Value>
      </Grid.Item>
    ))}
  </Grid.Root>
);

/** An instant, which is one line elsewhere, may break here: half a phone is too narrow for it. */
const Value = styled.dd`
  max-width: 100%;
  overflow-wrap: anywhere;

  time {
    white-space: normal !important;
  }
`;
