import type { SecretRotation } from '../contract/secret';
import { SecretUnreadable } from '../domain/secrets/sealing';
import type { Sealing } from '../domain/secrets/sealing';
import { auditEntry } from './audit';
import type { Caller, ServicePorts } from './ports';
import type { SealedSecret } from './secret-ports';
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
    const batch = await rotateBatch(ports, caller, { sealing, after });
    rewrapped += batch.rewrapped;
    unreadable.push(...batch.unreadable);
    after = batch.lastId;
    done = batch.done;
  }
  return { data: { rewrapped, current, unreadable } };
};

const rotateBatch = (
  { store }: ServicePorts,
  caller: Caller,
  { sealing, after }: { sealing: Sealing; after: number }
) =>
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
    const rewrapped = batch.length - unreadable.length;
    // What was wrapped anew is on record even where the next batch is never reached.
    if (batch.length > 0 || after === 0)
      await changes.writeAudit(
        auditEntry(caller, {
          action: 'secret.rotate',
          object: { kind: 'secret', documentId: null, name: null },
          diff: {
            keyId: { before: null, after: sealing.activeKeyId },
            rewrapped: { before: null, after: rewrapped },
            unreadable: { before: null, after: unreadable.length },
          },
        })
      );
    return {
      rewrapped,
      unreadable,
      lastId: batch.at(-1)?.id ?? after,
      done: batch.length < BATCH,
    };
  });

const turn = (sealing: Sealing, secret: SealedSecret) => {
  const place = { id: secret.documentId, version: secret.version };
  try {
    const sealed = sealing.rewrap(place, secret.source.sealed);
    const fingerprint = sealing.fingerprint(sealing.open(place, sealed));
    return { provider: secret.source.provider, sealed, fingerprint };
  } catch (error) {
    if (error instanceof SecretUnreadable) return null;
    throw error;
  }
};

const unreadableOf = ({ documentId, name, source }: SealedSecret) => ({
  documentId,
  name,
  reason: `it cannot be opened with the configured keys (sealed with ${source.sealed.keyId})`,
});
