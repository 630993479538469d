import type { FieldError } from '../contract/schedule';
import type { SecretView } from '../contract/secret';
import { auditEntry, diffOf } from './audit';
import { checkSecretReplacement } from './check-secret';
import { Conflict, Invalid, NotFound } from './errors';
import type { Caller, ServicePorts } from './ports';
import { checkAllowedScripts } from './scripts-of-secret';
import { outsideSource, sealedSource } from './secret-source';
import { auditableSecret, secretObject, viewSecret } from './secret-view';

/**
 * Writes a secret over, with a new value or reference or the present one. Throws Invalid, also where a reference cannot
 * be read; NotFound; Conflict where `revision` is stale; Unavailable without a key.
 */
export const replaceSecret = async (
  ports: ServicePorts,
  caller: Caller,
  { id, body }: { id: string; body: unknown }
): Promise<{ data: SecretView }> => {
  const errors: FieldError[] = [];
  const input = checkSecretReplacement(body, [], errors);
  if (input === undefined) throw new Invalid(errors);
  const { value, reference, revision, name, ...known } = input;
  // Read before the transaction begins: nothing is awaited in one but the database.
  const outside = reference === null ? null : await outsideSource(ports, reference);
  const written = await ports.store.change(async (changes) => {
    const before = await changes.lockSecret(id);
    if (before === undefined) throw new NotFound();
    if (before.revision !== revision)
      throw new Conflict('The secret was changed by somebody else', { revision: before.revision });
    if (before.name !== name)
      throw new Invalid([{ path: ['name'], message: 'never changes: jobs name it', value: name }]);
    const place = { id: before.documentId, version: before.version + 1 };
    const given = outside ?? (value === null ? null : sealedSource(ports, place, value));
    const write = {
      ...known,
      allowedScripts: await checkAllowedScripts(changes, known.allowedScripts),
      version: given === null ? before.version : place.version,
      source: given ?? before.source,
      changedBy: caller.userId,
    };
    const after = await changes.updateSecret(before, write);
    const diff = diffOf(auditableSecret(before), auditableSecret(after));
    await changes.writeAudit(
      auditEntry(caller, { action: 'secret.update', object: secretObject(after), diff })
    );
    return { secret: after, usedBy: await changes.countSecretUses(after.name) };
  });
  return { data: await viewSecret(ports, written.secret, written.usedBy) };
};
