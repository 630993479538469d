import { auditEntry, diffOf } from './audit';
import { Conflict, NotFound } from './errors';
import type { Caller, ServicePorts } from './ports';
import { auditableSecret, secretObject } from './secret-view';

/** Deletes a secret that no job names. Throws NotFound, Conflict where jobs name it. */
export const deleteSecret = (ports: ServicePorts, caller: Caller, id: string): Promise<void> =>
  ports.store.change(async (changes) => {
    const secret = await changes.lockSecret(id);
    if (secret === undefined) throw new NotFound();
    const usedBy = await changes.countSecretUses(secret.name);
    if (usedBy > 0) {
      const jobs = usedBy === 1 ? 'One job uses' : `${usedBy} jobs use`;
      throw new Conflict(`${jobs} this secret`, { usedBy });
    }
    await changes.deleteSecret(secret);
    const diff = Object.fromEntries(
      Object.entries(diffOf(null, auditableSecret(secret))).map(
        ([field, { after }]) => [field, { before: after, after: null }] as const
      )
    );
    await changes.writeAudit(
      auditEntry(caller, { action: 'secret.delete', object: secretObject(secret), diff })
    );
  });
