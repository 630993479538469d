import { auditEntry, diffOf } from './audit';
import { Conflict, NotFound } from './errors';
import { nameOf } from './read-calendars';
import type { Caller, ServicePorts } from './ports';
import { auditableSecret, secretObject } from './secret-view';

const MAX_NAMED = 20;

/** Deletes a secret that no job names. Throws NotFound, Conflict naming those jobs that the caller may read. */
export const deleteSecret = (ports: ServicePorts, caller: Caller, id: string): Promise<void> =>
  ports.store.change(async (changes) => {
    const secret = await changes.lockSecret(id);
    if (secret === undefined) throw new NotFound();
    const usedBy = await changes.countSecretUses(secret.name);
    if (usedBy > 0) {
      const readable = caller.scopeOf('jobs-read');
      const jobs = await changes.findJobsWithSecret(secret.name, readable, MAX_NAMED);
      const users = usedBy === 1 ? 'One job uses' : `${usedBy} jobs use`;
      throw new Conflict(`${users} this secret`, { usedBy, jobs: jobs.map(nameOf) });
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
