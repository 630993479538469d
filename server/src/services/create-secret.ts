import type { FieldError } from '../contract/schedule';
import type { SecretView } from '../contract/secret';
import { auditEntry, diffOf } from './audit';
import { checkNewSecret } from './check-secret';
import { Invalid } from './errors';
import type { Caller, ServicePorts } from './ports';
import { checkAllowedScripts } from './scripts-of-secret';
import { outsideSource, sealedSource } from './secret-source';
import { auditableSecret, secretObject, viewSecret } from './secret-view';

/**
 * Keeps a new secret: its value sealed, or where else it is kept. Throws Invalid, also where a reference cannot be read or
 * a script is not there; Conflict where the name is taken; Unavailable without a key.
 */
export const createSecret = async (
  ports: ServicePorts,
  caller: Caller,
  body: unknown
): Promise<{ data: SecretView }> => {
  const errors: FieldError[] = [];
  const input = checkNewSecret(body, [], errors);
  if (input === undefined) throw new Invalid(errors);
  const { value, reference, ...known } = input;
  const documentId = ports.ids.documentId();
  const place = { id: documentId, version: 1 };
  const source =
    reference === null
      ? sealedSource(ports, place, value ?? '')
      : await outsideSource(ports, reference);
  const secret = await ports.store.change(async (changes) => {
    const made = await changes.insertSecret({
      ...known,
      allowedScripts: await checkAllowedScripts(changes, known.allowedScripts),
      documentId,
      version: 1,
      source,
      changedBy: caller.userId,
    });
    const diff = diffOf(null, auditableSecret(made));
    await changes.writeAudit(
      auditEntry(caller, { action: 'secret.create', object: secretObject(made), diff })
    );
    return made;
  });
  return { data: await viewSecret(ports, secret, 0) };
};
