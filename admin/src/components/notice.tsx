import type { ReactNode } from 'react';

import { Box, Flex, Typography } from '@strapi/design-system';
import { Information, WarningCircle } from '@strapi/icons';

type NoticeTone = 'info' | 'warn' | 'bad';

type Props = {
  tone: NoticeTone;
  title: string;
  /** What can be done about it. */
  action?: ReactNode;
  children: ReactNode;
};

const LOOKS = {
  info: { ground: 'secondary100', edge: 'secondary200', icon: Information, fill: 'secondary600' },
  warn: { ground: 'warning100', edge: 'warning200', icon: WarningCircle, fill: 'warning600' },
  bad: { ground: 'danger100', edge: 'danger200', icon: WarningCircle, fill: 'danger600' },
} as const;

/** What one should know before reading on; it stays for as long as it is so, so it cannot be closed. */
export const Notice = ({ tone, title, action, children }: Props) => {
  const { ground, edge, icon: Icon, fill } = LOOKS[tone];
  return (
    <Box
      tag="section"
      aria-label={title}
      padding={4}
      hasRadius
      background={ground}
      borderColor={edge}
    >
      <Flex gap={3} alignItems="flex-start" justifyContent="space-between" wrap="wrap">
        <Flex gap={3} alignItems="flex-start" flex="1 1 30rem" minWidth={0}>
          <Box flex="none" paddingTop="2px">
            <Icon aria-hidden fill={fill} width="1.6rem" height="1.6rem" />
          </Box>
          <Flex direction="column" alignItems="stretch" gap={1} minWidth={0}>
            <Typography fontWeight="bold" tag="h2">
              {title}
            </Typography>
            {children}
          </Flex>
        </Flex>
        {action}
      </Flex>
    </Box>
  );
};
