import type { ReactNode } from 'react';

import { EmptyStateLayout } from '@strapi/design-system';
import { EmptyDocuments } from '@strapi/icons/symbols';

/** Nothing to show, and what to do about it. */
export const EmptyState = ({ message, action }: { message: string; action?: ReactNode }) => (
  <EmptyStateLayout
    icon={<EmptyDocuments width="16rem" aria-hidden />}
    content={message}
    action={action}
    hasRadius
    shadow="tableShadow"
  />
);
