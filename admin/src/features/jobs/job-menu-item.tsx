import type { ReactNode } from 'react';

import { Flex, Menu, Typography } from '@strapi/design-system';

type Props = {
  icon: ReactNode;
  label: string;
  /** Why it cannot be done; shown below the label. */
  blocked: string | null;
  onSelect: () => unknown;
  danger?: true;
};

/** A menu entry that says why when it is disabled. */
export const JobMenuItem = ({ icon, label, blocked, onSelect, danger }: Props) => (
  <Menu.Item
    startIcon={icon}
    disabled={blocked !== null}
    onSelect={() => onSelect()}
    variant={danger === true ? 'danger' : 'default'}
  >
    <Flex direction="column" alignItems="flex-start">
      {label}
      {blocked !== null && (
        <Typography variant="pi" textColor="neutral600">
          {blocked}
        </Typography>
      )}
    </Flex>
  </Menu.Item>
);
