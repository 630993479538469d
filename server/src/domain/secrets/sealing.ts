/** What a sealed value belongs to: it opens nowhere else. */
export interface SecretPlace {
  /** documentId of the secret. */
  id: string;
  /** Counts up with every new value. */
  version: number;
}

/** AES-256-GCM under a data key of its own, which is wrapped by a key of the ring. All base64. */
export interface SealedValue {
  format: 1;
  keyId: string;
  /** nonce ‖ tag ‖ data key, wrapped */
  wrapped: string;
  /** nonce ‖ tag ‖ value */
  sealed: string;
}

/** Thrown where a value cannot be opened: its key is not in the ring, or it is not what was stored. Never says more. */
export class SecretUnreadable extends Error {
  override readonly name = 'SecretUnreadable';
}

/** Seals and opens values with the configured keys. */
export interface Sealing {
  /** The key that wraps what is new. */
  activeKeyId: string;
  seal(place: SecretPlace, value: string): SealedValue;
  /** Throws SecretUnreadable. */
  open(place: SecretPlace, value: SealedValue): string;
  /** The same value, its data key wrapped by the active key. Throws SecretUnreadable. */
  rewrap(place: SecretPlace, value: SealedValue): SealedValue;
  /** Tells whether two values are the same without telling what they are: 12 hexadecimal digits. */
  fingerprint(value: string): string;
}

/** Characters that the material of a key must have at least. */
export const MIN_KEY_CHARS = 32;
