import type { Core } from '@strapi/strapi';

import { PLUGIN_ID } from '../contract/rights';
import type { Roles } from '../services/ports';
import { permissionService } from './permission-service';

const SUPER_ADMIN = 'strapi-super-admin';

interface Role {
  id: number;
  code: string;
  name: string;
}

/** Strapi's roles: named by their id or code. The super admin's rights cannot be changed. */
export const createRoles = (strapi: Core.Strapi): Roles => ({
  nameOf: async (role) => (await findRole(strapi, role))?.name,
  replaceRights: async (role, rights) => {
    const found = await findRole(strapi, role);
    if (found === undefined) throw new Error(`The role ${role} is gone`);
    const service = permissionService(strapi);
    const present: { id: number }[] = await strapi.db.query('admin::permission').findMany({
      select: ['id'],
      where: { role: found.id, action: { $startsWith: `plugin::${PLUGIN_ID}.` } },
    });
    await service.deleteByIds(present.map(({ id }) => id));
    await service.createMany(rights.map((right) => ({ ...right, ...NO_MORE, role: found.id })));
    await clampTokens(strapi, found.id);
  },
});

const NO_MORE = { subject: null, properties: {}, actionParameters: {} };

const findRole = async (strapi: Core.Strapi, role: string): Promise<Role | undefined> => {
  const where = /^\d{1,15}$/.test(role) ? { id: Number(role) } : { code: role };
  const found: Role | null = await strapi.db.query('admin::role').findOne({ where });
  return found === null || found.code === SUPER_ADMIN ? undefined : found;
};

/** Admin tokens may not do more than the people behind them. */
const clampTokens = async (strapi: Core.Strapi, roleId: number): Promise<void> => {
  const tokens = strapi.service('admin::api-token-admin') as unknown as {
    syncPermissionsForRole(roleId: number): Promise<void>;
  };
  await tokens.syncPermissionsForRole(roleId);
};
