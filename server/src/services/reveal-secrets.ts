import type { SecretReference } from '../contract/secret';
import { failure } from '../domain/failure';
import type { Failure } from '../domain/failure';
import { isAllowed } from '../domain/secrets/binding';
import { SecretUnreadable } from '../domain/secrets/sealing';
import type { Sealing } from '../domain/secrets/sealing';
import type { Reveal, Revealed, SecretUse } from '../engine/ports';
import type {
  OutsideProviders,
  ReadReference,
  ReadSecret,
  SealedSecret,
  SecretRecord,
} from './secret-ports';

interface RevealPorts {
  sealing: Sealing | null;
  secretProviders: OutsideProviders;
  findSecrets: (names: string[]) => Promise<SecretRecord[]>;
}

/** Opens the secrets of one attempt: every one, or none. */
export const createReveal =
  ({ findSecrets, ...ports }: RevealPorts): Reveal =>
  async (use) => {
    const found = new Map((await findSecrets(use.names)).map((secret) => [secret.name, secret]));
    const read = await Promise.all(
      use.names.map(async (name) => ({ name, answer: await readFor(use, name, found, ports) }))
    );
    const values = new Map<string, string>();
    for (const { name, answer } of read) {
      if (!answer.ok) return answer;
      values.set(name, answer.value);
    }
    return { ok: true, values } satisfies Revealed;
  };

const readFor = async (
  use: SecretUse,
  name: string,
  found: ReadonlyMap<string, SecretRecord>,
  { sealing, secretProviders }: Omit<RevealPorts, 'findSecrets'>
): Promise<ReadSecret> => {
  const secret = found.get(name);
  if (secret === undefined) return refused('SECRET_MISSING', `There is no secret ${name}`);
  if (!isAllowed(secret, use))
    return refused('SECRET_NOT_ALLOWED', `The secret ${name} may not be used here: it is bound`);
  const { source } = secret;
  return source.provider === 'local'
    ? open({ ...secret, source }, sealing)
    : ask({ name, reference: source.reference }, secretProviders[source.provider]);
};

const open = (
  { documentId, name, version, source }: SealedSecret,
  sealing: Sealing | null
): ReadSecret => {
  if (sealing === null)
    return refused(
      'SECRET_UNREADABLE',
      `The secret ${name} cannot be opened: no key is configured`
    );
  try {
    return { ok: true, value: sealing.open({ id: documentId, version }, source.sealed) };
  } catch (error) {
    if (!(error instanceof SecretUnreadable)) throw error;
    return refused('SECRET_UNREADABLE', `The secret ${name} cannot be opened: ${error.message}`);
  }
};

const ask = async (
  { name, reference }: { name: string; reference: SecretReference },
  read: ReadReference | undefined
): Promise<ReadSecret> => {
  if (read === undefined)
    return refused(
      'SECRET_UNREADABLE',
      `The secret ${name} cannot be read: ${reference.provider} is not set up on this node`
    );
  const answer = await read(reference);
  if (answer.ok) return answer;
  const { error } = answer.failure;
  const message = `The secret ${name} cannot be read: ${error.message}`;
  return { ok: false, failure: { ...answer.failure, error: { ...error, message } } };
};

/** The same attempt would fail in the same way. */
const refused = (code: string, message: string): { ok: false; failure: Failure } => ({
  ok: false,
  failure: { ...failure('SecretRefused', message, code), retryable: false },
});
