import { MAX_PAGE_SIZE } from '../contract/api';
import type { SecretReference } from '../contract/secret';
import type { SealedValue } from '../domain/secrets/sealing';
import { Conflict } from '../services/errors';
import type { Found, Scope } from '../services/ports';
import type {
  NewSecret,
  SecretChanges,
  SecretQuery,
  SecretReads,
  SecretRecord,
  SealedSecret,
  SealedSource,
  SecretSource,
  SecretWrite,
} from '../services/secret-ports';
import { readNow } from './engine/database-clock';
import { fromJson, toJson, toNumber, toNumberOrNull, toTextOrNull } from './engine/rows';
import { countLinks, writeLinks } from './engine/links';
import { execute, forUpdate, marks, query } from './engine/session';
import type { Row, Session } from './engine/session';
import type { ScopedSession } from './jobs';
import { findLinkedJobs } from './linked-jobs';
import type { Reader } from './reader';
import { contains, whereAll } from './scope';
import { isUniqueViolation } from './unique-violation';
import { toInstant } from './values';

/** Throws Conflict where the name is taken. */
export const insertSecret = async (session: Session, secret: NewSecret): Promise<SecretRecord> => {
  const now = new Date(await readNow(session));
  const row: Row = {
    document_id: secret.documentId,
    name: secret.name,
    ...fromWrite(secret),
    revision: 1,
    created_at: now,
    updated_at: now,
    published_at: now,
    created_by_id: secret.changedBy,
  };
  const columns = Object.keys(row);
  const sql = `INSERT INTO ${session.tables.secrets} (${columns.map(() => '??').join(', ')})
    VALUES (${marks(columns)})`;
  try {
    await execute(session, sql, [...columns, ...Object.values(row)]);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new Conflict('Another secret has this name', {
      errors: [{ path: ['name'], message: 'is taken by another secret' }],
    });
  }
  return mustFind(session, secret.documentId);
};

const findSecret = (session: Session, documentId: string): Promise<SecretRecord | undefined> =>
  selectSecret(session, documentId, '');

export const lockSecret = (
  session: Session,
  documentId: string
): Promise<SecretRecord | undefined> => selectSecret(session, documentId, forUpdate(session));

const selectSecret = async (
  session: Session,
  documentId: string,
  lock: string
): Promise<SecretRecord | undefined> => {
  const [row] = await query(
    session,
    `SELECT * FROM ${session.tables.secrets} WHERE document_id = ? ${lock}`,
    [documentId]
  );
  return row && toSecret(row);
};

export const updateSecret = async (
  session: Session,
  secret: SecretRecord,
  write: SecretWrite
): Promise<SecretRecord> => {
  const row: Row = {
    ...fromWrite(write),
    revision: secret.revision + 1,
    updated_at: new Date(await readNow(session)),
  };
  await writeRow(session, secret.id, row);
  return mustFind(session, secret.documentId);
};

export const deleteSecret = (session: Session, { id }: SecretRecord): Promise<void> =>
  execute(session, `DELETE FROM ${session.tables.secrets} WHERE id = ?`, [id]);

export const lockSecretsOfOtherKeys = async (
  session: Session,
  keyId: string,
  { after, limit }: { after: number; limit: number }
): Promise<SealedSecret[]> => {
  const rows = await query(
    session,
    `SELECT * FROM ${session.tables.secrets} WHERE key_id <> ? AND id > ?
     ORDER BY id LIMIT ? ${forUpdate(session)}`,
    [keyId, after, limit]
  );
  return rows.map((row) => ({ ...toSecret(row), source: toSealedSource(row) }));
};

export const rewrapSecret = (
  session: Session,
  { id }: SecretRecord,
  turned: SecretSource
): Promise<void> => writeRow(session, id, fromSource(turned));

export const listSecrets = async (
  session: Session,
  request: SecretQuery
): Promise<Found<{ secret: SecretRecord; usedBy: number }>> => {
  const { secrets, links } = session.tables;
  const where = whereAll(
    request.q === null ? [] : [contains(['s.name', 's.description'], request.q)]
  );
  const [counted] = await query(
    session,
    `SELECT COUNT(*) AS total FROM ${secrets} s ${where.sql}`,
    where.bindings
  );
  const rows = await query(
    session,
    `SELECT s.*, (SELECT COUNT(*) FROM ${links} l WHERE l.kind = 'secret' AND l.target = s.name) AS used_by
     FROM ${secrets} s ${where.sql} ORDER BY s.name, s.id LIMIT ? OFFSET ?`,
    [...where.bindings, Math.min(request.limit, MAX_PAGE_SIZE), request.offset]
  );
  return {
    rows: rows.map((row) => ({ secret: toSecret(row), usedBy: toNumber(row['used_by']) })),
    total: toNumber(counted?.['total']),
  };
};

