import * as fc from 'fast-check';

import {
  describeBadParameters,
  describeFailure,
  JobFailure,
} from '../../../server/src/domain/failure';

test('an error is its name, its message and its code', () => {
  const thrown = Object.assign(new TypeError('no such host'), { code: 'ENOTFOUND' });
  expect(describeFailure(thrown)).toEqual({
    error: { name: 'TypeError', message: 'no such host', code: 'ENOTFOUND' },
    httpStatus: null,
    exitCode: null,
    retryable: true,
  });
});

test('what a database said is kept, the statement with its values is not', () => {
  const thrown = Object.assign(
    new Error(`insert into "t" ("p") values ('{"Authorization":"Bearer S"}') - no such table: t`),
    { code: 'SQLITE_ERROR' }
  );
  expect(describeFailure(thrown).error).toMatchObject({
    message: 'no such table: t',
    code: 'SQLITE_ERROR',
  });
});

test('a template says more with a JobFailure', () => {
  const thrown = new JobFailure('The service is away.', { httpStatus: 503 });
  expect(describeFailure(thrown)).toMatchObject({
    error: { name: 'JobFailure', message: 'The service is away.', code: 'HTTP_503' },
    httpStatus: 503,
    retryable: true,
  });
  const exit = new JobFailure('It ended with 3.', { exitCode: 3, code: 'EXIT', retryable: false });
  expect(describeFailure(exit)).toMatchObject({
    error: { code: 'EXIT' },
    exitCode: 3,
    retryable: false,
  });
});

test('the network error behind "fetch failed" gives its code', () => {
  const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  expect(describeFailure(new TypeError('fetch failed', { cause })).error.code).toBe('ECONNREFUSED');
});

test('bad parameters are never worth another attempt', () => {
  expect(describeBadParameters(new Error('"url" is required'))).toMatchObject({
    error: { message: '"url" is required', code: 'INVALID_PARAMETERS' },
    retryable: false,
  });
});

test('a very long message is cut', () => {
  const { error } = describeFailure(new Error('x'.repeat(1_000_000)));
  expect(error.message).toHaveLength(4_000);
  expect(error.message.endsWith('…')).toBe(true);
});

test('characters that a database refuses are replaced', () => {
  expect(describeFailure(new Error('a\0b\ud800c')).error.message).toBe('a\uFFFDb\uFFFDc');
});

test('what a database said is kept, the statement with its values is not', () => {
  const thrown = Object.assign(
    new Error(`insert into "t" ("p") values ('{"Authorization":"Bearer S"}') - no such table: t`),
    { code: 'SQLITE_ERROR' }
  );
  expect(describeFailure(thrown).error).toMatchObject({
    message: 'no such table: t',
    code: 'SQLITE_ERROR',
  });
});

describe('whatever is thrown', () => {
  const hostile = new Proxy(
    {},
    {
      get: () => {
        throw new Error('do not look');
      },
      getPrototypeOf: () => {
        throw new Error('do not ask');
      },
    }
  );
  const circular: Record<string, unknown> = { message: 'round' };
  circular['cause'] = circular;
  const symbolic = { name: Symbol('name'), message: Symbol('message'), code: {}, exitCode: NaN };

  test.each<[string, unknown]>([
    ['null', null],
    ['undefined', undefined],
    ['text', 'just text'],
    ['a symbol', Symbol('s')],
    ['a big integer', 10n],
    ['a function', () => undefined],
    ['an object without a prototype', Object.create(null)],
    ['an object that points at itself', circular],
    ['an object of strange fields', symbolic],
    ['a proxy that throws', hostile],
  ])('%s is described without a second error', (_what, thrown) => {
    const { error } = describeFailure(thrown);
    expect(typeof error.name).toBe('string');
    expect(error.message).not.toBe('');
  });

  test('anything at all becomes plain JSON of bounded size', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (thrown) => {
        const described = describeFailure(thrown);
        expect(JSON.parse(JSON.stringify(described))).toEqual(described);
        expect(JSON.stringify(described).length).toBeLessThan(30_000);
      })
    );
  });
});
