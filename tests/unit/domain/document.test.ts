import { readDocument } from '../../../server/src/domain/document/read-document';
import { writeDocument } from '../../../server/src/domain/document/write-document';
import { MAX_DOCUMENT_BYTES } from '../../../server/src/contract/job-document';
import type { DocumentFormat } from '../../../server/src/contract/job-document';

const read = (content: string, format: DocumentFormat) => readDocument(content, format);
/** Each line begins a column later than the one before it. */
const staircase = (word: string): string =>
  Array.from({ length: 1_400 }, (_, at) => ' '.repeat(at) + word).join('\n');
/** What is wrong with it: path and words. */
const fault = (content: string, format: DocumentFormat): string => {
  const answer = read(content, format);
  if (answer.ok) return 'nothing';
  return answer.errors.map(({ path, message }) => [path.join('.'), message].join(': ')).join('; ');
};
const BOTH = ['json', 'yaml'] as const;

describe('what is written is read as the same', () => {
  const DOCUMENT = {
    version: 1,
    jobs: [
      {
        name: 'Nightly: “clean” & report',
        description: 'two\nlines, a tab\t, # no comment\n\n  and space at the end ',
        tags: [
          'yes',
          'no',
          'null',
          '~',
          '1e3',
          '0x10',
          '012',
          '2026-01-31',
          '',
          ' ',
          '*',
          '&a',
          '!t',
        ],
        parameters: {
          '404': true,
          on: 1.5,
          empty: {},
          none: [],
          nothing: null,
          '<<': 'x',
          '🦉': '夜',
        },
        deep: [[[[{ a: [{ b: -0.25 }] }]]]],
      },
    ],
  };
  it.each(BOTH)('%s', (format) => {
    const text = writeDocument(DOCUMENT, format);
    expect(read(text, format)).toEqual({ ok: true, value: DOCUMENT });
    expect(read(`\uFEFF${text}`, format)).toEqual({ ok: true, value: DOCUMENT });
  });

  it('a value that comes twice is written twice: an alias would be refused', () => {
    const shared = { a: [1] };
    const text = writeDocument({ one: shared, other: shared }, 'yaml');
    expect(read(text, 'yaml')).toEqual({ ok: true, value: { one: shared, other: shared } });
  });

  it('JSON is YAML', () => {
    expect(read(writeDocument(DOCUMENT, 'json'), 'yaml')).toEqual({ ok: true, value: DOCUMENT });
  });
});

it('YAML means what JSON means: dates, yes and no are text', () => {
  const text = 'a: 2026-01-31\nb: yes\nc: 0o17\nd: ~\ne: 12:30\nf: |\n  &a *b !c\n';
  expect(read(text, 'yaml')).toEqual({
    ok: true,
    value: { a: '2026-01-31', b: 'yes', c: 15, d: null, e: '12:30', f: '&a *b !c\n' },
  });
});

