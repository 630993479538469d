import type { ParameterDefinition } from '../../../server/src/contract/template';
import { checkParameters } from '../../../server/src/templates/parameters/check-parameters';
import { aSite } from './some-tools';

type Given = Partial<ParameterDefinition>;

const define = (given: Given): ParameterDefinition => ({
  name: 'one',
  type: 'text',
  label: 'One',
  ...given,
});

/** The errors that a value has as the parameter `one`, as `path: message`. */
const errorsOf = (given: Given, value: unknown): string[] => {
  const checked = checkParameters({ parameters: [define(given)] }, { one: value }, aSite);
  return checked.ok
    ? []
    : checked.errors.map(({ path, message }) => `${path.join('/')}: ${message}`);
};

const ofTicket = (given: Given): ParameterDefinition[] => [
  define({ name: 'contentType', type: 'content-type' }),
  define({ ...given, contentTypeParameter: 'contentType' }),
];

const errorsAt = (given: Given, one: unknown, contentType = 'api::ticket.ticket'): string[] => {
  const checked = checkParameters({ parameters: ofTicket(given) }, { contentType, one }, aSite);
  return checked.ok
    ? []
    : checked.errors.map(({ path, message }) => `${path.join('/')}: ${message}`);
};

describe('parameters', () => {
  const rules = {
    parameters: [
      define({ name: 'who', required: true }),
      define({ name: 'count', type: 'number', default: 3 }),
      define({ name: 'list', type: 'json', default: [1] }),
      define({ name: 'note', type: 'textarea' }),
      define({ name: 'extra', type: 'json', nullable: true, default: null }),
    ],
  };

  it('are completed with defaults; what has none stays absent', () => {
    expect(checkParameters(rules, { who: 'Ada' }, aSite)).toEqual({
      ok: true,
      value: { who: 'Ada', count: 3, list: [1], extra: null },
    });
  });

  it('never share a default with one another', () => {
    const [first, second] = [0, 0].map(() => checkParameters(rules, { who: 'Ada' }, aSite));
    if (!first?.ok || !second?.ok) throw new Error('unsound');
    (first.value['list'] as number[]).push(2);
    expect(second.value['list']).toEqual([1]);
  });

  it('are refused with every error at once, each with its path', () => {
    expect(checkParameters(rules, { count: '5', note: null, other: 1 }, aSite)).toEqual({
      ok: false,
      errors: [
        { path: ['parameters', 'other'], message: 'is not a parameter of this template' },
        { path: ['parameters', 'who'], message: 'is required' },
        { path: ['parameters', 'count'], message: 'must be a number' },
        { path: ['parameters', 'note'], message: 'must not be null' },
      ],
    });
  });

  it.each([[null], ['text'], [7], [[]], [undefined], [new Date(0)]])(
    'are refused as %p',
    (input) => {
      expect(checkParameters(rules, input, aSite)).toMatchObject({
        ok: false,
        errors: [{ path: ['parameters'], message: 'must be an object' }],
      });
    }
  );

  it('ask the template itself once each of them is sound', () => {
    const check = () => [{ path: ['parameters', 'who'], message: 'is away' }];
    expect(checkParameters({ ...rules, check }, { who: 'Ada' }, aSite)).toEqual({
      ok: false,
      errors: check(),
    });
  });

  it('need a required one only where the form shows it', () => {
    const hidden = {
      parameters: [
        define({ name: 'mode', type: 'boolean', default: false }),
        define({ required: true, visibleWhen: { parameter: 'mode', in: [true] } }),
      ],
    };
    expect(checkParameters(hidden, {}, aSite).ok).toBe(true);
    expect(checkParameters(hidden, { mode: true }, aSite)).toMatchObject({
      errors: [{ path: ['parameters', 'one'], message: 'is required' }],
    });
  });
});

