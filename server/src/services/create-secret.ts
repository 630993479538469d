import type { FieldError } from '../contract/schedule';
import type { SecretView } from '../contract/secret';
import { auditEntry, diffOf } from './audit';
import { checkNewSecret } from './check-secret';
import { Invalid } from './errors';
import type { Caller, ServicePorts } from './ports';
import { requireSealing } from './require-sealing';
import { auditableSecret, secretObject, viewSecret } from './secret-view';

/** Keeps a new secret, sealed. Throws Invalid, Conflict where the name is taken, Unavailable without a key. */
export const createSecret = async (
  ports: ServicePorts,
  caller: Caller,
  body: unknown
): Promise<{ data: SecretView }> => {
  const errors: FieldError[] = [];
  const input = checkNewSecret(body, [], errors);
  if (input === undefined) throw new Invalid(errors);
  const sealing = requireSealing(ports);
  const { value, ...known } = input;
  const documentId = ports.ids.documentId();
  const sealed = sealing.seal({ id: documentId, version: 1 }, value);
  const secret = await ports.store.change(async (changes) => {
    const made = await changes.insertSecret({
      ...known,
      documentId,
      version: 1,
      sealed,
      fingerprint: sealing.fingerprint(value),
      changedBy: caller.userId,
    });
    const diff = diffOf(null, auditableSecret(made));
    await changes.writeAudit(
      auditEntry(caller, { action: 'secret.create', object: secretObject(made), diff })
    );
    return made;
  });
  return { data: viewSecret(secret, 0) };
};
