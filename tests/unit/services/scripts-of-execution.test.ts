import type { CatalogueTemplate } from '../../../server/src/services/ports';
import { createScriptsOf } from '../../../server/src/services/scripts-of-execution';
import { aPlan } from '../../support/factories';

const ON = { directory: '/scripts', requireApproval: true };

/** A template whose parameter was called `file` in its first version. */
const aTemplate = (given: Partial<CatalogueTemplate> = {}): CatalogueTemplate =>
  ({
    version: 2,
    view: { parameters: [{ name: 'script', type: 'script' }] },
    check: (parameters: { file?: string }, version: number) => ({
      ok: true,
      value: version === 1 ? { script: parameters.file } : parameters,
    }),
    references: ({ script }: { script?: string }) => ({
      secrets: [],
      scripts: script === undefined ? [] : [{ path: ['script'], target: script }],
    }),
    ...given,
  }) as CatalogueTemplate;

const ask = (
  template: CatalogueTemplate | undefined,
  parameters: Record<string, unknown>,
  plan = aPlan({ templateVersion: 2 })
) => createScriptsOf(ON, () => ({ find: () => template }))?.({ plan, parameters });

const own = [{ script: 'one', by: 'job' }];

test('names the scripts of the parameters that are in force, and those of hooks', () => {
  const hook = (script: string) => ({ script, args: [], env: {}, timeoutMs: 1_000 });
  const hooks = { before: [hook('two')], after: [hook('three')] };
  expect(ask(aTemplate(), { script: 'one' }, aPlan({ templateVersion: 2, hooks }))).toEqual([
    ...own,
    { script: 'two', by: 'hook' },
    { script: 'three', by: 'hook' },
  ]);
});

test('brings parameters of an earlier version up first', () => {
  expect(ask(aTemplate(), { file: 'one' }, aPlan({ templateVersion: 1 }))).toEqual(own);
});

test('goes by the parameters as they are where they do not pass, or where the check itself throws', () => {
  const refused = aTemplate({ check: () => ({ ok: false, errors: [] }) });
  const broken = aTemplate({
    check: () => {
      throw new Error('an app’s own mistake');
    },
  });
  for (const template of [refused, broken]) expect(ask(template, { script: 'one' })).toEqual(own);
});

test('checks nothing of templates that have no scripts, or that are gone', () => {
  const check = jest.fn();
  const plain = aTemplate({ check, view: { parameters: [] } as never });
  expect(ask(plain, { script: 'one' })).toEqual([]);
  expect(ask(undefined, { script: 'one' })).toEqual([]);
  expect(check).not.toHaveBeenCalled();
});

test('asks for nobody’s consent where scripts are off, or run without approval', () => {
  const catalogue = () => ({ find: () => undefined });
  expect(createScriptsOf({ ...ON, directory: null }, catalogue)).toBeUndefined();
  expect(createScriptsOf({ ...ON, requireApproval: false }, catalogue)).toBeUndefined();
});
