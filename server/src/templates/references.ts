import type { ParameterDefinition } from '../contract/template';
import { isRecord } from './parameters/json-guard';

/** What checked parameters name outside of themselves. Paths are inside of the parameters. */
export interface References {
  /** Names of secrets. */
  secrets: Reference[];
  /** documentIds of scripts. */
  scripts: Reference[];
}
export interface Reference {
  path: string[];
  target: string;
}

export const referencesOf = (
  definitions: readonly ParameterDefinition[],
  parameters: Record<string, unknown>
): References => ({
  secrets: definitions.flatMap((definition) => secretsIn(definition, parameters[definition.name])),
  scripts: definitions.flatMap(({ name, type }) => {
    const value = parameters[name];
    return type === 'script' && typeof value === 'string' ? [{ path: [name], target: value }] : [];
  }),
});

const secretsIn = ({ name, type }: ParameterDefinition, value: unknown): Reference[] => {
  if (type === 'secret' && typeof value === 'string') return [{ path: [name], target: value }];
  if (type !== 'secret-map' || !isRecord(value)) return [];
  return Object.entries(value).map(([place, target]) => ({
    path: [name, place],
    target: String(target),
  }));
};