describe('what no parameter may hold', () => {
  const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });
  it.each([
    ['__proto__', JSON.parse('{"__proto__":{"polluted":true}}')],
    ['a nested __proto__', JSON.parse('{"a":[{"__proto__":{"polluted":true}}]}')],
    ['constructor', JSON.parse('{"constructor":{"prototype":{"polluted":true}}}')],
    ['prototype', { prototype: {} }],
    ['a NUL', { a: 'b\0c' }],
    ['a NUL in a key', { 'a\0': 1 }],
    ['half a surrogate pair', { a: '\ud83d' }],
    ['NaN', { a: Number.NaN }],
    ['Infinity', [Infinity]],
    ['too many levels', nested(40)],
    ['too many values', Array.from({ length: 30_000 }, () => 0)],
    ['a key without end', { ['k'.repeat(300)]: 1 }],
    ['a date object', { a: new Date(0) }],
    ['a big integer', { a: 1n }],
    ['a function', { a: () => 1 }],
  ])('%s is refused', (_what, value) => {
    expect(errorsOf({ type: 'json' }, value)).toHaveLength(1);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('keys that pollute are refused as parameters, too', () => {
    const input: unknown = JSON.parse('{"__proto__":{"one":"x"}}');
    expect(checkParameters({ parameters: [define({})] }, input, aSite).ok).toBe(false);
  });

  it('an inherited value does not count', () => {
    const rules = { parameters: [define({ name: 'valueOf', type: 'json', required: true })] };
    expect(checkParameters(rules, {}, aSite)).toMatchObject({
      errors: [{ message: 'is required' }],
    });
  });
});

