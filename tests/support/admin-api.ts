import type { Account } from './accounts';

/** Calls a site's admin API with an access token; throws where the answer is not the one a story takes for granted. */
export const callAdmin = async <T>(
  site: { url: string; token: string },
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body?: unknown
): Promise<T> => {
  const response = await fetch(`${site.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${site.token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (JSON.parse(text) as { data: T }).data;
};

/** A person whose only role has one of the plugin's right sets. */
export const makePerson = async (
  site: { url: string; token: string },
  { name, set, account }: { name: string; set: 'admin' | 'editor' | 'viewer'; account: Account }
): Promise<Account> => {
  const role = await callAdmin<{ id: number }>(site, 'POST', '/admin/roles', {
    name: `Jobs ${set} ${name}`,
    description: `Holds the ${set} set`,
  });
  await callAdmin(site, 'POST', '/job-scheduler/access/apply', { role: String(role.id), set });
  const person = await callAdmin<{ id: number }>(site, 'POST', '/admin/users', {
    email: account.email,
    firstname: name,
    lastname: 'Person',
    roles: [role.id],
  });
  await callAdmin(site, 'PUT', `/admin/users/${person.id}`, {
    password: account.password,
    isActive: true,
  });
  return account;
};
