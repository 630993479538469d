import type { Core } from '@strapi/strapi';

import type { Owner } from '../engine/ports';
import type { StoreOptions } from './create-store';
import type { Client } from './engine/session';
import type { JobIdsWhere } from './scope';

const JOB_UID = 'plugin::job-scheduler.job';

type FromStrapi = Pick<
  StoreOptions,
  'knex' | 'client' | 'transaction' | 'ambient' | 'jobIdsWhere' | 'nameOwners'
>;

/** What the store needs of Strapi's database. */
export const openStrapiDatabase = (strapi: Core.Strapi): FromStrapi => ({
  knex: strapi.db.connection,
  client: strapi.db.dialect.client as Client,
  transaction: (work) => strapi.db.transaction(({ trx }) => work(trx)) as ReturnType<typeof work>,
  ambient: async () =>
    strapi.db.inTransaction() ? (await strapi.db.transaction()).get() : undefined,
  jobIdsWhere: jobIdsWhere(strapi),
  nameOwners: nameOwners(strapi),
});

/** Strapi turns the conditions of its role editor into SQL, joins to other tables included. */
const jobIdsWhere =
  (strapi: Core.Strapi): JobIdsWhere =>
  (where) => {
    const selection = strapi.db.queryBuilder(JOB_UID).select('id').where(where);
    const { sql, bindings } = selection.getKnexQuery().toSQL();
    return { sql, bindings };
  };

interface NamedRow {
  id: number;
  name?: string | null;
  firstname?: string | null;
  lastname?: string | null;
  username?: string | null;
}

const nameOwners =
  (strapi: Core.Strapi): StoreOptions['nameOwners'] =>
  async (owners) => {
    const users = await findNamed(strapi, 'admin::user', idsOf(owners, 'user'));
    const tokens = await findNamed(strapi, 'admin::api-token', idsOf(owners, 'token'));
    return new Map([
      ...users.map((user) => [`user:${user.id}`, fullName(user)] as const),
      ...tokens.map((token) => [`token:${token.id}`, token.name ?? ''] as const),
    ]);
  };

const idsOf = (owners: Owner[], kind: Owner['kind']): number[] => [
  ...new Set(owners.filter((owner) => owner.kind === kind).map(({ id }) => Number(id))),
];

const FIELDS = {
  'admin::user': ['id', 'firstname', 'lastname', 'username'],
  'admin::api-token': ['id', 'name'],
};

const findNamed = async (
  strapi: Core.Strapi,
  uid: keyof typeof FIELDS,
  ids: number[]
): Promise<NamedRow[]> =>
  ids.length === 0
    ? []
    : strapi.db.query(uid).findMany({ select: FIELDS[uid], where: { id: { $in: ids } } });

// Never the e-mail address: who may read a job need not know it.
const fullName = ({ firstname, lastname, username }: NamedRow): string =>
  [firstname, lastname].filter(Boolean).join(' ') || (username ?? '');
