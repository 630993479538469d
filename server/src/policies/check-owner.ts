import type { Core } from '@strapi/strapi';

import type { RequiredRight } from '../contract/template';
import { hooksOf, rightsOfHooks } from '../domain/hooks';
import type { CheckOwner, Owner } from '../engine/ports';
import { holdsRight } from './holds';
import { permissionService } from './permission-service';
import type { Ability } from './permission-service';

/** What this check asks of the template registry. */
interface Templates {
  find(uid: string): { requires(parameters: Record<string, unknown>): RequiredRight[] } | undefined;
}

/**
 * Whether a job's owner may still do what its template and hooks do: there, active, and with today's rights. A token's owner
 * is the person behind it, within the token's own rights.
 */
export const createCheckOwner = (
  strapi: Core.Strapi,
  templates: Templates,
  now: () => number
): CheckOwner => {
  const ask = oncePerClaim((owner) => findOwner(strapi, owner, now()));
  return async ({ plan, ref }, parameters) => {
    const needed = [
      ...(templates.find(plan.template)?.requires(parameters) ?? []),
      ...rightsOfHooks(hooksOf(plan)),
    ];
    if (plan.owner === null) return needed.length === 0 ? null : 'owner-right-missing';
    const owner = await ask(ref.token, plan.owner);
    if (owner === null) return 'owner-disabled';
    if (needed.length === 0) return null;
    const ability = await owner.ability();
    return needed.every((right) => holdsRight(strapi, ability, right))
      ? null
      : 'owner-right-missing';
  };
};

/** Executions that one claim took are about to start together: their owners are looked up once. */
const oncePerClaim = (find: (owner: Owner) => Promise<ActiveOwner | null>) => {
  let newest: string | null = null;
  const found = new Map<string, Promise<ActiveOwner | null>>();
  return (claimToken: string, owner: Owner): Promise<ActiveOwner | null> => {
    if (claimToken !== newest) found.clear();
    newest = claimToken;
    const key = `${owner.kind}:${owner.id}`;
    const known = found.get(key) ?? find(owner);
    found.set(key, known);
    // With the database away it is asked again, not remembered.
    known.catch(() => found.delete(key));
    return known;
  };
};

/** An owner that exists and is active; its rights are read when they are asked for. */
interface ActiveOwner {
  ability(): Promise<Ability>;
}

const findOwner = (strapi: Core.Strapi, owner: Owner, now: number): Promise<ActiveOwner | null> =>
  owner.kind === 'user' ? findUser(strapi, owner.id) : findToken(strapi, owner.id, now);

interface User {
  id: number;
  isActive: boolean;
  /** Null for users made before the column was. */
  blocked: boolean | null;
}

const findUser = async (strapi: Core.Strapi, id: string): Promise<ActiveOwner | null> => {
  const userId = Number(id);
  if ((await readUser(strapi, userId, [])) === null) return null;
  // Conditions look at the user's roles; whether somebody is active is asked far more often.
  const ability = async (): Promise<Ability> => {
    const user = await readUser(strapi, userId, ['roles']);
    return permissionService(strapi).engine.generateUserAbility(user ?? { id: 0, roles: [] });
  };
  return { ability };
};

const readUser = async (
  strapi: Core.Strapi,
  id: number,
  populate: 'roles'[]
): Promise<User | null> => {
  const query = { where: { id }, populate };
  const user: User | null = await strapi.db.query('admin::user').findOne(query);
  return user?.isActive === true && !user.blocked ? user : null;
};

interface Token {
  kind: string | null;
  expiresAt: string | null;
  adminPermissions: object[] | null;
  adminUserOwner: { id: number } | null;
}

const findToken = async (
  strapi: Core.Strapi,
  id: string,
  now: number
): Promise<ActiveOwner | null> => {
  const token: Token | null = await strapi.db.query('admin::api-token').findOne({
    where: { id: Number(id) },
    populate: ['adminPermissions', 'adminUserOwner'],
  });
  if (token === null || isExpired(token, now)) return null;
  const person =
    token.adminUserOwner && (await readUser(strapi, token.adminUserOwner.id, ['roles']));
  if (!person) return null;
  const { engine } = permissionService(strapi);
  return { ability: () => engine.generateTokenAbility(token.adminPermissions ?? [], person) };
};

// Strapi compares the same way when the token itself knocks.
const isExpired = ({ expiresAt }: Token, now: number): boolean =>
  expiresAt !== null && new Date(expiresAt).getTime() < now;
