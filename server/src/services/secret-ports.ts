import type { SealedValue } from '../domain/secrets/sealing';
import type { Found, Page } from './lists';

/** A secret as stored: its value only sealed. Instants are epoch milliseconds. */
export interface SecretRecord {
  id: number;
  documentId: string;
  name: string;
  description: string;
  allowedScripts: string[];
  allowedHosts: string[];
  revision: number;
  version: number;
  fingerprint: string;
  sealed: SealedValue;
  createdAt: number;
  updatedAt: number;
}

export interface SecretQuery extends Page {
  q: string | null;
}

/** A secret to insert or to write over. */
export type SecretWrite = Omit<
  SecretRecord,
  'id' | 'documentId' | 'name' | 'revision' | 'createdAt' | 'updatedAt'
> & { changedBy: number | null };
export type NewSecret = SecretWrite & Pick<SecretRecord, 'documentId' | 'name'>;

/** What reads of secrets answer; part of the store. */
export interface SecretReads {
  listSecrets(query: SecretQuery): Promise<Found<{ secret: SecretRecord; usedBy: number }>>;
  /** Of these names, those that there are. */
  findSecrets(names: string[]): Promise<SecretRecord[]>;
  /** Secrets that this key wraps. */
  countSecrets(keyId: string): Promise<number>;
}

/** Changes to secrets, in the transaction of the other changes. */
export interface SecretChanges {
  /** Throws Conflict where the name is taken. */
  insertSecret(secret: NewSecret): Promise<SecretRecord>;
  lockSecret(documentId: string): Promise<SecretRecord | undefined>;
  /** Counts the revision up. */
  updateSecret(secret: SecretRecord, write: SecretWrite): Promise<SecretRecord>;
  deleteSecret(secret: SecretRecord): Promise<void>;
  /** Locks secrets that another key wraps, in the order of their ids. */
  lockSecretsOfOtherKeys(
    keyId: string,
    page: { after: number; limit: number }
  ): Promise<SecretRecord[]>;
  /** Neither a new revision nor a new version: the value is the same. */
  rewrapSecret(
    secret: SecretRecord,
    turned: Pick<SecretRecord, 'sealed' | 'fingerprint'>
  ): Promise<void>;
  /** Of these names, those of secrets that there are; nobody deletes them before this transaction is over. */
  findSecretNames(names: readonly string[]): Promise<string[]>;
  /** How many jobs name it. */
  countSecretUses(name: string): Promise<number>;
  /** Makes these all the secrets that the job names. */
  writeSecretLinks(jobId: number, names: readonly string[]): Promise<void>;
}
