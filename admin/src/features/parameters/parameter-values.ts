import type { ParameterDefinition, ParameterType } from '../../../../server/src/contract/template';
import { filterDraftOf, filterOfDraft, parseJson, type FilterDraft } from './filter-draft';

/**
 * Parameters as the form holds them, by name. Most values are those of the wire; JSON and lists of
 * addresses are text, pairs and filters are rows. Undefined is "left out".
 */
export type ParameterValues = Record<string, unknown>;

export interface Pair {
  id: string;
  name: string;
  value: string;
}

/** The form's values of stored parameters; of defaults where one is left out. */
export const formValues = (
  definitions: readonly ParameterDefinition[],
  parameters: Record<string, unknown>
): ParameterValues =>
  Object.fromEntries(
    definitions.map((definition) => {
      const { name } = definition;
      const stored = Object.hasOwn(parameters, name) ? parameters[name] : definition.default;
      return [name, formValue(definition, stored)];
    })
  );

/** What is sent: visible parameters that say something else than their default. */
export const wireParameters = (
  definitions: readonly ParameterDefinition[],
  values: ParameterValues
): Record<string, unknown> =>
  Object.fromEntries(
    definitions
      .filter((definition) => isVisible(definition, definitions, values))
      .map((definition) => [definition, wireValue(definition, values[definition.name])] as const)
      .filter(([definition, value]) => value !== undefined && !same(value, definition.default))
      .map(([definition, value]) => [definition.name, value])
  );

/** Whether a parameter is asked for, given what the others hold. */
export const isVisible = (
  { visibleWhen }: ParameterDefinition,
  definitions: readonly ParameterDefinition[],
  values: ParameterValues
): boolean => {
  if (visibleWhen === undefined) return true;
  const other = definitions.find(({ name }) => name === visibleWhen.parameter);
  if (other === undefined) return false;
  const value = wireValue(other, values[other.name]) ?? null;
  return visibleWhen.in.some((wanted) => wanted === value);
};

/** One form value as it is sent; undefined for "left out". */
export const wireValue = (definition: ParameterDefinition, value: unknown): unknown => {
  const read = WIRE[definition.type];
  const wire = read ? read(value) : value === '' ? undefined : value;
  if (wire !== undefined || definition.default === undefined) return wire;
  return clearedValue(definition);
};

/** Leaving a parameter out brings its default back, so that an emptied field has to say "empty". */
const clearedValue = ({ type, nullable, required }: ParameterDefinition): unknown => {
  if (required === true) return undefined;
  if (nullable === true) return null;
  if (type === 'text' || type === 'textarea' || type === 'code') return '';
  return undefined;
};

const formValue = (definition: ParameterDefinition, wire: unknown): unknown => {
  const write = FORM[definition.type];
  if (write) return write(wire);
  return wire === null ? undefined : wire;
};

const FORM: Partial<Record<ParameterType, (wire: unknown) => unknown>> = {
  json: (wire) => (wire === undefined || wire === null ? '' : JSON.stringify(wire, null, 2)),
  'email-list': (wire) => (Array.isArray(wire) ? wire.join('\n') : ''),
  'text-list': (wire) => (Array.isArray(wire) ? wire.join('\n') : ''),
  'number-list': (wire) => (Array.isArray(wire) ? wire.join(', ') : ''),
  'key-value': (wire) => rowsOf(wire),
  'secret-map': (wire) => rowsOf(wire),
  filter: filterDraftOf,
  'multi-select': (wire) => (Array.isArray(wire) ? wire : []),
};

const WIRE: Partial<Record<ParameterType, (value: unknown) => unknown>> = {
  json: (value) => (typeof value === 'string' ? parseJson(value).value : undefined),
  'email-list': (value) => noneIfEmpty(addresses(value)),
  'text-list': (value) => noneIfEmpty(lines(value)),
  'number-list': (value) => noneIfEmpty(addresses(value).map(numberOrText)),
  'key-value': (value) => pairsRecord(value),
  'secret-map': (value) => pairsRecord(value),
  filter: (value) => filterOfDraft((value as FilterDraft | undefined) ?? filterDraftOf(undefined)),
  'multi-select': (value) => (Array.isArray(value) ? noneIfEmpty(value) : undefined),
};

/** Addresses of a text, one per line, comma or space. */
export const addresses = (value: unknown): string[] =>
  typeof value === 'string' ? value.split(/[\s,;]+/).filter((one) => one !== '') : [];

/** One text a line; what is empty at the end is nothing. */
const lines = (value: unknown): string[] =>
  typeof value === 'string' && value !== '' ? value.replace(/\n+$/, '').split('\n') : [];

/** What is no number goes to the server as it is, which says so. */
const numberOrText = (text: string): number | string =>
  /^-?\d+$/.test(text) ? Number(text) : text;

const rowsOf = (wire: unknown): Pair[] =>
  Object.entries(isRecord(wire) ? wire : {}).map(([name, value], index) => ({
    id: `pair-${index}`,
    name,
    value: String(value),
  }));

/** The rows of a `key-value` parameter. */
export const pairsOf = (value: unknown): Pair[] => (Array.isArray(value) ? (value as Pair[]) : []);

const pairsRecord = (value: unknown): Record<string, string> | undefined => {
  const pairs = pairsOf(value).filter(({ name }) => name.trim() !== '');
  if (pairs.length === 0) return undefined;
  return Object.fromEntries(pairs.map((pair) => [pair.name.trim(), pair.value]));
};

const noneIfEmpty = <Item>(list: Item[]): Item[] | undefined =>
  list.length > 0 ? list : undefined;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
