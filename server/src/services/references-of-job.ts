import type { JobHooks } from '../contract/hook';
import type { JobDefinition } from '../contract/job';
import { hooksOf, scriptsOfHooks } from '../domain/hooks';
import { Invalid } from './errors';
import type { Caller, Catalogue, Changes } from './ports';
import type { ExecutionRecord, JobRecord } from './records';
import { NO_SCRIPT } from './scripts-of-secret';

type Naming = Pick<JobDefinition, 'template' | 'parameters' | 'schedules'> & { hooks?: JobHooks };

/** What is named, and where it stands in the job. */
interface Reference {
  path: string[];
  target: string;
}

/** Everything that the job's parameters, those of its schedules, and its hooks name outside of themselves. */
export const referencesOf = (catalogue: Catalogue, definition: Naming) => {
  const template = catalogue.find(definition.template);
  const sets = placedSets(definition).map(({ parameters, placeOf }) => {
    const { secrets, scripts } = template?.references(parameters) ?? { secrets: [], scripts: [] };
    const placed = ({ path, target }: Reference) => ({ path: [...placeOf(path), ...path], target });
    return { secrets: secrets.map(placed), scripts: scripts.map(placed) };
  });
  return {
    secrets: once(sets.flatMap(({ secrets }) => secrets)),
    scripts: [
      ...once(sets.flatMap(({ scripts }) => scripts)),
      ...scriptsOfHooks(hooksOf(definition)),
    ],
  };
};

/** Each set of parameters that the job may run with, and whether the job or a schedule says what stands in it. */
const placedSets = ({ parameters, schedules }: Pick<Naming, 'parameters' | 'schedules'>) => [
  { parameters, placeOf: () => ['parameters'] },
  ...schedules.flatMap(({ parameters: own }, index) => {
    if (!own) return [];
    const placeOf = ([name = '']: string[]): string[] =>
      Object.hasOwn(own, name) ? ['schedules', String(index), 'parameters'] : ['parameters'];
    return [{ parameters: { ...parameters, ...own }, placeOf }];
  }),
];

/** What schedules take over from the job stands in one place only. */
const once = (references: Reference[]): Reference[] => [
  ...new Map(references.map((reference) => [JSON.stringify(reference), reference])).values(),
];

/** Throws Invalid where a secret or a script that the job names is not there. */
export const checkReferences = async (
  changes: Changes,
  catalogue: Catalogue,
  definition: Naming
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
      .map(({ path, target }) => ({ path, message: NO_SCRIPT, value: target })),
  ];
  if (errors.length > 0) throw new Invalid(errors);
};

/**
 * Writes down what a stored job names, so that nobody takes it away, and that whoever wrote it down chose these scripts:
 * they may not approve them, whatever becomes of the job.
 */
export const keepReferences = async (
  { changes, catalogue, caller }: Keeping,
  { id, definition }: JobRecord
): Promise<void> => {
  const { secrets, scripts } = referencesOf(catalogue, definition);
  await changes.writeSecretLinks(id, distinct(secrets));
  await changes.writeScriptLinks(id, distinct(scripts));
  await keepAuthor(changes, caller, distinct(scripts));
};

/** Whoever starts or repeats an execution with other scripts than the job's has chosen these too. */
export const keepStarter = async (
  { changes, catalogue, caller }: Keeping,
  job: Pick<JobRecord, 'definition'>,
  { plan, parameters }: Pick<ExecutionRecord, 'plan' | 'parameters'>
): Promise<void> => {
  const checked = catalogue.find(plan.template)?.check(parameters, plan.templateVersion);
  const started = referencesOf(catalogue, {
    template: plan.template,
    parameters: checked?.ok === true ? checked.value : parameters,
    schedules: [],
    hooks: hooksOf(plan),
  });
  const own = distinct(referencesOf(catalogue, job.definition).scripts);
  const others = distinct(started.scripts).filter((script) => !own.includes(script));
  await keepAuthor(changes, caller, others);
};

interface Keeping {
  changes: Changes;
  catalogue: Catalogue;
  caller: Caller;
}

// A token of the content API has nobody behind it who could approve.
const keepAuthor = async (
  changes: Changes,
  { userId }: Caller,
  scripts: string[]
): Promise<void> => {
  if (userId !== null) await changes.writeScriptAuthor(userId, scripts);
};

const distinct = (references: { target: string }[]): string[] => [
  ...new Set(references.map(({ target }) => target)),
];
