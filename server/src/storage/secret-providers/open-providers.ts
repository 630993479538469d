import { readFileSync } from 'node:fs';

import type { Clock } from '../../engine/ports';
import type { OutsideProviders, ProviderOptions } from '../../services/secret-ports';
import { createAws } from './aws';
import { createVault } from './vault';
import { createVaultHttp } from './vault-http';
import { createVaultLogin } from './vault-login';
import type { VaultAuth } from './vault-login';

/** The providers that the configuration sets up. Nothing is asked of them before a secret is. */
export const openProviders = (
  { vault, aws }: ProviderOptions,
  clock: Pick<Clock, 'monotonic'>
): OutsideProviders => ({
  ...(vault.address === null
    ? {}
    : { vault: openVault({ ...vault, address: vault.address }, clock) }),
  ...(aws.region === null
    ? {}
    : { aws: createAws({ ...aws, region: aws.region, ca: pemOf(aws.caFile) }) }),
});

const openVault = (
  options: ProviderOptions['vault'] & { address: string },
  clock: Pick<Clock, 'monotonic'>
) => {
  const http = createVaultHttp({ ...options, ca: pemOf(options.caFile) });
  const login = createVaultLogin(http, authOf(options), clock);
  return createVault({ http, login, mount: options.mount });
};

const authOf = ({
  token,
  tokenFile,
  roleId,
  secretId,
  appRoleMount,
}: ProviderOptions['vault']): VaultAuth => {
  if (token !== null) return { token };
  if (tokenFile !== null) return { tokenFile };
  return { roleId: roleId ?? '', secretId: secretId ?? '', appRoleMount };
};

/** Read at start: a file that is not there stops the site with its name. */
const pemOf = (file: string | null): string | null =>
  file === null ? null : readFileSync(file, 'utf8');
