import { TemplateError } from '../../../server/src/templates/check-template';
import { defineTemplate } from '../../../server/src/templates/define-template';
import { createRegistry } from '../../../server/src/templates/registry';
import { aRun, someTools } from './some-tools';

const aTemplate = defineTemplate({
  uid: 'my-plugin.greet',
  version: 2,
  label: { en: 'Greet', zh: '問候' },
  description: 'Says hello.',
  parameters: [{ name: 'whom', type: 'text', label: 'Whom', required: true, max: 10 }],
  run: async ({ parameters }) => `Hello ${String(parameters['whom'])}`,
});

const refusal = (template: unknown): TemplateError => {
  try {
    createRegistry(someTools()).register(template as typeof aTemplate);
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
  throw new Error('It was registered.');
};

const parameter = (given: object) => ({
  ...aTemplate,
  parameters: [{ name: 'one', type: 'text', label: 'One', ...given }],
});

describe('a registered template', () => {
  const registry = createRegistry(someTools());
  registry.register(aTemplate);

  it('is found by its uid and listed with its view', () => {
    expect(registry.uids()).toEqual(['my-plugin.greet']);
    expect(registry.find('my-plugin.greet')?.version).toBe(2);
    expect(registry.find('other')).toBeUndefined();
    expect(registry.views()).toEqual([
      {
        uid: 'my-plugin.greet',
        version: 2,
        category: 'general',
        icon: 'Cog',
        label: { en: 'Greet', zh: '問候' },
        description: 'Says hello.',
        parameters: aTemplate.parameters,
        hasPreview: false,
        writesContent: false,
      },
    ]);
  });

  it('is waited for after an abort as long as the processes that it starts may take', () => {
    const withProcesses = createRegistry(someTools());
    withProcesses.register({ ...aTemplate, startsProcesses: true });
    expect(withProcesses.find('my-plugin.greet')?.graceMs).toBe(someTools().scripts.goneWithinMs);
    expect(registry.find('my-plugin.greet')?.graceMs).toBeUndefined();
  });

  it('runs with checked parameters', async () => {
    const template = registry.find('my-plugin.greet');
    const parameters = template?.parse({ whom: 'Ada' });
    await expect(template?.run(aRun({ parameters: parameters ?? {} }).context)).resolves.toBe(
      'Hello Ada'
    );
  });

  it('refuses unsound parameters at a run with a failure that is never retried', () => {
    expect(() => registry.find('my-plugin.greet')?.parse({ whom: 7 })).toThrow(
      expect.objectContaining({ code: 'INVALID_PARAMETERS', retryable: false })
    );
  });

  it('needs no rights and has no dry run where it says nothing of them', async () => {
    const template = registry.find('my-plugin.greet');
    expect(template?.requires({})).toEqual([]);
    await expect(template?.preview({ whom: 'Ada' }, 'en')).resolves.toBeNull();
  });
});

describe('parameters of an earlier version', () => {
  const registry = createRegistry(someTools());
  registry.register({
    ...aTemplate,
    migrate: ({ who }, fromVersion) => ({ whom: `${String(who)} of v${fromVersion}` }),
  });
  registry.register({ ...aTemplate, uid: 'steady' });

  it('are migrated before they are checked', () => {
    expect(registry.find('my-plugin.greet')?.check({ who: 'Ada' }, 1)).toEqual({
      ok: true,
      value: { whom: 'Ada of v1' },
    });
  });

  it('stay as they are where the template has no migration', () => {
    expect(registry.find('steady')?.check({ whom: 'Ada' }, 1)).toMatchObject({ ok: true });
  });

  it('are refused where they are of a later version', () => {
    expect(registry.find('steady')?.check({ whom: 'Ada' }, 3)).toMatchObject({
      ok: false,
      errors: [{ path: ['templateVersion'] }],
    });
  });

  it('are refused, with the reason, where the migration breaks', () => {
    const broken = createRegistry(someTools());
    broken.register({
      ...aTemplate,
      migrate: () => {
        throw new Error('no such thing');
      },
    });
    expect(broken.find('my-plugin.greet')?.check({}, 1)).toMatchObject({
      ok: false,
      errors: [{ path: ['parameters'], message: 'cannot be brought from version 1 to 2' }],
    });
  });
});

describe('a template that cannot be registered', () => {
  it.each([
    ['no object', null, 'template'],
    ['a uid with spaces', { ...aTemplate, uid: 'My Template' }, 'uid'],
    ['no uid', { ...aTemplate, uid: undefined }, 'uid'],
    ['version 0', { ...aTemplate, version: 0 }, 'version'],
    ['no label', { ...aTemplate, label: undefined }, 'label'],
    ['a label without English', { ...aTemplate, label: { zh: '問候' } }, 'label'],
    ['no description', { ...aTemplate, description: '' }, 'description'],
    ['no run', { ...aTemplate, run: undefined }, 'run'],
    ['a preview that is no function', { ...aTemplate, preview: 1 }, 'preview'],
    ['a misspelt field', { ...aTemplate, writeContent: true }, 'writeContent'],
    ['parameters that are no list', { ...aTemplate, parameters: {} }, 'parameters'],
    ['a parameter of unknown type', parameter({ type: 'colour' }), 'parameters.0.type'],
    ['a parameter without label', parameter({ label: undefined }), 'parameters.0.label'],
    ['a parameter named __proto__', parameter({ name: '__proto__' }), 'parameters.0.name'],
    ['a parameter named constructor', parameter({ name: 'constructor' }), 'parameters.0.name'],
    ['an unknown key in a parameter', parameter({ requierd: true }), 'parameters.0.requierd'],
    ['a flag that is no boolean', parameter({ required: 'yes' }), 'parameters.0.required'],
    ['a bound that is no number', parameter({ max: '9' }), 'parameters.0.max'],
    ['a select without options', parameter({ type: 'select' }), 'parameters.0.options'],
    [
      'an option without label',
      parameter({ type: 'select', options: [{ value: 1 }] }),
      'parameters.0.options.0.label',
    ],
    [
      'a field without content type',
      parameter({ type: 'field' }),
      'parameters.0.contentTypeParameter',
    ],
    [
      'a condition on nothing',
      parameter({ visibleWhen: { parameter: 'two', in: [1] } }),
      'parameters.0.visibleWhen',
    ],
    ['a default of the wrong type', parameter({ default: 5 }), 'parameters.0.default'],
    [
      'a default beyond its bound',
      parameter({ type: 'number', max: 3, default: 5 }),
      'parameters.0.default',
    ],
    [
      'field types that are no list',
      parameter({ type: 'field', fieldTypes: 'date' }),
      'parameters.0.fieldTypes',
    ],
    ['a pattern that is none', parameter({ pattern: '(' }), 'parameters.0.pattern'],
    ['a pattern that backtracks', parameter({ pattern: '(\\d+)*' }), 'parameters.0.pattern'],
    [
      'a pattern that backtracks deeper',
      parameter({ pattern: 'x((a|a))+' }),
      'parameters.0.pattern',
    ],
    [
      'two parameters of one name',
      { ...aTemplate, parameters: [...aTemplate.parameters, ...aTemplate.parameters] },
      'parameters.1.name',
    ],
  ])('is refused for %s, naming the field', (_what, template, field) => {
    const error = refusal(template);
    expect(error.field).toBe(field);
    expect(error.message).toContain(field);
  });

  it('is refused when its uid is taken', () => {
    const registry = createRegistry(someTools());
    registry.register(aTemplate);
    expect(() => registry.register(aTemplate)).toThrow(/my-plugin\.greet.*uid is taken/);
  });

  it('keeps patterns that cannot backtrack', () => {
    const registry = createRegistry(someTools());
    const pattern = '[a-z]+(-[a-z0-9]{1,5}){0,3}\\(x\\)+';
    registry.register(parameter({ pattern }) as typeof aTemplate);
    expect(registry.find('my-plugin.greet')?.check({ one: 'ab-c1(x)' }).ok).toBe(true);
    expect(registry.find('my-plugin.greet')?.check({ one: '!ab-c1(x)' }).ok).toBe(false);
  });
});