describe('what could grow or mean something else is refused', () => {
  it.each<[string, string, string]>([
    ['an alias', 'a: &x 1\nb: *x\n', 'content: line 2: aliases are not allowed'],
    ['an anchor', 'a: 1\nb: &x 1\n', 'content: line 2: anchors are not allowed'],
    ['a tag', 'a: !!js/function x\n', 'content: line 1: tags are not allowed'],
    ['a tag of the core schema', 'a: !!str 1\n', 'content: line 1: tags are not allowed'],
    ['a tag inside of a list', 'a: [1, !x 2]\n', 'content: line 1: tags are not allowed'],
    ['a tag of a block of text', 'a: !x |\n  b\n', 'content: line 1: tags are not allowed'],
    ['a tag of the document', '--- !x\na: 1\n', 'content: line 1: tags are not allowed'],
    ['a directive', '%YAML 1.1\n---\na: yes\n', 'content: line 1: directives are not allowed'],
    ['several documents', 'a: 1\n---\nb: 1\n', 'content: must be one document, not several'],
    ['nothing', '', 'content: is empty'],
    ['a key that is no text', 'a:\n  1: b\n', 'content: line 2: a key must be text, in quotes'],
    ['a key that is a list', '? [a]\n: b\n', 'content: a key must be text, in quotes'],
    ['a number without end', 'a: .inf\n', 'a: is not a number that JSON knows'],
    ['what is no number', 'a: .nan\n', 'a: is not a number that JSON knows'],
  ])('%s', (_name, content, expected) => {
    expect(fault(content, 'yaml')).toBe(expected);
  });

  it('the laughs of a billion', () => {
    const levels = Array.from({ length: 9 }, (_, at) => {
      const of = at === 0 ? 'lol' : `*l${at - 1}`;
      return `l${at}: &l${at} [${Array.from({ length: 9 }, () => of).join(', ')}]`;
    });
    expect(fault(levels.join('\n'), 'yaml')).toMatch(/(anchors|aliases) are not allowed$/);
  });

  it.each<[string, DocumentFormat, string, string]>([
    ['is no JSON', 'json', '{"a": 1,}', 'is not JSON'],
    ['is no JSON at all', 'json', 'a: 1', 'is not JSON'],
    ['is half of JSON', 'json', '{"a', 'is not JSON'],
    ['is a number beyond those of JSON', 'json', '{"a": 1e400}', 'is not a number that JSON knows'],
    ['is no YAML', 'yaml', 'a: [1\nb: 2', 'content: line 2: is not YAML'],
    ['has a wrong indent', 'yaml', 'a:\n    b: 1\n  c: 2\n', 'content: line 3: is not YAML'],
    ['holds NUL', 'json', '{"a": "\\u0000"}', 'a: holds characters that cannot be stored'],
    ['holds NUL', 'yaml', 'a: "\\0"', 'a: holds characters that cannot be stored'],
    ['holds half a pair', 'json', '{"a": "\\ud800"}', 'a: holds characters that cannot be stored'],
    ['holds half a pair', 'yaml', 'a: "\\ud800"', 'a: holds characters that cannot be stored'],
  ])('what %s (%s)', (_name, format, content, expected) => {
    expect(fault(content, format)).toContain(expected);
  });
});

describe('a key is there once', () => {
  it.each<[string, DocumentFormat, string, string]>([
    ['JSON', 'json', '{"a": 1,\n "b": {"a": 1}, "a": 2}', 'line 2: the key “a” is there twice'],
    ['JSON, deep', 'json', '[{"x": {"b": 1, "b": 1}}]', 'line 1: the key “b” is there twice'],
    ['JSON, spelled otherwise', 'json', '{"a": 1, "\\u0061": 2}', 'the key “a” is there twice'],
    ['JSON, after a text with quotes', 'json', '{"a": "\\"b\\": {", "a": 1}', 'is there twice'],
    ['YAML', 'yaml', 'a: 1\nb: 2\na: 3\n', 'line 3: the key “a” is there twice'],
    ['YAML, deep', 'yaml', 'x:\n  - {b: 1, "b": 2}\n', 'line 2: the key “b” is there twice'],
  ])('%s', (_name, format, content, expected) => {
    expect(fault(content, format)).toContain(expected);
  });

  it('texts that are no keys may come twice', () => {
    expect(read('["a", "a", {"b": "b"}]', 'json').ok).toBe(true);
  });
});

