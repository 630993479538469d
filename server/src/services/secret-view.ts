import type { SecretView } from '../contract/secret';
import { isoOf } from '../domain/instant';
import type { NewAuditEntry } from './ports';
import type { SecretRecord } from './secret-ports';

/** Everything about a secret but its value. */
export const viewSecret = (secret: SecretRecord, usedBy: number): SecretView => ({
  documentId: secret.documentId,
  name: secret.name,
  description: secret.description,
  allowedScripts: secret.allowedScripts,
  allowedHosts: secret.allowedHosts,
  revision: secret.revision,
  version: secret.version,
  fingerprint: secret.fingerprint,
  keyId: secret.sealed.keyId,
  usedBy,
  createdAt: isoOf(secret.createdAt),
  updatedAt: isoOf(secret.updatedAt),
});

/** The parts that the audit log shows: a new value shows as a new fingerprint. */
export const auditableSecret = (secret: SecretRecord) => ({
  description: secret.description,
  allowedScripts: secret.allowedScripts,
  allowedHosts: secret.allowedHosts,
  fingerprint: secret.fingerprint,
});

export const secretObject = (secret: {
  documentId: string;
  name: string;
}): NewAuditEntry['object'] => ({
  kind: 'secret',
  documentId: secret.documentId,
  name: secret.name,
});
