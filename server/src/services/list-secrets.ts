import { SECRET_PROVIDERS } from '../contract/secret';
import type { SecretName, SecretsMeta, SecretView } from '../contract/secret';
import type { Pagination } from '../contract/api';
import { pagination } from './pagination';
import type { Caller, ServicePorts } from './ports';
import type { SecretQuery } from './secret-ports';
import { viewSecrets } from './secret-view';

/** Secrets by name: for whoever may only use them their names and what they are for. */
export const listSecrets = async (
  ports: ServicePorts,
  caller: Caller,
  query: SecretQuery
): Promise<{
  data: (SecretView | SecretName)[];
  meta: { pagination: Pagination } & Partial<SecretsMeta>;
}> => {
  const { rows, total } = await ports.store.listSecrets(query);
  const pages = { pagination: pagination(query, total) };
  const mayManage = caller.scopeOf('secrets-manage').jobs !== 'none';
  if (mayManage)
    return { data: await viewSecrets(ports, rows), meta: { ...pages, ...(await keysOf(ports)) } };
  const names = rows.map(({ secret: { documentId, name, description } }) => ({
    documentId,
    name,
    description,
  }));
  return { data: names, meta: pages };
};

const keysOf = async ({ store, sealing, secretProviders }: ServicePorts): Promise<SecretsMeta> => {
  const keyId = sealing?.activeKeyId ?? null;
  const current = keyId === null ? 0 : await store.countSecrets(keyId);
  const providers = SECRET_PROVIDERS.filter(
    (name) => name === 'local' || secretProviders[name] !== undefined
  );
  return { keyId, otherKeys: (await store.countSecrets()) - current, providers };
};
