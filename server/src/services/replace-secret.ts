import type { FieldError } from '../contract/schedule';
import type { SecretView } from '../contract/secret';
import { auditEntry, diffOf } from './audit';
import { checkSecretReplacement } from './check-secret';
import { Conflict, Invalid, NotFound } from './errors';
import type { Caller, ServicePorts } from './ports';
import type { SecretRecord } from './secret-ports';
import { requireSealing } from './require-sealing';
import { auditableSecret, secretObject, viewSecret } from './secret-view';

/**
 * Writes a secret over, with a new value or the present one. Throws Invalid, NotFound, Conflict where `revision` is
 * stale, Unavailable without a key.
 */
export const replaceSecret = async (
  ports: ServicePorts,
  caller: Caller,
  { id, body }: { id: string; body: unknown }
): Promise<{ data: SecretView }> => {
  const errors: FieldError[] = [];
  const input = checkSecretReplacement(body, [], errors);
  if (input === undefined) throw new Invalid(errors);
  const { value, revision, name, ...known } = input;
  return ports.store.change(async (changes) => {
    const before = await changes.lockSecret(id);
    if (before === undefined) throw new NotFound();
    if (before.revision !== revision)
      throw new Conflict('The secret was changed by somebody else', { revision: before.revision });
    if (before.name !== name)
      throw new Invalid([{ path: ['name'], message: 'never changes: jobs name it', value: name }]);
    const kept = value === null ? present(before) : sealAnew(ports, before, value);
    const write = { ...known, ...kept, changedBy: caller.userId };
    const after = await changes.updateSecret(before, write);
    const diff = diffOf(auditableSecret(before), auditableSecret(after));
    await changes.writeAudit(
      auditEntry(caller, { action: 'secret.update', object: secretObject(after), diff })
    );
    const usedBy = await changes.countSecretUses(after.name);
    return { data: viewSecret(after, usedBy) };
  });
};

const present = ({ version, sealed, fingerprint: known }: SecretRecord) => ({
  version,
  sealed,
  fingerprint: known,
});

const sealAnew = (ports: ServicePorts, before: SecretRecord, value: string) => {
  const sealing = requireSealing(ports);
  const version = before.version + 1;
  const place = { id: before.documentId, version };
  return {
    version,
    sealed: sealing.seal(place, value),
    fingerprint: sealing.fingerprint(value),
  };
};
