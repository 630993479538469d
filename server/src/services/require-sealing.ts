import type { Sealing } from '../domain/secrets/sealing';
import { Unavailable } from './errors';
import type { ServicePorts } from './ports';

/** The keys that seal secrets. Throws Unavailable where none is configured: nothing is ever kept in the open. */
export const requireSealing = ({ sealing }: Pick<ServicePorts, 'sealing'>): Sealing => {
  if (sealing !== null) return sealing;
  throw new Unavailable(
    'Secrets need a key: set JOB_SCHEDULER_KEYS, or the ENCRYPTION_KEY of Strapi (admin.secrets.encryptionKey)'
  );
};
