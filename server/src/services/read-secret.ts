import type { SecretMeta, SecretView } from '../contract/secret';
import { NotFound } from './errors';
import type { Caller, ServicePorts } from './ports';
import { nameOf } from './read-calendars';
import { viewSecret } from './secret-view';

const MAX_NAMED = 100;

/** One secret without its value, and the jobs that name it as far as the caller may read them. */
export const readSecret = async (
  ports: ServicePorts,
  caller: Caller,
  id: string
): Promise<{ data: SecretView; meta: SecretMeta }> => {
  const { store } = ports;
  const secret = await store.findSecret(id);
  if (secret === undefined) throw new NotFound();
  const jobs = await store.findJobsWithSecret(secret.name, caller.scopeOf('jobs-read'), MAX_NAMED);
  const data = await viewSecret(ports, secret, await store.countSecretUses(secret.name));
  return { data, meta: { jobs: jobs.map(nameOf) } };
};
