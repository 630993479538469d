import { randomUUID } from 'node:crypto';

import type { Core } from '@strapi/strapi';

import { actionUid } from '../contract/rights';
import type { Right } from '../contract/rights';
import { Forbidden } from '../services/errors';
import type { Caller, Language, Scope } from '../services/ports';
import { holdsRight } from './holds';
import { permissionService } from './permission-service';
import type { Ability } from './permission-service';

const JOB_UID = 'plugin::job-scheduler.job';

/** The parts of Koa's context that say who asks; a policy gets no more than these. */
export interface Asking {
  state: {
    auth?: { strategy: { name: string }; credentials: { id: number; name?: string | null } };
    user?: {
      id: number;
      firstname?: string | null;
      lastname?: string | null;
      username?: string | null;
    };
    userAbility?: Ability;
    route?: { path: string; info?: { type?: string } };
  };
  request: { ip: string; header: Record<string, string | string[] | undefined> };
}

/** Who asks, as Strapi authenticated it. Throws Forbidden for whom this plugin knows no rights. */
export const callerOf = (strapi: Core.Strapi, asking: Asking): Caller => {
  const { auth, user, userAbility } = asking.state;
  if (auth?.strategy.name === 'content-api-token') return contentApiToken(asking, auth.credentials);
  if (auth === undefined || user === undefined || userAbility === undefined) throw new Forbidden();
  const rights = {
    userId: user.id,
    scopeOf: (right: Right) => scopeOf(strapi, userAbility, right),
    holds: (right: Parameters<typeof holdsRight>[2]) => holdsRight(strapi, userAbility, right),
  };
  return auth.strategy.name === 'admin-token'
    ? { ...tokenIdentity(auth.credentials), ...rights, ...circumstances(asking) }
    : { ...userIdentity(user), ...rights, ...circumstances(asking) };
};

/** What the routes of the content API need; Strapi checked the token's scope for the route. */
const CONTENT_API_RIGHTS: readonly Right[] = [
  'jobs-read',
  'jobs-update',
  'jobs-run',
  'executions-read',
  'executions-cancel',
];

const contentApiToken = (
  asking: Asking,
  credentials: { id: number; name?: string | null }
): Caller => ({
  ...tokenIdentity(credentials),
  ...circumstances(asking),
  userId: null,
  scopeOf: (right) => ({ jobs: CONTENT_API_RIGHTS.includes(right) ? 'all' : 'none' }),
  holds: null,
});

const tokenIdentity = ({ id, name }: { id: number; name?: string | null }) =>
  ({ kind: 'token', id: String(id), name: name ?? null, trigger: 'api' }) as const;

const userIdentity = (user: NonNullable<Asking['state']['user']>) =>
  ({
    kind: 'user',
    id: String(user.id),
    name: [user.firstname, user.lastname].filter(Boolean).join(' ') || (user.username ?? null),
    trigger: 'manual',
  }) as const;

const circumstances = ({ request }: Asking) => ({
  language: languageOf(request.header['accept-language']),
  ip: request.ip === '' ? null : request.ip,
  requestId: requestIdOf(request.header['x-request-id']),
});

/** The language that comes first among those the server speaks. */
const languageOf = (header: string | string[] | undefined): Language => {
  const wanted = String(header ?? '')
    .split(',')
    .map((one) => one.trim().toLowerCase());
  const first = wanted.find((one) => /^(en|zh)\b/.test(one));
  return first?.startsWith('zh') ? 'zh' : 'en';
};

/** The proxy's id for the request where it is a plain word, else one of our own. */
const requestIdOf = (header: string | string[] | undefined): string =>
  typeof header === 'string' && /^[\w.:-]{1,100}$/.test(header) ? header : randomUUID();

/** Strapi's query for a right answers null both for "nothing" and where it was never asked: ask first. */
const scopeOf = (strapi: Core.Strapi, ability: Ability, right: Right): Scope => {
  const action = actionUid(right);
  const service = permissionService(strapi);
  const manager = service.createPermissionsManager({ ability, action, model: JOB_UID });
  const where = manager.isAllowed ? manager.getQuery() : null;
  if (where === null || where === undefined) return { jobs: 'none' };
  return Object.keys(where).length === 0 ? { jobs: 'all' } : { jobs: 'where', where };
};
