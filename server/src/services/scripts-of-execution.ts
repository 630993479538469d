import type { UsedScript } from '../domain/approval';
import { hooksOf, scriptsOfHooks } from '../domain/hooks';
import type { ScriptsOf } from '../engine/ports';
import type { Catalogue, CatalogueTemplate } from './ports';
import type { ScriptDirectory } from './script-ports';

/**
 * Which scripts an execution would run, in its own parameters and in the hooks of its plan; undefined where nobody has to
 * consent: scripts are off, or run without approval.
 */
export const createScriptsOf = (
  { directory, requireApproval }: Pick<ScriptDirectory, 'directory' | 'requireApproval'>,
  catalogue: () => Pick<Catalogue, 'find'>
): ScriptsOf | undefined => {
  if (directory === null || !requireApproval) return undefined;
  return ({ plan, parameters }) => {
    const template = catalogue().find(plan.template);
    const own =
      template === undefined ? [] : ownScripts(template, parameters, plan.templateVersion);
    const ofHooks = scriptsOfHooks(hooksOf(plan)).map(({ target }): UsedScript => ({
      script: target,
      by: 'hook',
    }));
    return [...own, ...ofHooks];
  };
};

// Asked of every execution there is: of most templates the definitions say that there is nothing to look for.
const ownScripts = (
  template: CatalogueTemplate,
  parameters: Record<string, unknown>,
  version: number
): UsedScript[] => {
  if (!template.view.parameters.some(({ type }) => type === 'script')) return [];
  const { scripts } = template.references(soundOf(template, parameters, version));
  return scripts.map(({ target }) => ({ script: target, by: 'job' }));
};

// What an app's own check throws is that attempt's trouble, and nobody else's.
const soundOf: typeof checkedOf = (template, parameters, version) => {
  try {
    return checkedOf(template, parameters, version);
  } catch {
    return parameters;
  }
};

const checkedOf = (
  template: CatalogueTemplate,
  parameters: Record<string, unknown>,
  version: number
): Record<string, unknown> => {
  const checked = template.check(parameters, version);
  return checked.ok ? checked.value : parameters;
};
