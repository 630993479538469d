import { failure } from '../domain/failure';
import type { Failure } from '../domain/failure';
import { isAllowed } from '../domain/secrets/binding';
import { SecretUnreadable } from '../domain/secrets/sealing';
import type { Sealing } from '../domain/secrets/sealing';
import type { Reveal, Revealed, SecretUse } from '../engine/ports';
import type { SecretRecord } from './secret-ports';

interface RevealPorts {
  sealing: Sealing | null;
  findSecrets: (names: string[]) => Promise<SecretRecord[]>;
}

/** Opens the secrets of one attempt: every one, or none. */
export const createReveal =
  ({ sealing, findSecrets }: RevealPorts): Reveal =>
  async (use) => {
    const found = new Map((await findSecrets(use.names)).map((secret) => [secret.name, secret]));
    const values = new Map<string, string>();
    for (const name of use.names) {
      const opened = openFor(use, name, { secret: found.get(name), sealing });
      if ('failure' in opened) return { ok: false, failure: opened.failure };
      values.set(name, opened.value);
    }
    return { ok: true, values } satisfies Revealed;
  };

const openFor = (
  use: SecretUse,
  name: string,
  { secret, sealing }: { secret: SecretRecord | undefined; sealing: Sealing | null }
): { value: string } | { failure: Failure } => {
  if (secret === undefined) return refused('SECRET_MISSING', `There is no secret ${name}`);
  if (!isAllowed(secret, use))
    return refused('SECRET_NOT_ALLOWED', `The secret ${name} may not be used here: it is bound`);
  if (sealing === null)
    return refused(
      'SECRET_UNREADABLE',
      `The secret ${name} cannot be opened: no key is configured`
    );
  const place = { id: secret.documentId, version: secret.version };
  try {
    return { value: sealing.open(place, secret.sealed) };
  } catch (error) {
    if (!(error instanceof SecretUnreadable)) throw error;
    return refused('SECRET_UNREADABLE', `The secret ${name} cannot be opened: ${error.message}`);
  }
};

/** The same attempt would fail in the same way. */
const refused = (code: string, message: string): { failure: Failure } => ({
  failure: { ...failure('SecretRefused', message, code), retryable: false },
});
