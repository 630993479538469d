import type { SecretName, SecretView } from '../contract/secret';
import { pagination } from './pagination';
import type { Caller, ServicePorts } from './ports';
import type { SecretQuery } from './secret-ports';
import { viewSecret } from './secret-view';

/** Secrets by name: for whoever may only use them their names and what they are for. */
export const listSecrets = async (
  { store }: ServicePorts,
  caller: Caller,
  query: SecretQuery
): Promise<{ data: (SecretView | SecretName)[]; meta: object }> => {
  const { rows, total } = await store.listSecrets(query);
  const mayManage = caller.scopeOf('secrets-manage').jobs !== 'none';
  const views = rows.map(({ secret, usedBy }) => viewSecret(secret, usedBy));
  const data = mayManage
    ? views
    : views.map(({ documentId, name, description }) => ({ documentId, name, description }));
  return { data, meta: { pagination: pagination(query, total) } };
};
