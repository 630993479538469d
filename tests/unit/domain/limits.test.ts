import fc from 'fast-check';

import { grantSeats, isShared, limitOf } from '../../../server/src/domain/limits';
import { fingerprint } from '../../../server/src/domain/fingerprint';

describe('the limit of a job', () => {
  it('is none without a number', () => {
    expect(limitOf(7, { limit: null, key: null })).toBeNull();
  });

  it('is its own without a key, and shared with one', () => {
    expect(limitOf(7, { limit: 2, key: null })).toEqual({ key: 'job:7', count: 2 });
    expect(limitOf(7, { limit: 2, key: 'crm-api' })).toEqual({ key: 'key:crm-api', count: 2 });
    expect(isShared('job:7')).toBe(false);
    expect(isShared('key:crm-api')).toBe(true);
  });

  it('tells names apart that a database may take for one, and fits its column', () => {
    const names = [
      'crm',
      'CRM',
      'Crm',
      'crm ',
      'crém',
      '客戶',
      '~',
      'x'.repeat(100),
      '🚀'.repeat(50),
    ];
    const keys = names.map((key) => limitOf(7, { limit: 1, key })?.key ?? '');
    expect(new Set(keys.map((key) => key.toLowerCase().trim())).size).toBe(names.length);
    for (const key of keys) {
      expect(key).toMatch(/^key:[\x21-\x7e]+$/);
      expect(`${key}#999`.length).toBeLessThan(255);
    }
  });
});

test('a fingerprint is always the same, and another for another text', () => {
  expect(fingerprint('CRM')).toBe(fingerprint('CRM'));
  const texts = Array.from({ length: 20_000 }, (_, index) => `Key ${index}`);
  expect(new Set(texts.map(fingerprint)).size).toBe(texts.length);
  expect(fingerprint('')).toMatch(/^[0-9a-f]{32}$/);
});

describe('seats', () => {
  const KEY = 'key:crm';
  const waiting = (...counts: number[]) => counts.map((count, id) => ({ id, count }));
  const idsOf = (granted: { id: number }[]) => granted.map(({ id }) => id);

  it('go to those that wait, in their order, while there are any', () => {
    expect(grantSeats(KEY, waiting(2, 2, 2), [])).toEqual([
      { id: 0, seat: 'key:crm#0' },
      { id: 1, seat: 'key:crm#1' },
    ]);
    expect(grantSeats(KEY, waiting(2, 2), ['key:crm#1'])).toEqual([{ id: 0, seat: 'key:crm#0' }]);
    expect(grantSeats(KEY, waiting(2), ['key:crm#0', 'key:crm#1'])).toEqual([]);
  });

  it('are held for one that allows itself less than those after it', () => {
    expect(idsOf(grantSeats(KEY, waiting(1, 3), ['key:crm#2']))).toEqual([]);
  });

  it('of a limit that was lowered are given again when few enough are taken', () => {
    expect(grantSeats(KEY, waiting(2), ['key:crm#4', 'key:crm#3'])).toEqual([]);
    expect(grantSeats(KEY, waiting(2), ['key:crm#4'])).toEqual([{ id: 0, seat: 'key:crm#0' }]);
  });

  it('are never given twice, and each has a number below the count of who sits on it', () => {
    const counts = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 12 });
    const seats = fc.uniqueArray(fc.integer({ min: 0, max: 8 }));
    fc.assert(
      fc.property(counts, seats, (wanted, numbers) => {
        const taken = numbers.map((number) => `${KEY}#${number}`);
        const granted = grantSeats(KEY, waiting(...wanted), taken);
        const all = [...taken, ...granted.map(({ seat }) => seat)];
        expect(new Set(all).size).toBe(all.length);
        expect(idsOf(granted)).toEqual(granted.map((_, index) => index));
        granted.forEach(({ id, seat }, index) => {
          expect(taken.length + index).toBeLessThan(wanted[id]!);
          expect(Number(seat.slice(KEY.length + 1))).toBeLessThan(wanted[id]!);
        });
        const next = wanted[granted.length];
        if (next !== undefined) expect(taken.length + granted.length).toBeGreaterThanOrEqual(next);
      })
    );
  });
});
