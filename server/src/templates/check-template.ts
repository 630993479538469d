import type { ParameterDefinition, Text } from '../contract/template';
import { PARAMETER_TYPES } from '../contract/template';
import type { TemplateDefinition } from './define-template';
import { findUnstorable, isRecord } from './parameters/json-guard';
import { problemsOf } from './parameters/problem';
import { schemaOf } from './parameters/schemas';

/** Thrown by `register`: which template, which field of it, and what is wrong. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  constructor(
    readonly uid: string,
    /** Path of the field, e.g. `parameters.2.default`. */
    readonly field: string,
    reason: string
  ) {
    super(
      `job-scheduler: template ${JSON.stringify(uid)} cannot be registered: ${field} ${reason}`
    );
  }
}

type Refuse = (field: string, reason: string) => never;

/** Throws a TemplateError at the first thing that is wrong with what an app wants to register. */
export function assertTemplate(value: unknown): asserts value is TemplateDefinition {
  if (!isRecord(value)) throw new TemplateError('?', 'template', 'must be an object');
  const refuse: Refuse = (field, reason) => {
    throw new TemplateError(typeof value['uid'] === 'string' ? value['uid'] : '?', field, reason);
  };
  assertUid(value['uid'], refuse);
  assertKnownKeys(value, TEMPLATE_KEYS, '', refuse);
  if (!isPositiveInteger(value['version'])) refuse('version', 'must be 1, 2, 3 …');
  assertWord(value['category'], 'category', refuse);
  assertWord(value['icon'], 'icon', refuse);
  assertText(value['label'], 'label', refuse);
  assertText(value['description'], 'description', refuse);
  assertFlag(value['writesContent'], 'writesContent', refuse);
  if (typeof value['run'] !== 'function') refuse('run', 'must be a function');
  for (const name of ['check', 'requires', 'preview', 'migrate'])
    if (!isOptional(value[name], 'function')) refuse(name, 'must be a function');
  assertParameters(value['parameters'], refuse);
}

const TEMPLATE_KEYS = [
  'uid',
  'version',
  'category',
  'icon',
  'label',
  'description',
  'parameters',
  'writesContent',
  'check',
  'requires',
  'run',
  'preview',
  'migrate',
];

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

const assertUid = (uid: unknown, refuse: Refuse): void => {
  if (typeof uid !== 'string' || uid.length > 100 || !/^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/.test(uid))
    refuse('uid', 'must be lowercase words joined by - or . such as my-plugin.sync');
};

const assertParameters = (parameters: unknown, refuse: Refuse): void => {
  if (!Array.isArray(parameters))
    return refuse('parameters', 'must be a list (empty where it needs none)');
  const names: unknown[] = parameters.map((one: unknown) =>
    isRecord(one) ? one['name'] : undefined
  );
  parameters.forEach((parameter: unknown, index) => {
    const inside: Refuse = (field, reason) =>
      refuse(`parameters.${index}${field && `.${field}`}`, reason);
    if (!isRecord(parameter)) return inside('', 'must be an object');
    assertParameter(parameter, inside);
    if (names.indexOf(parameter['name']) < index) inside('name', 'is taken by another parameter');
    assertReferences(parameter, names, inside);
    assertDefault(parameter as unknown as ParameterDefinition, inside);
  });
};

const assertParameter = (parameter: Record<string, unknown>, refuse: Refuse): void => {
  const { name, type, pattern, help, options } = parameter;
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
  for (const flag of [
    'required',
    'nullable',
    'integer',
    'askOnRun',
    'lockedForNonOwners',
    'advanced',
    'draftAndPublish',
  ])
    assertFlag(parameter[flag], flag, refuse);
  for (const bound of ['min', 'max'])
    if (!isOptional(parameter[bound], 'number') || Number.isNaN(parameter[bound]))
      refuse(bound, 'must be a number');
  if (pattern !== undefined) assertPattern(pattern, refuse);
  if (type === 'select' || type === 'multi-select') assertOptions(options, refuse);
};

const assertOptions = (options: unknown, refuse: Refuse): void => {
  if (!Array.isArray(options) || options.length === 0)
    return refuse('options', 'must be a list of values and labels');
  options.forEach((option: unknown, index) => {
    if (!isRecord(option)) return refuse(`options.${index}`, 'must be an object');
    const { value, label } = option;
    if (typeof value !== 'string' && typeof value !== 'number')
      refuse(`options.${index}.value`, 'must be a text or a number');
    assertText(label, `options.${index}.label`, refuse);
  });
};

/** A repeated group that repeats or chooses inside is what makes a pattern take for ever on a short text. */
const assertPattern = (pattern: unknown, refuse: Refuse): void => {
  if (typeof pattern !== 'string')
    return refuse('pattern', 'must be the source of a regular expression');
  try {
    void new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    refuse('pattern', 'is not a regular expression');
  }
  if (repeatsRepetition(pattern))
    refuse(
      'pattern',
      'repeats a group that itself repeats or chooses: some texts would take for ever'
    );
};

const REPEATS = /^([*+]|\{\d+,(\d{2,})?\})/;

const repeatsRepetition = (pattern: string): boolean => {
  const plain = pattern.replace(/\\./gu, '_').replace(/\[[^\]]*\]/gu, '_');
  const open: boolean[] = [];
  for (let at = 0; at < plain.length; at += 1) {
    const rest = plain.slice(at);
    if (rest.startsWith('(')) open.push(false);
    const closed = rest.startsWith(')') ? open.pop() : undefined;
    if (closed === true && REPEATS.test(rest.slice(1))) return true;
    const varies = closed ?? (REPEATS.test(rest) || rest.startsWith('|'));
    if (varies && open.length > 0) open[open.length - 1] = true;
  }
  return false;
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

const assertKnownKeys = (
  value: Record<string, unknown>,
  known: string[],
  what: string,
  refuse: Refuse
): void => {
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined)
    refuse(unknown, `is not a ${what}field; known are ${known.join(', ')}`);
};

const assertText = (text: unknown, field: string, refuse: Refuse): void => {
  if (!isText(text)) refuse(field, 'must be a text, or texts by language with at least en');
};

const isText = (text: unknown): text is Text => {
  if (typeof text === 'string') return text.trim() !== '';
  if (!isRecord(text) || typeof text['en'] !== 'string') return false;
  return Object.values(text).every((one) => typeof one === 'string' && one.trim() !== '');
};

const assertWord = (value: unknown, field: string, refuse: Refuse): void => {
  if (value !== undefined && (typeof value !== 'string' || !/^\S.{0,79}$/u.test(value)))
    refuse(field, 'must be a text of at most 80 characters');
};

const assertFlag = (value: unknown, field: string, refuse: Refuse): void => {
  if (!isOptional(value, 'boolean')) refuse(field, 'must be true or false');
};

const isOptional = (value: unknown, type: string): boolean =>
  value === undefined || typeof value === type;

const isPositiveInteger = (value: unknown): boolean =>
  Number.isSafeInteger(value) && Number(value) > 0;
