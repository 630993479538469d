import type { ParameterDefinition } from '../contract/template';
import { PARAMETER_TYPES } from '../contract/template';
import { assertPattern } from './check-pattern';
import type { Refuse } from './check-words';
import { assertFlag, assertKnownKeys, assertText, isOptional } from './check-words';
import { findUnstorable, isRecord } from './parameters/json-guard';
import { problemsOf } from './parameters/problem';
import { schemaOf } from './parameters/schemas';

/** Throws at the first parameter definition that is wrong. */
export const assertDefinitions = (parameters: unknown, refuse: Refuse): void => {
  if (!Array.isArray(parameters))
    return refuse('parameters', 'must be a list (empty where it needs none)');
  const names: unknown[] = parameters.map((one: unknown) =>
    isRecord(one) ? one['name'] : undefined
  );
  parameters.forEach((parameter: unknown, index): void => {
    const inside: Refuse = (field, reason) =>
      refuse(`parameters.${index}${field && `.${field}`}`, reason);
    if (!isRecord(parameter)) return inside('', 'must be an object');
    assertDefinition(parameter, inside);
    if (names.indexOf(parameter['name']) < index) inside('name', 'is taken by another parameter');
    assertReferences(parameter, names, inside);
    assertDefault(parameter as unknown as ParameterDefinition, inside);
  });
};

const assertDefinition = (parameter: Record<string, unknown>, refuse: Refuse): void => {
  const { name, type, pattern, help, options, fieldTypes } = parameter;
  if (
    typeof name !== 'string' ||
    !/^[a-z][A-Za-z0-9]{0,63}$/.test(name) ||
    name === 'constructor' ||
    name === 'prototype'
  )
    refuse('name', 'must be a camelCase word');
  if (!PARAMETER_TYPES.some((known) => known === type))
    refuse('type', `must be one of ${PARAMETER_TYPES.join(', ')}`);
  assertKnownKeys(parameter, PARAMETER_KEYS, 'parameter ', refuse);
  assertText(parameter['label'], 'label', refuse);
  if (help !== undefined) assertText(help, 'help', refuse);
  for (const flag of FLAGS) assertFlag(parameter[flag], flag, refuse);
  for (const bound of ['min', 'max'])
    if (!isOptional(parameter[bound], 'number') || Number.isNaN(parameter[bound]))
      refuse(bound, 'must be a number');
  if (fieldTypes !== undefined && !isListOfTexts(fieldTypes))
    refuse('fieldTypes', 'must be a list of attribute types');
  if (pattern !== undefined) assertPattern(pattern, refuse);
  if (type === 'select' || type === 'multi-select') assertOptions(options, refuse);
};

const FLAGS = [
  'required',
  'nullable',
  'integer',
  'askOnRun',
  'lockedForNonOwners',
  'advanced',
  'draftAndPublish',
];

const isListOfTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

const assertOptions = (options: unknown, refuse: Refuse): void => {
  if (!Array.isArray(options) || options.length === 0)
    return refuse('options', 'must be a list of values and labels');
  options.forEach((option: unknown, index): void => {
    if (!isRecord(option)) return refuse(`options.${index}`, 'must be an object');
    const { value, label } = option;
    if (typeof value !== 'string' && typeof value !== 'number')
      refuse(`options.${index}.value`, 'must be a text or a number');
    assertText(label, `options.${index}.label`, refuse);
  });
};

const assertReferences = (
  { type, contentTypeParameter, visibleWhen }: Record<string, unknown>,
  names: unknown[],
  refuse: Refuse
): void => {
  const needsType = type === 'field' || type === 'filter' || type === 'entry';
  if ((needsType || contentTypeParameter !== undefined) && !names.includes(contentTypeParameter))
    refuse('contentTypeParameter', 'must name the parameter that holds the content type');
  if (visibleWhen === undefined) return;
  if (
    !isRecord(visibleWhen) ||
    !names.includes(visibleWhen['parameter']) ||
    !Array.isArray(visibleWhen['in'])
  )
    refuse('visibleWhen', 'must be { parameter: <name>, in: [ … ] }');
};

/** A default must pass its own definition; what depends on the site is checked when a job is saved. */
const assertDefault = (definition: ParameterDefinition, refuse: Refuse): void => {
  const initial = definition.default;
  if (initial === undefined || (initial === null && definition.nullable === true)) return;
  const around = { site: { contentType: () => undefined }, contentType: undefined };
  const [found] = [
    findUnstorable(initial),
    ...(definition.type === 'content-type'
      ? []
      : problemsOf(schemaOf(definition, around), initial)),
  ].filter((one) => one !== undefined);
  if (found !== undefined) refuse('default', found.message);
};

const PARAMETER_KEYS = [
  'name',
  'type',
  'label',
  'help',
  'required',
  'default',
  'nullable',
  'min',
  'max',
  'integer',
  'pattern',
  'options',
  'contentTypeParameter',
  'draftAndPublish',
  'fieldTypes',
  'language',
  'askOnRun',
  'lockedForNonOwners',
  'visibleWhen',
  'advanced',
];
