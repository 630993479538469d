import { openProviders } from '../../server/src/storage/secret-providers/open-providers';
import { createSystemClock } from '../../server/src/system-clock';
import { readOptions } from '../../server/src/config/options';

/**
 * Against real servers, for whoever has one: the plugin's own variables set a provider up (JOB_SCHEDULER_VAULT_…,
 * JOB_SCHEDULER_AWS_…), LIVE_VAULT_PATH and LIVE_VAULT_FIELD, or LIVE_AWS_PATH and LIVE_AWS_FIELD, name a secret that
 * may be read. Its value is never printed.
 */
const { env } = process;
const providers = openProviders(readOptions({}, env), createSystemClock());

const CASES = [
  { provider: 'vault', path: env['LIVE_VAULT_PATH'], field: env['LIVE_VAULT_FIELD'] ?? null },
  { provider: 'aws', path: env['LIVE_AWS_PATH'], field: env['LIVE_AWS_FIELD'] ?? null },
] as const;
const given = CASES.flatMap(({ path, ...rest }) => (path === undefined ? [] : [{ ...rest, path }]));

it('was told of at least one real server', () => {
  expect(given.map(({ provider }) => provider)).not.toEqual([]);
});

if (given.length > 0)
  describe.each(given)('$provider', ({ provider, path, field }) => {
    const read = providers[provider];

    it('answers a value', async () => {
      const answer = await read?.({ provider, path, field, version: null });
      expect(answer?.ok === true ? 'a value' : answer).toBe('a value');
    });

    it('says that a secret is missing, or closed to this site', async () => {
      const answer = await read?.({ provider, path: `${path}-not-there`, field, version: null });
      expect(answer?.ok === false ? answer.failure.error.code : 'a value').toMatch(
        /^SECRET_(MISSING|FORBIDDEN)$/
      );
    });
  });
