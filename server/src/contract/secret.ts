/** Secrets on the wire: a value goes in and never comes out again. */

/** What clients write. `value` is required when it is made; later it may be left out: the present one stays. */
export interface SecretInput {
  /** Letters, digits, `.`, `_` and `-`, beginning with a letter. Jobs name it, so it never changes. */
  name: string;
  /** 1 to 16,384 characters. */
  value: string;
  description: string;
  /** documentIds of scripts that may get it; empty = any. */
  allowedScripts: string[];
  /** `host` or `host:port` that it may be sent to; empty = any. */
  allowedHosts: string[];
}

export interface SecretView extends Omit<SecretInput, 'value'> {
  documentId: string;
  revision: number;
  /** Counts the values that it has had. */
  version: number;
  /** 12 hexadecimal digits: the same for the same value under the same key. */
  fingerprint: string;
  /** Which key wraps it; the first configured one after a rotation. */
  keyId: string;
  /** How many jobs name it. */
  usedBy: number;
  createdAt: string;
  updatedAt: string;
}

/** What whoever may use secrets sees of them. */
export type SecretName = Pick<SecretView, 'documentId' | 'name' | 'description'>;

/** POST /secrets/rotate: how many were wrapped anew, were so already, and could not be opened. */
export interface SecretRotation {
  rewrapped: number;
  current: number;
  unreadable: { documentId: string; name: string; reason: string }[];
}
