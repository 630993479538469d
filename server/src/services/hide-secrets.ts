import type { JobDefinition } from '../contract/job';
import type { Schedule } from '../contract/schedule';
import { mask, MASKED } from '../domain/mask';
import type { Catalogue } from './ports';
import { isObject } from './shape';

type Parameters = Record<string, unknown>;

/** Names of secrets are no secrets: of these types a parameter holds nothing else. */
const NAMES_ONLY = ['secret', 'secret-map', 'script'];

/**
 * The definition as it may leave the site: what somebody wrote into parameters or hooks under a name such as
 * `Authorization`, or as the password of a URL, gives way to a place-holder. Secrets stay by their names.
 */
export const hideSecrets = (catalogue: Catalogue, definition: JobDefinition): JobDefinition => {
  const definitions = catalogue.find(definition.template)?.view.parameters ?? [];
  const open = new Set(
    definitions.filter(({ type }) => NAMES_ONLY.includes(type)).map(({ name }) => name)
  );
  const hide = (parameters: Parameters): Parameters =>
    Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [
        name,
        open.has(name) ? value : mask(name, value),
      ])
    );
  return {
    ...definition,
    parameters: hide(definition.parameters),
    schedules: definition.schedules.map((schedule): Schedule =>
      schedule.parameters ? { ...schedule, parameters: hide(schedule.parameters) } : schedule
    ),
    hooks: mask('', definition.hooks) as JobDefinition['hooks'],
  };
};

/** Where a place-holder stands. The depth of what is looked through is bounded. */
export const findHidden = (value: unknown, path: string[]): string[][] => {
  if (typeof value === 'string') return value.includes(MASKED) ? [path] : [];
  if (Array.isArray(value))
    return value.flatMap((inner, index) => findHidden(inner, [...path, String(index)]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => findHidden(inner, [...path, name]));
};

/** The fields of a definition in which something may be hidden. */
export const HIDING = [
  'parameters',
  'schedules',
  'hooks',
] as const satisfies readonly (keyof JobDefinition)[];
