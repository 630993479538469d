import {
  freeParameters,
  overridesOf,
  validateOverrides,
  wireOverrides,
} from '../../../admin/src/features/schedules/parameter-overrides';
import type { ParameterDefinition } from '../../../server/src/contract/template';

const DEFINITIONS: ParameterDefinition[] = [
  { name: 'method', type: 'select', label: 'Method', default: 'GET' },
  {
    name: 'body',
    type: 'json',
    label: 'Body',
    visibleWhen: { parameter: 'method', in: ['POST'] },
  },
  { name: 'note', type: 'text', label: 'Note' },
  { name: 'url', type: 'url', label: 'Address', required: true },
];
const JOB = { method: 'GET', body: '', note: 'x', url: 'https://example.com' };

describe('other parameters for one schedule', () => {
  it('say the same after they were opened and sent, unknown ones untouched', () => {
    const stored = { body: { a: [1] }, method: 'POST', gone: { b: 2 } };
    const form = overridesOf(stored, DEFINITIONS);
    expect(form['body']).toBe(JSON.stringify({ a: [1] }, null, 2));
    expect(wireOverrides(form, DEFINITIONS)).toEqual(stored);
    expect(wireOverrides(overridesOf(stored, []), [])).toEqual(stored);
  });

  it('send a value that equals the default of the template, as the job may have another', () => {
    expect(wireOverrides({ method: 'GET' }, DEFINITIONS)).toEqual({ method: 'GET' });
  });

  it('offer what is asked for with what is overridden already, and nothing twice', () => {
    const names = (overrides: Record<string, unknown>) =>
      freeParameters(DEFINITIONS, JOB, overrides).map(({ name }) => name);
    expect(names({})).toEqual(['method', 'note', 'url']);
    expect(names({ method: 'POST' })).toEqual(['body', 'note', 'url']);
  });

  it('are wrong where they are empty or break the template’s rules, and only they are looked at', () => {
    expect(Object.keys(validateOverrides(DEFINITIONS, { ...JOB, url: '' }, { note: '' }))).toEqual([
      'parameters.note',
    ]);
    expect(Object.keys(validateOverrides(DEFINITIONS, JOB, { url: 'nonsense' }))).toEqual([
      'parameters.url',
    ]);
    expect(validateOverrides(DEFINITIONS, JOB, { url: 'https://example.org' })).toEqual({});
  });
});
