import { createHash, hkdfSync } from 'node:crypto';

/** A key that wraps the data keys of secrets. */
export interface WrappingKey {
  /** Tells keys apart in stored secrets; says nothing about the key. */
  id: string;
  /** 32 bytes. */
  bytes: Buffer;
}

/** The first wraps what is new; all of them open what is old. */
export interface KeyRing {
  active: WrappingKey;
  byId: ReadonlyMap<string, WrappingKey>;
}

/** A ring of the given materials, the first active; null where there is none: then nothing is sealed or opened. */
export const keyRing = (materials: readonly string[]): KeyRing | null => {
  const keys = materials.map(wrappingKey);
  const [active] = keys;
  return active === undefined ? null : { active, byId: new Map(keys.map((key) => [key.id, key])) };
};

const wrappingKey = (material: string): WrappingKey => {
  const bytes = derive(material, 'wrapping');
  const id = createHash('sha256').update(derive(material, 'id')).digest('hex').slice(0, 16);
  return { id, bytes };
};

/** HKDF (RFC 5869): whoever knows one derived key learns nothing about the material or the others. */
const derive = (material: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', material, 'job-scheduler', `secrets/${purpose}`, 32));

/** A key for fingerprints: equal values have equal ones, and without the key nobody can try values out. */
export const fingerprintKey = (ring: KeyRing): Buffer =>
  Buffer.from(hkdfSync('sha256', ring.active.bytes, 'job-scheduler', 'secrets/fingerprint', 32));
