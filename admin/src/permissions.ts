import { useMemo } from 'react';

import { useRBAC } from '@strapi/strapi/admin';

import { actionUid, RIGHTS, type Right } from '../../server/src/contract/rights';

/** One right in the shape that Strapi's menu, `Page.Protect` and `useRBAC` take. */
export const permissionFor = (right: Right) => ({ action: actionUid(right), subject: null });

const ALL_PERMISSIONS = RIGHTS.map(permissionFor);

/** Any one of these shows the menu entry. */
export const MENU_PERMISSIONS = (
  ['jobs-read', 'executions-read', 'templates-read', 'scheduler-read'] as const
).map(permissionFor);

export type Rights = Record<Right, boolean>;

/** What the signed-in user may do; all false while it is still being asked. */
export const useRights = (): { rights: Rights; isLoading: boolean } => {
  const { allowedActions, isLoading } = useRBAC(ALL_PERMISSIONS);
  const rights = useMemo(() => readRights(allowedActions), [allowedActions]);
  return { rights, isLoading };
};

/** `useRBAC` names a flag after the action's last segment: `jobs-read` becomes `canJobsRead`. */
export const rbacFlag = (right: Right): string =>
  `can${right
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}`;

const readRights = (allowed: Record<string, boolean>): Rights =>
  Object.fromEntries(RIGHTS.map((right) => [right, allowed[rbacFlag(right)] === true])) as Rights;
