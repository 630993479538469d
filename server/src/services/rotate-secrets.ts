import type { SecretRotation } from '../contract/secret';
import { SecretUnreadable } from '../domain/secrets/sealing';
import type { Sealing } from '../domain/secrets/sealing';
import { auditEntry } from './audit';
import type { Caller, ServicePorts } from './ports';
import type { SecretRecord } from './secret-ports';
import { requireSealing } from './require-sealing';

/** Secrets that one transaction wraps anew: what was done before a crash stays done. */
const BATCH = 50;

/**
 * Wraps every secret by the first configured key, so that older keys can go. Answers how many it was, and which could not
 * be opened; stopped half-way it goes on where it stopped. Throws Unavailable without a key.
 */
export const rotateSecrets = async (
  ports: ServicePorts,
  caller: Caller
): Promise<{ data: SecretRotation }> => {
  const sealing = requireSealing(ports);
  const current = await ports.store.countSecrets(sealing.activeKeyId);
  const unreadable: SecretRotation['unreadable'] = [];
  let rewrapped = 0;
  for (let after = 0, done = false; !done;) {
    // oxlint-disable-next-line no-await-in-loop -- one batch after the other is the point
    const batch = await rotateBatch(ports, sealing, after);
    rewrapped += batch.rewrapped;
    unreadable.push(...batch.unreadable);
    after = batch.lastId;
    done = batch.done;
  }
  await ports.store.change((changes) =>
    changes.writeAudit(
      auditEntry(caller, {
        action: 'secret.rotate',
        object: { kind: 'secret', documentId: null, name: null },
        diff: {
          keyId: { before: null, after: sealing.activeKeyId },
          rewrapped: { before: null, after: rewrapped },
          unreadable: { before: null, after: unreadable.length },
        },
      })
    )
  );
  return { data: { rewrapped, current, unreadable } };
};

const rotateBatch = ({ store }: ServicePorts, sealing: Sealing, after: number) =>
  store.change(async (changes) => {
    const batch = await changes.lockSecretsOfOtherKeys(sealing.activeKeyId, {
      after,
      limit: BATCH,
    });
    const unreadable: SecretRotation['unreadable'] = [];
    for (const secret of batch) {
      const turned = turn(sealing, secret);
      if (turned === null) unreadable.push(unreadableOf(secret));
      // oxlint-disable-next-line no-await-in-loop -- one transaction has one connection
      else await changes.rewrapSecret(secret, turned);
    }
    return {
      rewrapped: batch.length - unreadable.length,
      unreadable,
      lastId: batch.at(-1)?.id ?? after,
      done: batch.length < BATCH,
    };
  });

const turn = (sealing: Sealing, secret: SecretRecord) => {
  const place = { id: secret.documentId, version: secret.version };
  try {
    const sealed = sealing.rewrap(place, secret.sealed);
    return { sealed, fingerprint: sealing.fingerprint(sealing.open(place, sealed)) };
  } catch (error) {
    if (error instanceof SecretUnreadable) return null;
    throw error;
  }
};

const unreadableOf = ({ documentId, name, sealed }: SecretRecord) => ({
  documentId,
  name,
  reason: `it cannot be opened with the configured keys (sealed with ${sealed.keyId})`,
});