describe('a value', () => {
  it.each<[string, Given, unknown]>([
    ['text', {}, 'Ada'],
    ['text', {}, ''],
    ['text', { pattern: '[a-z]{3}' }, 'abc'],
    ['textarea', { type: 'textarea' }, 'two\nlines'],
    ['code', { type: 'code' }, 'x'.repeat(50_000)],
    ['number', { type: 'number' }, -1.5],
    ['number', { type: 'number', integer: true, min: 1, max: 3 }, 3],
    ['boolean', { type: 'boolean' }, false],
    ['select', { type: 'select', options: [{ value: 1, label: 'One' }] }, 1],
    ['multi-select', { type: 'multi-select', options: [{ value: 'a', label: 'A' }] }, ['a']],
    ['date', { type: 'date' }, '2026-02-28'],
    ['date', { type: 'date' }, '2026-02-28T09:00:00+08:00'],
    ['duration', { type: 'duration' }, 90_000],
    ['cron', { type: 'cron' }, '*/15 9-17 * * MON-FRI'],
    ['cron', { type: 'cron' }, '@daily'],
    ['json', { type: 'json' }, { a: [1, 'x', null, { b: true }] }],
    ['url', { type: 'url' }, 'https://example.com:8443/hook?a=b#c'],
    ['email-list', { type: 'email-list' }, ['ada@example.com', "o'neil+tag@mail.example.co.uk"]],
    ['key-value', { type: 'key-value' }, { 'X-Name': '問' }],
    ['content-type', { type: 'content-type' }, 'api::ticket.ticket'],
    ['content-type', { type: 'content-type', draftAndPublish: true }, 'api::ticket.ticket'],
    ['locale', { type: 'locale' }, 'zh-Hant-HK'],
  ])('of type %s is taken: %j %j', (_type, given, value) => {
    expect(errorsOf(given, value)).toEqual([]);
  });

  it.each<[string, Given, unknown, string]>([
    ['text', {}, 5, 'must be a text'],
    ['text', {}, 'two\nlines', 'must be one line'],
    ['text', {}, 'x'.repeat(1001), 'must have at most 1000 characters'],
    ['text', { max: 3 }, 'long', 'must have at most 3 characters'],
    ['text', { min: 3 }, 'ab', 'must have at least 3 characters'],
    ['text', { pattern: 'a|b' }, 'ab', 'must match the pattern a|b'],
    ['text', { pattern: '[0-9]+' }, '1\n', 'must be one line'],
    ['textarea', { type: 'textarea' }, 'x'.repeat(10_001), 'must have at most 10000 characters'],
    ['number', { type: 'number' }, '5', 'must be a number'],
    ['number', { type: 'number' }, true, 'must be a number'],
    ['number', { type: 'number' }, [5], 'must be a number'],
    ['number', { type: 'number' }, Number.NaN, 'must be a finite number'],
    ['number', { type: 'number', integer: true }, 1.5, 'must be a whole number'],
    ['number', { type: 'number', integer: true }, 2 ** 53, 'must be a whole number'],
    ['number', { type: 'number', min: 2 }, 1, 'must be at least 2'],
    ['number', { type: 'number', max: 2 }, 3, 'must be at most 2'],
    ['boolean', { type: 'boolean' }, 'true', 'must be true or false'],
    ['boolean', { type: 'boolean' }, 1, 'must be true or false'],
    ['select', { type: 'select', options: [{ value: 1, label: 'One' }] }, '1', 'must be one of 1'],
    ['date', { type: 'date' }, '2026-02-30', 'must be a date'],
    ['date', { type: 'date' }, '2026-02-28T09:00:00', 'must be a date'],
    ['date', { type: 'date' }, '2026-02-30T09:00:00Z', 'must be a date'],
    ['date', { type: 'date' }, '2026-02-28T25:00:00Z', 'must be a date'],
    ['date', { type: 'date', min: 0 }, '1969-12-31', 'must not be before 1970'],
    ['date', { type: 'date', max: 0 }, '1970-01-02', 'must not be after 1970'],
    ['duration', { type: 'duration' }, '15m', 'must be a whole number of milliseconds'],
    ['duration', { type: 'duration' }, -1, 'must be at least 0 milliseconds'],
    ['duration', { type: 'duration' }, 1e15, 'must be at most'],
    [
      'json',
      { type: 'json', max: 10 },
      ['x'.repeat(20)],
      'must have at most 10 characters as JSON',
    ],
    ['url', { type: 'url' }, 'ftp://example.com', 'must be an http or https URL'],
    ['url', { type: 'url' }, 'javascript:alert(1)', 'must be an http or https URL'],
    ['url', { type: 'url' }, 'file:///etc/passwd', 'must be an http or https URL'],
    ['url', { type: 'url' }, 'http:\\\\127.0.0.1', 'must be an http or https URL'],
    ['url', { type: 'url' }, 'http://a\\b', 'must not contain'],
    ['url', { type: 'url' }, 'http://exa\tmple.com', 'must not contain'],
    ['url', { type: 'url' }, ' http://example.com', 'must be an http or https URL'],
    ['url', { type: 'url' }, 'http://[::1', 'must be a complete URL'],
    ['url', { type: 'url' }, 'http://ok@127.0.0.1/', 'must not contain a user name'],
    ['url', { type: 'url' }, 'https://a:b@example.com', 'must not contain a user name'],
    ['url', { type: 'url' }, `https://example.com/${'a'.repeat(3000)}`, 'must have at most'],
    ['url', { type: 'url' }, 7, 'must be a text'],
    ['url', { type: 'url' }, '', 'must be an http or https URL'],
    ['email-list', { type: 'email-list' }, 'ada@example.com', 'must be a list'],
    ['key-value', { type: 'key-value' }, ['a'], 'must be an object of names and texts'],
    ['key-value', { type: 'key-value', max: 1 }, { a: '', b: '' }, 'must hold at most 1'],
    ['content-type', { type: 'content-type' }, 'api::other.other', 'must be a content type'],
    ['content-type', { type: 'content-type' }, 'admin::user', 'must be a content type'],
    [
      'content-type',
      { type: 'content-type' },
      { uid: 'api::ticket.ticket' },
      'must be a content type',
    ],
    [
      'content-type',
      { type: 'content-type', draftAndPublish: true },
      'api::page.page',
      'must be a content type with draft',
    ],
    ['locale', { type: 'locale' }, "en'; --", 'must be a locale'],
    ['locale', { type: 'locale' }, '*', 'must be a locale'],
  ])('of type %s is refused: %j %j', (_type, given, value, message) => {
    const [first, ...others] = errorsOf(given, value);
    expect(first).toContain(`parameters/one: ${message}`);
    expect(others).toEqual([]);
  });

  it.each<[Given, unknown, string]>([
    [
      { type: 'multi-select', options: [{ value: 'a', label: 'A' }] },
      ['a', 'b'],
      'parameters/one/1: must be one of a',
    ],
    [
      { type: 'multi-select', options: [{ value: 'a', label: 'A' }] },
      ['a', 'a'],
      'parameters/one: must not hold a value twice',
    ],
    [
      { type: 'email-list' },
      ['ada@example.com', 'ada'],
      'parameters/one/1: must be an e-mail address',
    ],
    [
      { type: 'email-list' },
      ['a@b.c\r\nBcc: x@y.z'],
      'parameters/one/0: must be an e-mail address',
    ],
    [{ type: 'email-list' }, ['a@-b.com'], 'parameters/one/0: must be an e-mail address'],
    [{ type: 'email-list' }, ['a@localhost'], 'parameters/one/0: must be an e-mail address'],
    [{ type: 'email-list' }, ['Ada <a@b.com>'], 'parameters/one/0: must be an e-mail address'],
    [
      { type: 'key-value' },
      { 'X-A': 'b\r\nX-Injected: 1' },
      'parameters/one/X-A: must be one line',
    ],
    [{ type: 'key-value' }, { 'X-A': 1 }, 'parameters/one/X-A: must be a text'],
    [{ type: 'key-value' }, { 'X:A': '1' }, 'parameters/one/X:A: is not a valid name'],
    [{ type: 'key-value' }, { 'X-A\r\n': '1' }, 'parameters/one/X-A\r\n: is not a valid name'],
    [{ type: 'key-value' }, { a: 'x'.repeat(9000) }, 'parameters/one/a: must have at most'],
  ])('keeps the path to what is wrong inside: %j %j', (given, value, error) => {
    expect(errorsOf(given, value)).toEqual([expect.stringContaining(error)]);
  });
});

