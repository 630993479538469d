import type { Core } from '@strapi/strapi';

import type { Reason } from '../contract/execution';
import type { RequiredRight } from '../contract/template';
import { hooksOf, rightsOfHooks } from '../domain/hooks';
import type { Soon } from '../domain/soon';
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
  return ({ plan, ref }, parameters) => {
    const needed = [
      ...(templates.find(plan.template)?.requires(parameters) ?? []),
      ...rightsOfHooks(hooksOf(plan)),
    ];
    if (plan.owner === null) return needed.length === 0 ? null : 'owner-right-missing';
    const judge = (owner: ActiveOwner | null): Soon<Reason | null> => {
      if (owner === null) return 'owner-disabled';
      return needed.length === 0 ? null : judgeRights(strapi, owner, needed);
    };
    const owner = ask(ref.token, plan.owner);
    return owner instanceof Promise ? owner.then(judge) : judge(owner);
  };
};

const judgeRights = async (
  strapi: Core.Strapi,
  owner: ActiveOwner,
  needed: RequiredRight[]
): Promise<Reason | null> => {
  const ability = await owner.ability();
  return needed.every((right) => holdsRight(strapi, ability, right)) ? null : 'owner-right-missing';
};

/** Executions that one claim took are about to start together: their owners are looked up once. */
const oncePerClaim = (find: (owner: Owner) => Promise<ActiveOwner | null>) => {
  let newest: string | null = null;
  let found = new Map<string, Soon<ActiveOwner | null>>();
  return (claimToken: string, owner: Owner): Soon<ActiveOwner | null> => {
    if (claimToken !== newest) found = new Map();
    newest = claimToken;
    const key = `${owner.kind}:${owner.id}`;
    const known = found.get(key);
    if (known !== undefined) return known;
    const ofClaim = found;
    const asked = find(owner);
    ofClaim.set(key, asked);
    asked.then(
      (answer) => ofClaim.set(key, answer),
      // With the database away it is asked again, not remembered.
      () => ofClaim.delete(key)
    );
    return asked;
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
