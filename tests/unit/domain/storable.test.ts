import * as fc from 'fast-check';

import { storableJson, storableText } from '../../../server/src/domain/storable';

test('text is cut to its bound and keeps whole characters of other planes', () => {
  expect(storableText('abcdef', 4)).toBe('abc…');
  expect(storableText('Ende 🏁', 10)).toBe('Ende 🏁');
});

test('plain data is kept as it is', () => {
  const value = { rows: 3, text: 'Grüße 🚀 \\u0000 as text', list: [1, null, true] };
  expect(storableJson(value, 1_000)).toEqual({ ok: true, value });
});

test('nothing is null, a big integer is text', () => {
  expect(storableJson(undefined, 10)).toEqual({ ok: true, value: null });
  expect(storableJson({ n: 10n }, 100)).toEqual({ ok: true, value: { n: '10' } });
});

test('a value that is no plain data, or too long, is refused with the reason', () => {
  const circular: unknown[] = [];
  circular.push(circular);
  expect(storableJson(circular, 100)).toEqual({ ok: false, why: expect.stringContaining('JSON') });
  expect(storableJson('x'.repeat(100), 50)).toEqual({
    ok: false,
    why: 'it is 102 characters of JSON, more than 50',
  });
});

test('a value that is nested deeper than every database keeps is refused before anybody walks through it', () => {
  const nested = (levels: number): unknown =>
    JSON.parse('{"a":['.repeat(levels / 2) + ']}'.repeat(levels / 2));
  const deepest = { a: nested(30) };
  expect(storableJson(deepest, 1_000)).toEqual({ ok: true, value: deepest });
  const why = 'it is nested deeper than 31 levels';
  expect(storableJson(nested(32), 1_000)).toEqual({ ok: false, why });
  expect(storableJson(nested(3_000), 100_000)).toMatchObject({ ok: false });
});

test('no value keeps a character that PostgreSQL refuses', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (key, text) => {
      const kept = storableJson({ [`${key}\0`]: `\ud800${text}\0\\u0000` }, 10_000);
      const json = JSON.stringify(kept);
      expect(json).not.toMatch(/(?<!\\)(\\\\)*\\u(0000|d[89a-f])/);
    })
  );
});
