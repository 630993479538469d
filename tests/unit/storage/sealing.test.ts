import { randomBytes } from 'node:crypto';

import { fingerprint, open, rewrap, seal } from '../../../server/src/storage/sealing/envelope';
import { SecretUnreadable } from '../../../server/src/domain/secrets/sealing';
import type { SealedValue } from '../../../server/src/domain/secrets/sealing';
import { keyRing } from '../../../server/src/storage/sealing/keys';
import type { KeyRing } from '../../../server/src/storage/sealing/keys';

const ringOf = (...materials: string[]): KeyRing => {
  const ring = keyRing(materials);
  if (ring === null) throw new Error('a ring needs a key');
  return ring;
};

const OLD = 'an old key of more than thirty-two characters';
const NEW = 'a new key of more than thirty-two characters!';
const place = { id: 'secret-a', version: 1 };
const sealed = (value = 'hunter2', ring = ringOf(OLD)) => seal(ring, place, value, randomBytes);

const withFlippedBit = (packed: string, byte: number): string => {
  const bytes = Buffer.from(packed, 'base64');
  bytes[byte] = (bytes[byte] ?? 0) ^ 1;
  return bytes.toString('base64');
};

describe('a sealed secret', () => {
  it.each(['hunter2', '', 'é ☃ 🙂', 'x'.repeat(16_384)])('opens to what it was', (value) => {
    expect(open(ringOf(OLD), place, sealed(value))).toBe(value);
  });

  it('never looks the same twice, and nowhere like the value', () => {
    const [one, two] = [sealed(), sealed()];
    expect(one.sealed).not.toBe(two.sealed);
    expect(one.wrapped).not.toBe(two.wrapped);
    expect(JSON.stringify(one)).not.toContain('hunter2');
  });

  it.each([
    ['another secret', { id: 'secret-b', version: 1 }],
    ['an earlier version of itself', { id: 'secret-a', version: 2 }],
    ['a place that reads alike', { id: 'secret-a|1:1', version: 1 }],
  ])('does not open as %s', (_what, elsewhere) => {
    expect(() => open(ringOf(OLD), elsewhere, sealed())).toThrow(SecretUnreadable);
  });

  it('does not open without its key, and names the key', () => {
    const value = sealed();
    expect(() => open(ringOf(NEW), place, value)).toThrow(value.keyId);
  });

  it('does not open with any bit changed', () => {
    const value = sealed('four');
    const parts = (['wrapped', 'sealed'] as const).flatMap((part) =>
      [...Buffer.from(value[part], 'base64').keys()].map((byte) => ({ part, byte }))
    );
    for (const { part, byte } of parts) {
      const changed: SealedValue = { ...value, [part]: withFlippedBit(value[part], byte) };
      expect(() => open(ringOf(OLD), place, changed)).toThrow(SecretUnreadable);
    }
    expect(parts.length).toBeGreaterThan(80);
  });

  it('does not open with a shortened tag', () => {
    const bytes = Buffer.from(sealed().sealed, 'base64');
    const short = Buffer.concat([bytes.subarray(0, 12), bytes.subarray(12, 16)]);
    const changed = { ...sealed(), sealed: short.toString('base64') };
    expect(() => open(ringOf(OLD), place, changed)).toThrow(SecretUnreadable);
  });
});

describe('rotation', () => {
  const both = ringOf(NEW, OLD);

  it('wraps the data key anew and leaves the value alone', () => {
    const before = sealed();
    const after = rewrap(both, place, before, randomBytes);
    expect(after.sealed).toBe(before.sealed);
    expect(after.keyId).toBe(both.active.id);
    expect(open(ringOf(NEW), place, after)).toBe('hunter2');
  });

  it('does nothing twice', () => {
    const once = rewrap(both, place, sealed(), randomBytes);
    expect(rewrap(both, place, once, randomBytes)).toBe(once);
  });
});

describe('a key ring', () => {
  it('is none without keys: nothing is sealed in the open', () => {
    expect(keyRing([])).toBeNull();
  });

  it('names its keys by what says nothing about them', () => {
    const { active } = ringOf(OLD);
    expect(active.id).toMatch(/^[0-9a-f]{16}$/);
    expect(active.bytes.toString('hex')).not.toContain(active.id);
  });
});

describe('a fingerprint', () => {
  it('is the same for the same value, and only under the same key', () => {
    const ring = ringOf(OLD);
    expect(fingerprint(ring, 'hunter2')).toBe(fingerprint(ring, 'hunter2'));
    expect(fingerprint(ring, 'hunter2')).not.toBe(fingerprint(ring, 'hunter3'));
    expect(fingerprint(ring, 'hunter2')).not.toBe(fingerprint(ringOf(NEW), 'hunter2'));
  });
});
