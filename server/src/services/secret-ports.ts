import type { OutsideProvider, SecretReference } from '../contract/secret';
import type { Failure } from '../domain/failure';
import type { SealedValue } from '../domain/secrets/sealing';
import type { Found, Page, Scope } from './lists';
import type { JobRecord } from './records';

/** What is stored of a value: itself, sealed, or where else it is kept. */
export type SecretSource = SealedSource | { provider: OutsideProvider; reference: SecretReference };
export interface SealedSource {
  provider: 'local';
  sealed: SealedValue;
  fingerprint: string;
}

/** What reading a value answered. A failure that another attempt may get over is `retryable`. */
export type ReadSecret = { ok: true; value: string } | { ok: false; failure: Failure };

/** Reads a value from where it is kept; never throws, and never repeats a value in a failure. */
export type ReadReference = (reference: SecretReference) => Promise<ReadSecret>;

/** The providers that are set up on this site. */
export type OutsideProviders = Partial<Record<OutsideProvider, ReadReference>>;

/** Where values of secrets may be kept outside of the site. */
export interface ProviderOptions {
  /** HashiCorp Vault; `address` null = not set up. */
  vault: {
    address: string | null;
    namespace: string | null;
    /** Mount of the key-value engine, version 2. */
    mount: string;
    /** One way to prove who we are: a token, a file with one, or an AppRole. */
    token: string | null;
    tokenFile: string | null;
    roleId: string | null;
    secretId: string | null;
    appRoleMount: string;
    /** PEM file of the authority that signed the server's certificate. */
    caFile: string | null;
  };
  /** AWS Secrets Manager; `region` null = not set up. */
  aws: { region: string | null; endpoint: string | null; caFile: string | null };
}

/** A secret as stored. Instants are epoch milliseconds. */
export interface SecretRecord {
  id: number;
  documentId: string;
  name: string;
  description: string;
  allowedScripts: string[];
  allowedHosts: string[];
  revision: number;
  version: number;
  source: SecretSource;
  createdAt: number;
  updatedAt: number;
  /** Row id of the admin who wrote it last. */
  changedBy: number | null;
}

export type SealedSecret = SecretRecord & { source: SealedSource };

export interface SecretQuery extends Page {
  q: string | null;
}

/** A secret to insert or to write over. */
export type SecretWrite = Omit<
  SecretRecord,
  'id' | 'documentId' | 'name' | 'revision' | 'createdAt' | 'updatedAt'
>;
export type NewSecret = SecretWrite & Pick<SecretRecord, 'documentId' | 'name'>;

/** What reads of secrets answer; part of the store. */
export interface SecretReads {
  listSecrets(query: SecretQuery): Promise<Found<{ secret: SecretRecord; usedBy: number }>>;
  /** Of these names, those that there are. */
  findSecrets(names: string[]): Promise<SecretRecord[]>;
  findSecret(documentId: string): Promise<SecretRecord | undefined>;
  /** Secrets that this key wraps; all of them where none is named. */
  countSecrets(keyId?: string): Promise<number>;
  /** How many jobs name it. */
  countSecretUses(name: string): Promise<number>;
  /** At most `limit` jobs of the scope that name it, by name. */
  findJobsWithSecret(name: string, scope: Scope, limit: number): Promise<JobRecord[]>;
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
  ): Promise<SealedSecret[]>;
  /** Neither a new revision nor a new version: the value is the same. */
  rewrapSecret(secret: SecretRecord, turned: SealedSource): Promise<void>;
  /** Of these names, those of secrets that there are; nobody deletes them before this transaction is over. */
  findSecretNames(names: readonly string[]): Promise<string[]>;
  /** How many jobs name it. */
  countSecretUses(name: string): Promise<number>;
  /** At most `limit` jobs of the scope that name it, by name. */
  findJobsWithSecret(name: string, scope: Scope, limit: number): Promise<JobRecord[]>;
  /** Makes these all the secrets that the job names. */
  writeSecretLinks(jobId: number, names: readonly string[]): Promise<void>;
}
