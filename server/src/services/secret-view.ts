import type { SecretView } from '../contract/secret';
import { isoOf } from '../domain/instant';
import type { Owner } from '../engine/ports';
import type { NewAuditEntry, Store } from './ports';
import type { SecretRecord, SecretSource } from './secret-ports';

/** Everything about secrets but their values. */
export const viewSecrets = async (
  { store }: { store: Pick<Store, 'nameOwners'> },
  secrets: { secret: SecretRecord; usedBy: number }[]
): Promise<SecretView[]> => {
  const writers = secrets.flatMap(({ secret: { changedBy } }) => writerOf(changedBy));
  const names = await store.nameOwners(writers);
  return secrets.map(({ secret, usedBy }) => viewOf(secret, usedBy, names));
};

/** The same of one. */
export const viewSecret = async (
  ports: { store: Pick<Store, 'nameOwners'> },
  secret: SecretRecord,
  usedBy: number
): Promise<SecretView> => {
  const [view] = await viewSecrets(ports, [{ secret, usedBy }]);
  if (view === undefined) throw new Error('A secret has no view');
  return view;
};

const writerOf = (changedBy: number | null): Owner[] =>
  changedBy === null ? [] : [{ kind: 'user', id: String(changedBy) }];

const viewOf = (
  secret: SecretRecord,
  usedBy: number,
  names: ReadonlyMap<string, string>
): SecretView => ({
  documentId: secret.documentId,
  name: secret.name,
  description: secret.description,
  allowedScripts: secret.allowedScripts,
  allowedHosts: secret.allowedHosts,
  revision: secret.revision,
  version: secret.version,
  ...viewSource(secret.source),
  usedBy,
  createdAt: isoOf(secret.createdAt),
  updatedAt: isoOf(secret.updatedAt),
  updatedBy: namedWriter(secret.changedBy, names),
});

const namedWriter = (
  changedBy: number | null,
  names: ReadonlyMap<string, string>
): SecretView['updatedBy'] => {
  const name = names.get(`user:${changedBy}`);
  return name === undefined ? null : { id: String(changedBy), name };
};

const viewSource = (source: SecretSource) =>
  source.provider === 'local'
    ? {
        provider: source.provider,
        reference: null,
        fingerprint: source.fingerprint,
        keyId: source.sealed.keyId,
      }
    : {
        provider: source.provider,
        reference: source.reference,
        fingerprint: null,
        keyId: null,
      };

/** The parts that the audit log shows: a new value shows as a new fingerprint. */
export const auditableSecret = (secret: SecretRecord) => ({
  description: secret.description,
  allowedScripts: secret.allowedScripts,
  allowedHosts: secret.allowedHosts,
  fingerprint: viewSource(secret.source).fingerprint,
  reference: viewSource(secret.source).reference,
});

export const secretObject = (secret: {
  documentId: string;
  name: string;
}): NewAuditEntry['object'] => ({
  kind: 'secret',
  documentId: secret.documentId,
  name: secret.name,
});
