import request from 'supertest';
import type { Response } from 'supertest';

import { RIGHT_SETS } from '../../server/src/contract/rights';
import type { RightSet } from '../../server/src/contract/rights';
import { startSite } from './start-site';
import type { Site } from './start-site';

/** Everybody that a route may meet. `owner` and `otherOwner` are editors, each with a job of their own. */
export const ACTORS = [
  'anonymous',
  'nobody',
  'viewer',
  'editor',
  'owner',
  'otherOwner',
  'superAdmin',
  'readOnlyToken',
  'fullToken',
  'adminToken',
] as const;
export type Actor = (typeof ACTORS)[number];

/** The parts of Strapi's own services that the tests use; Strapi does not type them. */
interface StrapiService {
  getSuperAdmin(): Promise<{ id: number }>;
  create(fields: object, caller?: object): Promise<{ id: number; accessKey: string }>;
  assignPermissions(role: number, permissions: object[]): Promise<unknown>;
  updateById(id: number, fields: object): Promise<unknown>;
  revoke(id: number): Promise<unknown>;
}
export const serviceOf = (site: Site, uid: string): StrapiService =>
  site.strapi.service(uid as never) as unknown as StrapiService;

type Method = 'HEAD' | 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface World {
  site: Site;
  /** Ids of the admin users by actor. */
  ids: Record<string, number>;
  /** Role ids. */
  roles: Record<'nobody' | RightSet, number>;
  /** Sends a request as somebody. A path that does not begin with `/api/` is one of the admin API. */
  call(
    actor: Actor,
    method: Method,
    path: string,
    body?: unknown,
    headers?: Record<string, string>
  ): Promise<Response>;
  /** A request whose body is sent as it stands. */
  raw(actor: Actor, method: Method, path: string, body: string, type: string): Promise<Response>;
  stop(): Promise<void>;
}

const PASSWORD = 'Test-Password-1';

/** A site with a user for each role, tokens of each kind, and nobody's jobs. */
export const createWorld = async (env: Record<string, string> = {}): Promise<World> => {
  const site = await startSite({ env });
  const roles = {
    nobody: await createRole(site, 'nobody', null),
    viewer: await createRole(site, 'viewer', 'viewer'),
    editor: await createRole(site, 'editor', 'editor'),
    admin: await createRole(site, 'admin', 'admin'),
  };
  const superAdmin = await serviceOf(site, 'admin::role').getSuperAdmin();
  const ids: Record<string, number> = {};
  const bearers: Partial<Record<Actor, string>> = {};
  const people: [Actor, number][] = [
    ['nobody', roles.nobody],
    ['viewer', roles.viewer],
    ['editor', roles.editor],
    ['owner', roles.editor],
    ['otherOwner', roles.editor],
    ['superAdmin', superAdmin.id],
  ];
  for (const [actor, role] of people) {
    ids[actor] = await createUser(site, actor, role);
    bearers[actor] = await login(site, actor);
  }
  bearers.readOnlyToken = await createToken(site, 'read-only');
  bearers.fullToken = await createToken(site, 'full-access');
  bearers.adminToken = await createAdminToken(site, ids['superAdmin'] ?? 0);

  const send = (actor: Actor, method: Method, path: string) => {
    const verb = method.toLowerCase() as 'get';
    const url = path.startsWith('/api/') ? path : `/job-scheduler${path}`;
    const sent = request(site.url)[verb](url);
    const bearer = bearers[actor];
    return bearer === undefined ? sent : sent.set('Authorization', `Bearer ${bearer}`);
  };
  return {
    site,
    ids,
    roles,
    call: async (actor, method, path, body, headers = {}) => {
      const sent = send(actor, method, path).set(headers);
      return body === undefined ? sent : sent.send(body as object);
    },
    raw: async (actor, method, path, body, type) =>
      send(actor, method, path).set('Content-Type', type).send(body),
    stop: () => site.stop(),
  };
};

/** Rights of a documented set, given the way an admin would. */
export const createRole = async (
  site: Site,
  name: string,
  set: RightSet | null
): Promise<number> => {
  const service = serviceOf(site, 'admin::role');
  const role = await service.create({ name: `Test ${name}`, description: name });
  const granted = set === null ? [] : RIGHT_SETS[set];
  await service.assignPermissions(
    role.id,
    granted.map(({ right, ownOnly }) => ({
      action: `plugin::job-scheduler.${right}`,
      subject: null,
      properties: {},
      conditions: ownOnly ? ['plugin::job-scheduler.is-owner'] : [],
    }))
  );
  return role.id;
};

export const createUser = async (site: Site, name: string, role: number): Promise<number> => {
  const user = await serviceOf(site, 'admin::user').create({
    email: `${name.toLowerCase()}@example.com`,
    password: PASSWORD,
    firstname: name,
    lastname: 'Tester',
    isActive: true,
    registrationToken: null,
    roles: [role],
  });
  return user.id;
};

const login = async (site: Site, name: string): Promise<string> => {
  const answer = await request(site.url)
    .post('/admin/login')
    .send({ email: `${name.toLowerCase()}@example.com`, password: PASSWORD });
  return answer.body.data.token;
};

const createToken = async (site: Site, type: 'read-only' | 'full-access'): Promise<string> => {
  const tokens = serviceOf(site, 'admin::api-token-content-api');
  const token = await tokens.create({ name: type, description: '', type, lifespan: null });
  return token.accessKey;
};

const createAdminToken = async (site: Site, userId: number): Promise<string> => {
  const user = await site.strapi.db
    .query('admin::user')
    .findOne({ where: { id: userId }, populate: ['roles'] });
  const token = await serviceOf(site, 'admin::api-token-admin').create(
    {
      name: 'ci',
      description: '',
      lifespan: null,
      adminUserOwner: userId,
      adminPermissions: RIGHT_SETS.admin.map(({ right }) => ({
        action: `plugin::job-scheduler.${right}`,
        subject: null,
        properties: {},
        conditions: [],
      })),
    },
    user
  );
  return token.accessKey;
};
