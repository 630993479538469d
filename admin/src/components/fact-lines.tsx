import { Flex, Typography } from '@strapi/design-system';

import type { Fact } from './fact-list';

/** Labels and values, one a line: for narrow places. */
export const FactLines = ({ facts }: { facts: Fact[] }) => (
  <Flex tag="dl" direction="column" alignItems="stretch" gap={2}>
    {facts.map(({ label, value }) => (
      <Flex key={label} gap={4} justifyContent="space-between" alignItems="flex-start">
        <Typography tag="dt" variant="pi" textColor="neutral600" style={{ wordBreak: 'keep-all' }}>
          {label}
        </Typography>
        <Typography
          tag="dd"
          variant="pi"
          textAlign="right"
          style={{ overflowWrap: 'anywhere', minWidth: 0 }}
        >
          {value}
        </Typography>
      </Flex>
    ))}
  </Flex>
);
