import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';

import { SecretUnreadable } from '../../domain/secrets/sealing';
import type { SealedValue, SecretPlace } from '../../domain/secrets/sealing';
import { fingerprintKey } from './keys';
import type { KeyRing } from './keys';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** Seals a value. `random` answers so many random bytes. */
export const seal = (
  ring: KeyRing,
  place: SecretPlace,
  value: string,
  random: (bytes: number) => Buffer
): SealedValue => {
  const dataKey = random(KEY_BYTES);
  const keyId = ring.active.id;
  return {
    format: 1,
    keyId,
    wrapped: encrypt(ring.active.bytes, dataKey, wrapContext(place, keyId), random),
    sealed: encrypt(dataKey, Buffer.from(value, 'utf8'), valueContext(place), random),
  };
};

/** Throws SecretUnreadable. */
export const open = (ring: KeyRing, place: SecretPlace, value: SealedValue): string =>
  decrypt(dataKeyOf(ring, place, value), value.sealed, valueContext(place)).toString('utf8');

/** The same value, its data key wrapped by the active key; itself where it is already. Throws SecretUnreadable. */
export const rewrap = (
  ring: KeyRing,
  place: SecretPlace,
  value: SealedValue,
  random: (bytes: number) => Buffer
): SealedValue => {
  const keyId = ring.active.id;
  if (value.keyId === keyId) return value;
  const dataKey = dataKeyOf(ring, place, value);
  const wrapped = encrypt(ring.active.bytes, dataKey, wrapContext(place, keyId), random);
  return { ...value, keyId, wrapped };
};

/** Tells whether two values are the same without telling what they are: 12 hexadecimal digits of an HMAC-SHA-256. */
export const fingerprint = (ring: KeyRing, value: string): string =>
  createHmac('sha256', fingerprintKey(ring)).update(value, 'utf8').digest('hex').slice(0, 12);

const dataKeyOf = (ring: KeyRing, place: SecretPlace, value: SealedValue): Buffer => {
  const key = ring.byId.get(value.keyId);
  if (key === undefined)
    throw new SecretUnreadable(`the key ${value.keyId} that it was sealed with is not configured`);
  return decrypt(key.bytes, value.wrapped, wrapContext(place, value.keyId));
};

// The additional data binds a ciphertext to its row and version: moved to another one it does not open.
const TABLE = 'job_scheduler_secrets';
const valueContext = ({ id, version }: SecretPlace): Buffer => context(TABLE, id, `${version}`);
const wrapContext = ({ id, version }: SecretPlace, keyId: string): Buffer =>
  context(TABLE, id, `${version}`, keyId);

/** Each part with its length: no two lists of parts make the same bytes. */
const context = (...parts: string[]): Buffer =>
  Buffer.from(parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join('|'), 'utf8');

const encrypt = (
  key: Buffer,
  plain: Buffer,
  additional: Buffer,
  random: (bytes: number) => Buffer
): string => {
  const nonce = random(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(additional);
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64');
};

const decrypt = (key: Buffer, packed: string, additional: Buffer): Buffer => {
  const bytes = Buffer.from(packed, 'base64');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new SecretUnreadable('it is cut short');
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), {
    // Fixed: a shorter tag would be easier to forge.
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(additional);
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    const text = bytes.subarray(NONCE_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(text), decipher.final()]);
  } catch {
    throw new SecretUnreadable('it is not what was stored, or belongs to another secret');
  }
};
