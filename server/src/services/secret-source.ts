import type { SecretReference } from '../contract/secret';
import type { SecretPlace } from '../domain/secrets/sealing';
import { Invalid } from './errors';
import type { ServicePorts } from './ports';
import { requireSealing } from './require-sealing';
import type { SecretSource } from './secret-ports';

/** A value, sealed for this place. Throws Unavailable without a key. */
export const sealedSource = (
  ports: Pick<ServicePorts, 'sealing'>,
  place: SecretPlace,
  value: string
): SecretSource => {
  const sealing = requireSealing(ports);
  return {
    provider: 'local',
    sealed: sealing.seal(place, value),
    fingerprint: sealing.fingerprint(value),
  };
};

/**
 * Where else a value is kept, once it could be read there: a name that is mistyped is found out here and not in the
 * night when the job runs. Throws Invalid.
 */
export const outsideSource = async (
  { secretProviders }: Pick<ServicePorts, 'secretProviders'>,
  reference: SecretReference
): Promise<SecretSource> => {
  const { provider } = reference;
  const read = secretProviders[provider];
  if (read === undefined) throw invalid(['provider'], `${provider} is not set up on this site`);
  const answer = await read(reference);
  if (!answer.ok) throw invalid([], `cannot be read: ${answer.failure.error.message}`);
  return { provider, reference };
};

const invalid = (path: string[], message: string): Invalid =>
  new Invalid([{ path: ['reference', ...path], message }]);
