import {
  filterDraftOf,
  filterOfDraft,
  withMode,
} from '../../../admin/src/features/parameters/filter-draft';
import {
  formValues,
  isVisible,
  wireParameters,
} from '../../../admin/src/features/parameters/parameter-values';
import { validateParameters } from '../../../admin/src/features/parameters/validate-parameters';
import type { ParameterDefinition } from '../../../server/src/contract/template';

const a = (definition: Partial<ParameterDefinition>): ParameterDefinition => ({
  name: 'it',
  type: 'text',
  label: 'It',
  ...definition,
});

const sent = (definition: ParameterDefinition, value: unknown) =>
  wireParameters([definition], { [definition.name]: value });

const mistake = (definition: ParameterDefinition, value: unknown) =>
  validateParameters([definition], { [definition.name]: value })[`parameters.${definition.name}`];

describe('parameters in the form', () => {
  it.each<[ParameterDefinition, unknown]>([
    [a({ type: 'text' }), 'hello'],
    [a({ type: 'number' }), 0],
    [a({ type: 'duration' }), 90_000],
    [a({ type: 'boolean' }), false],
    [a({ type: 'multi-select' }), ['a', 'b']],
    [a({ type: 'json' }), { deep: [1, null, 'x'] }],
    [a({ type: 'json' }), 0],
    [a({ type: 'email-list' }), ['a@example.com', 'b@example.com']],
    [a({ type: 'key-value' }), { Accept: 'text/plain', 'X-Empty': '' }],
    [a({ type: 'filter' }), { state: 'done', age: { $gte: 1, $lt: 9 }, tag: { $in: ['a'] } }],
    [a({ type: 'filter' }), { $or: [{ a: 1 }] }],
  ])('say the same after they were opened and sent: %j', (definition, value) => {
    const values = formValues([definition], { it: value });
    expect(wireParameters([definition], values)).toEqual({ it: value });
  });

  it('sends nothing that is the default, and nothing that is empty', () => {
    const definitions = [
      a({ name: 'method', type: 'select', default: 'GET' }),
      a({ name: 'headers', type: 'key-value', default: {} }),
      a({ name: 'note' }),
    ];
    expect(wireParameters(definitions, formValues(definitions, {}))).toEqual({});
  });

  it('says so when a default was emptied, because leaving it out would bring it back', () => {
    expect(sent(a({ default: 'hello' }), '')).toEqual({ it: '' });
    expect(sent(a({ type: 'json', default: { a: 1 }, nullable: true }), '')).toEqual({ it: null });
    expect(sent(a({ type: 'number', default: 5 }), undefined)).toEqual({});
  });

  it('neither asks for nor sends what the other values make pointless', () => {
    const definitions = [
      a({ name: 'mode', type: 'select', default: 'one' }),
      a({ name: 'entry', required: true, visibleWhen: { parameter: 'mode', in: ['one'] } }),
      a({ name: 'amount', visibleWhen: { parameter: 'missing', in: [null] } }),
    ];
    const values = { mode: 'many', entry: 'x', amount: '3' };
    expect(wireParameters(definitions, values)).toEqual({ mode: 'many' });
    expect(validateParameters(definitions, { mode: 'many' })).toEqual({});
    expect(definitions.map((one) => isVisible(one, definitions, { mode: 'one' }))).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('checking parameters before they are sent', () => {
  it.each<[Partial<ParameterDefinition>, unknown, string | undefined]>([
    [{ required: true }, '', 'parameters.error.required'],
    [{ required: true, default: 'x' }, '', 'parameters.error.required'],
    [{ required: true, type: 'boolean' }, false, undefined],
    [{ required: true, type: 'number' }, 0, undefined],
    [{ min: 3 }, 'ab', 'parameters.error.too-short'],
    [{ max: 3 }, 'abcd', 'parameters.error.too-long'],
    [{ pattern: '[a-z]+|[0-9]+' }, 'abc1', 'parameters.error.pattern'],
    [{ pattern: '[a-z]+|[0-9]+' }, '12', undefined],
    [{ type: 'number', integer: true }, 1.5, 'parameters.error.integer'],
    [{ type: 'number', min: 1 }, 0, 'parameters.error.min'],
    [{ type: 'duration', max: 10 }, 11, 'parameters.error.max'],
    [{ type: 'url' }, 'example.com', 'parameters.error.url'],
    [{ type: 'url' }, 'ftp://example.com', 'parameters.error.url'],
    [{ type: 'url' }, 'http://127.0.0.1:8080/x?y', undefined],
    [{ type: 'json' }, '{', 'parameters.error.json'],
    [{ type: 'cron' }, '* * *', 'parameters.error.cron'],
    [{ type: 'email-list' }, 'a@example.com, b', 'parameters.error.email'],
    [{ type: 'multi-select', min: 2 }, ['a'], 'parameters.error.few'],
    [{ type: 'key-value' }, [{ id: '1', name: '', value: 'x' }], 'parameters.error.pair-name'],
    [
      { type: 'key-value' },
      [
        { id: '1', name: 'a', value: 'x' },
        { id: '2', name: 'a', value: 'y' },
      ],
      'parameters.error.pair-twice',
    ],
    [{ type: 'filter', required: true }, filterDraftOf(undefined), 'parameters.error.required'],
    [
      { type: 'filter' },
      { mode: 'rows', rows: [{ id: '1', field: 'a', operator: '$eq', value: '' }] },
      'parameters.error.filter-row',
    ],
  ])('%j with %j', (definition, value, id) => {
    expect(mistake(a(definition), value)).toEqual(
      id === undefined ? id : expect.objectContaining({ id })
    );
  });
});

describe('a filter', () => {
  it('goes from rows to JSON and back without losing anything', () => {
    const filter = { state: { $ne: 'open' }, dueAt: { $lt: '$now' } };
    const asJson = withMode(filterDraftOf(filter), 'json');
    expect(asJson.mode).toBe('json');
    expect(filterOfDraft(withMode(asJson, 'rows'))).toEqual(filter);
  });

  it('stays JSON where rows cannot show it', () => {
    expect(filterDraftOf({ state: { $startsWith: 'a' } }).mode).toBe('json');
    expect(filterDraftOf({ state: {} }).mode).toBe('json');
    expect(filterDraftOf(['state']).mode).toBe('json');
    expect(filterDraftOf({ $or: [{ state: 'a' }] }).mode).toBe('json');
    expect(filterDraftOf({ state: null }).mode).toBe('json');
    expect(filterDraftOf({ state: { $in: 'a' } }).mode).toBe('json');
  });
});
