import type { ReactNode } from 'react';

import { Page } from '@strapi/strapi/admin';

import type { Right } from '../../../server/src/contract/rights';
import { useRights } from '../permissions';

/** A page for those who may see it: others are told so. */
export const NeedsRight = ({ right, children }: { right: Right; children: ReactNode }) => {
  const { rights, isLoading } = useRights();
  if (isLoading) return <Page.Loading />;
  if (!rights[right]) return <Page.NoPermissions />;
  return <>{children}</>;
};
