import { createContext, useCallback, useContext, useMemo, type ReactNode } from 'react';

import { useAuth, useRBAC } from '@strapi/strapi/admin';

import type { OwnerView } from '../../server/src/contract/job';
import { actionUid, RIGHTS, type Right } from '../../server/src/contract/rights';
import { isOwnedBy, isOwnOnly } from './own-only';
import { useTranslate } from './translate';

/** One right in the shape that Strapi's menu, `Page.Protect` and `useRBAC` take. */
export const permissionFor = (right: Right) => ({ action: actionUid(right), subject: null });

const ALL_PERMISSIONS = RIGHTS.map(permissionFor);

/** Any one of these shows the menu entry. */
export const MENU_PERMISSIONS = (
  [
    'jobs-read',
    'executions-read',
    'templates-read',
    'calendars-read',
    'scripts-read',
    'secrets-manage',
    'scheduler-read',
  ] as const
).map(permissionFor);

export type Rights = Record<Right, boolean>;

interface RightsState {
  rights: Rights;
  isLoading: boolean;
}

const RightsContext = createContext<RightsState | null>(null);

/** Asks once for the whole plugin: each `useRBAC` of its own would ask the server again. */
export const RightsProvider = ({ children }: { children: ReactNode }) => {
  const { allowedActions, isLoading } = useRBAC(ALL_PERMISSIONS);
  const state = useMemo(
    () => ({ rights: readRights(allowedActions), isLoading }),
    [allowedActions, isLoading]
  );
  return <RightsContext.Provider value={state}>{children}</RightsContext.Provider>;
};

/** What the signed-in user may do; all false while it is still being asked. */
export const useRights = (): RightsState => {
  const state = useContext(RightsContext);
  if (state === null) throw new Error('useRights works inside RightsProvider only');
  return state;
};

/** `useRBAC` names a flag after the action's last segment: `jobs-read` becomes `canJobsRead`. */
export const rbacFlag = (right: Right): string =>
  `can${right
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}`;

const readRights = (allowed: Record<string, boolean>): Rights =>
  Object.fromEntries(RIGHTS.map((right) => [right, allowed[rbacFlag(right)] === true])) as Rights;

export type Blocked = (right: Right, owner?: OwnerView | null) => string | null;

/** Why the user may not do something, to a job of this owner where one is named; null: they may. */
export const useBlocked = (): Blocked => {
  const t = useTranslate();
  const { rights } = useRights();
  const granted = useAuth('useBlocked', (state) => state.permissions);
  const userId = useAuth('useBlocked', (state) => state.user?.id);
  return useCallback(
    (right, owner) => {
      if (!rights[right]) return t('common.no-right');
      if (owner === undefined || !isOwnOnly(granted, right)) return null;
      return isOwnedBy(owner, userId) ? null : t('common.own-only');
    },
    [t, rights, granted, userId]
  );
};
