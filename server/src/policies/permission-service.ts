import type { Core } from '@strapi/strapi';

/** CASL's ability, as Strapi makes it for a user or a token. */
export interface Ability {
  can(action: string, subject?: string, field?: string): boolean;
}

interface PermissionsManager {
  isAllowed: boolean;
  /** Null where nothing is allowed, empty where everything is. */
  getQuery(): Record<string, unknown> | null;
}

interface Action {
  options?: { applyToProperties?: string[] | null };
}

/** The parts of `admin::permission` that we use; Strapi does not type its services. */
export interface PermissionService {
  actionProvider: {
    registerMany(actions: object[]): Promise<void>;
    get(id: string): Action | undefined;
  };
  conditionProvider: { registerMany(conditions: object[]): Promise<void> };
  engine: {
    generateUserAbility(user: object): Promise<Ability>;
    generateTokenAbility(permissions: object[], owner: object): Promise<Ability>;
  };
  createPermissionsManager(request: {
    ability: Ability;
    action: string;
    model?: string;
  }): PermissionsManager;
  createMany(permissions: object[]): Promise<unknown>;
  deleteByIds(ids: number[]): Promise<void>;
}

export const permissionService = (strapi: Core.Strapi): PermissionService =>
  strapi.service('admin::permission') as unknown as PermissionService;
