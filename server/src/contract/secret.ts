/** Secrets on the wire: a value goes in and never comes out again. */

/** Where values may be kept: sealed in the site's database, in HashiCorp Vault (KV v2), in AWS Secrets Manager. */
export const SECRET_PROVIDERS = ['local', 'vault', 'aws'] as const;
export type SecretProvider = (typeof SECRET_PROVIDERS)[number];
export type OutsideProvider = Exclude<SecretProvider, 'local'>;

/** A value that is kept elsewhere and read anew for each attempt that uses it. */
export interface SecretReference {
  provider: OutsideProvider;
  /** Vault: the path beneath the configured mount. AWS: the secret's name or ARN. 1 to 500 characters. */
  path: string;
  /** The key of the value: in Vault's data (required there), in the JSON text of AWS (null = the whole text). */
  field: string | null;
  /** Vault: a version's number in digits. AWS: a VersionId. Null = the current one. */
  version: string | null;
}

/**
 * What clients write: either `value` or `reference` is required when it is made; later both may be left out, and the
 * present one stays.
 */
export interface SecretInput {
  /** Letters, digits, `.`, `_` and `-`, beginning with a letter. Jobs name it, so it never changes. */
  name: string;
  /** 4 to 16,384 characters; null = kept elsewhere, see `reference`. */
  value: string | null;
  reference: SecretReference | null;
  description: string;
  /** documentIds of scripts that may get it; empty = any. */
  allowedScripts: string[];
  /** `host` or `host:port` that it may be sent to; empty = any. */
  allowedHosts: string[];
}

export interface SecretView extends Omit<SecretInput, 'value'> {
  documentId: string;
  provider: SecretProvider;
  revision: number;
  /** Counts the values that it has had. */
  version: number;
  /** 12 hexadecimal digits: the same for the same value under the same key. Null where the value is kept elsewhere. */
  fingerprint: string | null;
  /** Which key wraps it; the first configured one after a rotation. Null where the value is kept elsewhere. */
  keyId: string | null;
  /** How many jobs name it. */
  usedBy: number;
  createdAt: string;
  updatedAt: string;
  /** Who wrote it last; null where that was no admin, or one who is gone. */
  updatedBy: { id: string; name: string } | null;
}

/** `meta` of GET /secrets for whoever manages them. */
export interface SecretsMeta {
  /** The key that wraps what is new; null where none is configured: then nothing can be kept or used. */
  keyId: string | null;
  /** Secrets that another key wraps: a rotation would wrap them anew. */
  otherKeys: number;
  /** Where values may be kept: `local`, and what is set up on this site. */
  providers: SecretProvider[];
}

/** `meta` of GET /secrets/:id: the jobs that name it, as far as the caller may read them. */
export interface SecretMeta {
  jobs: { documentId: string; name: string }[];
}

/** What whoever may use secrets sees of them. */
export type SecretName = Pick<SecretView, 'documentId' | 'name' | 'description'>;

/** POST /secrets/rotate: how many were wrapped anew, were so already, and could not be opened. */
export interface SecretRotation {
  rewrapped: number;
  current: number;
  unreadable: { documentId: string; name: string; reason: string }[];
}