export const countSecrets = async (session: Session, keyId?: string): Promise<number> => {
  const [condition, bindings] =
    keyId === undefined ? ['WHERE key_id IS NOT NULL', []] : ['WHERE key_id = ?', [keyId]];
  const [row] = await query(
    session,
    `SELECT COUNT(*) AS total FROM ${session.tables.secrets} ${condition}`,
    bindings
  );
  return toNumber(row?.['total']);
};

/** Of these names, those that there are. */
export const findSecrets = async (session: Session, names: string[]): Promise<SecretRecord[]> => {
  if (names.length === 0) return [];
  const rows = await query(
    session,
    `SELECT * FROM ${session.tables.secrets} WHERE name IN (${marks(names)})`,
    names
  );
  return rows.map(toSecret).filter(({ name }) => names.includes(name));
};

const lockSecretNames = async (session: Session, names: readonly string[]): Promise<string[]> => {
  if (names.length === 0) return [];
  const rows = await query(
    session,
    `SELECT name FROM ${session.tables.secrets} WHERE name IN (${marks(names)}) ORDER BY id ${forUpdate(session)}`,
    names
  );
  return rows.map((row) => String(row['name']));
};

const mustFind = async (session: Session, documentId: string): Promise<SecretRecord> => {
  const found = await lockSecret(session, documentId);
  if (found === undefined) throw new Error('A secret vanished while it was being written');
  return found;
};

const writeRow = (session: Session, id: number, row: Row): Promise<void> =>
  execute(
    session,
    `UPDATE ${session.tables.secrets} SET ${Object.keys(row)
      .map(() => '?? = ?')
      .join(', ')} WHERE id = ?`,
    [...Object.entries(row).flat(), id]
  );

const fromWrite = (write: SecretWrite): Row => ({
  description: write.description,
  allowed_scripts: toJson(write.allowedScripts),
  allowed_hosts: toJson(write.allowedHosts),
  version: write.version,
  ...fromSource(write.source),
  updated_by_id: write.changedBy,
});

/** Each kind empties the columns of the other. */
const fromSource = (source: SecretSource): Row =>
  source.provider === 'local'
    ? {
        sealed: toJson(source.sealed),
        key_id: source.sealed.keyId,
        fingerprint: source.fingerprint,
        reference: null,
      }
    : { sealed: null, key_id: null, fingerprint: null, reference: toJson(source.reference) };

const toSource = (row: Row): SecretSource => {
  const reference = fromJson(row['reference']) as SecretReference | null;
  return reference === null ? toSealedSource(row) : { provider: reference.provider, reference };
};

const toSealedSource = (row: Row): SealedSource => ({
  provider: 'local',
  sealed: fromJson(row['sealed']) as SealedValue,
  fingerprint: String(row['fingerprint']),
});

const toSecret = (row: Row): SecretRecord => ({
  id: toNumber(row['id']),
  documentId: String(row['document_id']),
  name: String(row['name']),
  description: toTextOrNull(row['description']) ?? '',
  allowedScripts: fromJson(row['allowed_scripts']) as string[],
  allowedHosts: fromJson(row['allowed_hosts']) as string[],
  revision: toNumber(row['revision']),
  version: toNumber(row['version']),
  source: toSource(row),
  createdAt: toInstant(row['created_at']),
  updatedAt: toInstant(row['updated_at']),
  changedBy: toNumberOrNull(row['updated_by_id']),
});

const findJobsWith = (session: ScopedSession, target: string, scope: Scope, limit: number) =>
  findLinkedJobs(session, { kind: 'secret', target, scope, limit });

/** What use cases read of secrets. */
export const secretReads = (read: Reader): SecretReads => ({
  listSecrets: read(listSecrets),
  findSecrets: read(findSecrets),
  findSecret: read(findSecret),
  countSecrets: read(countSecrets),
  countSecretUses: read((session, name: string) => countLinks(session, 'secret', name)),
  findJobsWithSecret: read(findJobsWith),
});

/** What use cases change of secrets. */
export const secretChanges = (session: ScopedSession): SecretChanges => ({
  insertSecret: (secret) => insertSecret(session, secret),
  lockSecret: (documentId) => lockSecret(session, documentId),
  updateSecret: (secret, write) => updateSecret(session, secret, write),
  deleteSecret: (secret) => deleteSecret(session, secret),
  lockSecretsOfOtherKeys: (keyId, page) => lockSecretsOfOtherKeys(session, keyId, page),
  rewrapSecret: (secret, turned) => rewrapSecret(session, secret, turned),
  findSecretNames: (names) => lockSecretNames(session, names),
  countSecretUses: (name) => countLinks(session, 'secret', name),
  findJobsWithSecret: (name, scope, limit) => findJobsWith(session, name, scope, limit),
  writeSecretLinks: (jobId, names) => writeLinks(session, jobId, 'secret', names),
});