describe('a field', () => {
  it('is one of the chosen content type', () => {
    expect(errorsAt({ type: 'field' }, 'votes')).toEqual([]);
    expect(errorsAt({ type: 'field', fieldTypes: ['datetime'] }, 'updatedAt')).toEqual([]);
  });

  it.each(['password', 'createdBy', 'toString', '__proto__', 'votes; DROP TABLE tickets', 7])(
    'is refused as %j',
    (value) => {
      expect(errorsAt({ type: 'field' }, value)).toEqual([
        expect.stringMatching(/^parameters\/one: must be a field/),
      ]);
    }
  );

  it('is refused where its type does not fit', () => {
    expect(errorsAt({ type: 'field', fieldTypes: ['date', 'datetime'] }, 'votes')).toEqual([
      'parameters/one: must be a field of type date or datetime',
    ]);
  });

  it('is not looked up where the content type is unsound', () => {
    expect(errorsAt({ type: 'field' }, 'votes', 'admin::user')).toEqual([
      'parameters/contentType: must be a content type that jobs may work on',
    ]);
  });
});

describe('an entry', () => {
  it('is named by its documentId', () => {
    expect(errorsAt({ type: 'entry' }, 'abcdefghijklmnopqrstuvwx')).toEqual([]);
    expect(errorsAt({ type: 'entry' }, "x' OR 1=1")).toHaveLength(1);
    expect(errorsAt({ type: 'entry' }, { $ne: '' })).toHaveLength(1);
  });
});