describe('no key reaches a prototype', () => {
  const PLACES = [
    ['at the top', (key: string) => ({ [`K${key}`]: { polluted: 'yes' } })],
    ['nested', (key: string) => ({ jobs: [{ parameters: { x: [{ [`K${key}`]: 1 }] } }] })],
  ] as const;
  const KEYS = ['__proto__', 'constructor', 'prototype', '__proto__.polluted', 'a.constructor.b'];
  const cases = BOTH.flatMap((format) =>
    KEYS.flatMap((key) => PLACES.map(([place, make]) => [format, key, place, make] as const))
  );
  it.each(cases)('%s: %s, %s', (format, key, _place, make) => {
    // Named otherwise until it is text: an object of ours must not get such a key either.
    const text = writeDocument(make(key), format).replaceAll(`K${key}`, key);
    expect(text).toContain(key);
    expect(fault(text, format)).toContain(`${key}: is not a name that a field may have`);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe('bounds', () => {
  const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  const keys = (count: number) => Array.from({ length: count }, (_, at) => `"${at}":0`).join(',');

  it.each(BOTH)('%s: twenty levels are allowed, and no more', (format) => {
    expect(fault(nested(20), format)).toBe('nothing');
    expect(fault(nested(21), format)).toBe('content: line 1: lies deeper than 20 levels');
  });

  it.each(BOTH)('%s: a hundred thousand keys in all, and no more', (format) => {
    const half = `{${keys(50_000)}}`;
    expect(fault(`[${half}, ${half}]`, format)).toBe('nothing');
    expect(fault(`[${half}, ${half}, {"a": 0}]`, format)).toBe(
      'content: has more than 100000 keys'
    );
  });

  it.each(BOTH)(
    '%s: a megabyte, and no more; letters of other alphabets count as bytes',
    (format) => {
      const filled = (bytes: number) => `["${'夜'.repeat((bytes - 4) / 3)}"]`;
      expect(fault(filled(MAX_DOCUMENT_BYTES), format)).toBe('nothing');
      expect(fault(`${filled(MAX_DOCUMENT_BYTES)} `, format)).toBe(
        'content: must have at most 1000000 bytes'
      );
    }
  );

  const BYTES = MAX_DOCUMENT_BYTES;
  const times = (text: string, around = '') => text.repeat((BYTES - around.length) / text.length);
  it.each<[string, string, json: string, yaml: string]>([
    ['lists without bottom', times('['), '20 levels', '20 levels'],
    ['objects without bottom', times('{"a":'), '20 levels', '20 levels'],
    ['maps without bottom', times('{a: '), '20 levels', '20 levels'],
    ['block lists without bottom', times('- '), 'not JSON', '20 levels'],
    ['block maps without bottom', times('? '), 'not JSON', '20 levels'],
    ['ever deeper lines', staircase('a:'), 'not JSON', '20 levels'],
    ['many small keys', `{${times('a:0,', '{}')}}`, 'not JSON', '600000 parts'],
    ['many keys without values', `[${times('?,', '[]')}]`, 'not JSON', '600000 parts'],
    ['many empty values', `[${times(',', '[]')}]`, 'not JSON', '600000 parts'],
    ['many values', `[${times('0,', '[]')}]`, 'not JSON', '600000 parts'],
    ['many items', times('-\n'), 'not JSON', '600000 parts'],
    ['many lines', times('\n'), 'not JSON', '600000 parts'],
    ['many documents', times('---\n'), 'not JSON', 'not several'],
    ['many comments', times('#\n'), 'not JSON', '600000 parts'],
    ['many anchors', times('&a '), 'not JSON', '600000 parts'],
    ['many ends', times(']'), 'not JSON', '600000 parts'],
    ['many wrong letters', `"${times('\\q', '""')}"`, 'not JSON', 'Invalid escape sequence'],
    ['many wrong texts', `[${times('"\\q",', '[]')}]`, 'not JSON', 'Invalid escape sequence'],
    ['colons', times(':'), 'not JSON', 'not YAML'],
    ['a text without end', `"${times('a', '"')}`, 'not JSON', 'not YAML'],
    ['a number beyond all', times('9'), 'not a number that', 'not a number that'],
  ])('%s', (_name, text, json, yaml) => {
    expect(text.length).toBeLessThanOrEqual(BYTES);
    expect(text.length).toBeGreaterThan(BYTES * 0.95);
    expect(fault(text, 'json')).toContain(json);
    expect(fault(text, 'yaml')).toContain(yaml);
  });
});
