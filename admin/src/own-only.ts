import type { OwnerView } from '../../server/src/contract/job';
import { actionUid, IS_OWNER_CONDITION, type Right } from '../../server/src/contract/rights';

type Granted = { action: string; conditions?: string[] };

/** Every role that grants the right grants it for own jobs only. */
export const isOwnOnly = (granted: Granted[], right: Right): boolean => {
  const grants = granted.filter(({ action }) => action === actionUid(right));
  return (
    grants.length > 0 &&
    grants.every(({ conditions = [] }) => conditions.includes(IS_OWNER_CONDITION))
  );
};

/** The user made the job, or was given it. */
export const isOwnedBy = (owner: OwnerView | null, userId: unknown): boolean =>
  owner?.kind === 'user' && owner.id === String(userId);
