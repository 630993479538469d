import { useAuth } from '@strapi/strapi/admin';

import type { OwnerView } from '../../../../server/src/contract/job';

/** Whether the job is the signed-in user's. */
export const useIsOwner = (owner: OwnerView | null): boolean => {
  const id = useAuth('useIsOwner', ({ user }) => user?.id);
  return owner?.kind === 'user' && owner.id === String(id);
};
