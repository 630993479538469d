/** A person who can log in to the admin panel. */
export interface Account {
  email: string;
  password: string;
}

export const FIRST_ADMIN: Account = { email: 'first.admin@example.com', password: 'First-Admin-1' };

/** Makes the first account of an empty site, a super admin, as the welcome page does; answers its access token. */
export const registerFirstAdmin = async (url: string, account = FIRST_ADMIN): Promise<string> => {
  const answer = await post(`${url}/admin/register-admin`, {
    ...account,
    firstname: 'First',
    lastname: 'Admin',
  });
  return answer.data.token;
};

/** Answers the access token of an existing account. */
export const logIn = async (url: string, { email, password }: Account): Promise<string> =>
  (await post(`${url}/admin/login`, { email, password })).data.token;

const post = async (url: string, body: unknown): Promise<{ data: { token: string } }> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as { data: { token: string } };
};