describe('a filter', () => {
  it.each([
    [{ state: 'resolved' }],
    [{ state: { $in: ['open', 'resolved'] }, votes: { $gte: 1, $lt: 10 } }],
    [{ subject: { $contains: 'a%b_' } }],
    [{ subject: { $ne: '' } }],
    [{ publishAt: { $lte: '$now' } }],
    [{ publishAt: { $null: true } }],
    [{ updatedAt: { $lt: '2026-01-31T00:00:00.000Z' } }],
    [{ day: '2026-01-31', hour: { $gt: '09:30' } }],
    [{ day: { $lt: '$now' } }],
    [{ serial: '9007199254740993' }],
    [{ price: 1.5, urgent: false }],
    [{ documentId: { $in: ['abc'] } }],
  ])('is taken: %j', (value) => {
    expect(errorsAt({ type: 'filter' }, value)).toEqual([]);
  });

  it.each([
    [{}, '', 'must not be empty'],
    [[], '', 'must be an object'],
    ['state=resolved', '', 'must be an object'],
    [{ state: {} }, '/state', 'must not be empty'],
    [{ state: null }, '/state', 'must not be null'],
    [{ state: 'closed' }, '/state', 'must be one of open, resolved'],
    [{ state: { $in: [] } }, '/state/$in', 'must be a list of 1 to 100 values'],
    [{ state: { $in: ['open', 'closed'] } }, '/state/$in/1', 'must be one of'],
    [{ state: { $eq: { $ne: 'x' } } }, '/state/$eq', 'must be one of'],
    [{ state: ['open'] }, '/state', 'must be one of'],
    [{ votes: '5' }, '/votes', 'must be a whole number'],
    [{ votes: { $gt: 1.5 } }, '/votes/$gt', 'must be a whole number'],
    [{ votes: { $contains: '1' } }, '/votes/$contains', 'works on texts only'],
    [{ subject: { $contains: '' } }, '/subject/$contains', 'must be a text that is not empty'],
    [{ subject: { $eq: 1 } }, '/subject/$eq', 'must be a text'],
    [{ subject: { $startsWith: 'a' } }, '/subject/$startsWith', 'is not one of'],
    [{ subject: { $null: 'true' } }, '/subject/$null', 'must be true or false'],
    [{ urgent: 1 }, '/urgent', 'must be true or false'],
    [{ price: '1' }, '/price', 'must be a number'],
    [{ serial: '1; DROP TABLE tickets' }, '/serial', 'must be a whole number'],
    [{ day: '2026-02-30' }, '/day', 'must be a date'],
    [{ publishAt: '$tomorrow' }, '/publishAt', 'must be an instant'],
    [{ hour: '25:00' }, '/hour', 'must be a time of day'],
    [{ $or: [{ state: 'open' }] }, '/$or', 'is not a field'],
    [{ $and: [] }, '/$and', 'is not a field'],
    [{ createdBy: { password: { $startsWith: '$2' } } }, '/createdBy', 'is not a field'],
    [{ 'createdBy.password': 'x' }, '/createdBy.password', 'is not a field'],
    [{ password: { $contains: '$2' } }, '/password', 'is not a field'],
    [{ 't1.state': 'open' }, '/t1.state', 'is not a field'],
    [{ 'state) OR (1=1': 'open' }, '/state) OR (1=1', 'is not a field'],
    [{ id: 1 }, '/id', 'is not a field'],
    [
      Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`f${n}`, 1])),
      '',
      'must hold at most 20',
    ],
  ])('is refused: %j', (value, path, message) => {
    expect(errorsAt({ type: 'filter' }, value)).toEqual([
      expect.stringContaining(`parameters/one${path}: ${message}`),
    ]);
  });

  it('keeps its shape where the content type is unsound', () => {
    expect(errorsAt({ type: 'filter' }, {}, 'admin::user')).toHaveLength(2);
    expect(errorsAt({ type: 'filter' }, { anything: 1 }, 'admin::user')).toHaveLength(1);
  });
});

describe('a pattern', () => {
  it('never sees a text longer than its bound', () => {
    expect(errorsOf({ pattern: '.*.*x', max: 50 }, 'y'.repeat(100_000))).toEqual([
      'parameters/one: must have at most 50 characters',
    ]);
  });
});
