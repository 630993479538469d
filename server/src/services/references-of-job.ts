import type { JobDefinition } from '../contract/job';
import { parameterSetsOf } from './check-schedule-parameters';
import { Invalid } from './errors';
import type { Catalogue, Changes } from './ports';
import type { JobRecord } from './records';

/** Everything that the job's parameters, and those of its schedules, name outside of themselves. */
const referencesOf = (catalogue: Catalogue, definition: JobDefinition) => {
  const template = catalogue.find(definition.template);
  const sets = template === undefined ? [] : parameterSetsOf(definition);
  const all = sets.flatMap((parameters) => template?.references(parameters) ?? []);
  return {
    secrets: all.flatMap(({ secrets }) => secrets),
    scripts: all.flatMap(({ scripts }) => scripts),
  };
};

/** Throws Invalid where a secret or a script that the job names is not there. */
export const checkReferences = async (
  changes: Changes,
  catalogue: Catalogue,
  definition: JobDefinition
): Promise<void> => {
  const { secrets, scripts } = referencesOf(catalogue, definition);
  const known = {
    secrets: await changes.findSecretNames(secrets.map(({ target }) => target)),
    scripts: await changes.findScriptIds(scripts.map(({ target }) => target)),
  };
  const errors = [
    ...secrets
      .filter(({ target }) => !known.secrets.includes(target))
      .map(({ path, target }) => ({ path, message: 'is not the name of a secret', value: target })),
    ...scripts
      .filter(({ target }) => !known.scripts.includes(target))
      .map(({ path, target }) => ({
        path,
        message: 'is not a script of this site',
        value: target,
      })),
  ];
  if (errors.length > 0)
    throw new Invalid(
      errors.map(({ path, ...rest }) => ({ path: ['parameters', ...path], ...rest }))
    );
};

/** Writes down what a stored job names, so that nobody takes it away. */
export const keepReferences = async (
  changes: Changes,
  catalogue: Catalogue,
  { id, definition }: JobRecord
): Promise<void> => {
  const { secrets, scripts } = referencesOf(catalogue, definition);
  await changes.writeSecretLinks(id, distinct(secrets));
  await changes.writeScriptLinks(id, distinct(scripts));
};

const distinct = (references: { target: string }[]): string[] => [
  ...new Set(references.map(({ target }) => target)),
];
