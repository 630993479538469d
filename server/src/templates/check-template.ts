import { assertDefinitions } from './check-definitions';
import type { Refuse } from './check-words';
import { assertFlag, assertKnownKeys, assertText, assertWord, isOptional } from './check-words';
import type { TemplateDefinition } from './define-template';
import { isRecord } from './parameters/json-guard';

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
  assertFlag(value['startsProcesses'], 'startsProcesses', refuse);
  if (typeof value['run'] !== 'function') refuse('run', 'must be a function');
  for (const name of ['check', 'requires', 'sends', 'preview', 'migrate'])
    if (!isOptional(value[name], 'function')) refuse(name, 'must be a function');
  assertDefinitions(value['parameters'], refuse);
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
  'startsProcesses',
  'check',
  'requires',
  'sends',
  'run',
  'preview',
  'migrate',
];

const assertUid = (uid: unknown, refuse: Refuse): void => {
  if (typeof uid !== 'string' || uid.length > 100 || !/^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/.test(uid))
    refuse('uid', 'must be lowercase words joined by - or . such as my-plugin.sync');
};

const isPositiveInteger = (value: unknown): boolean =>
  Number.isSafeInteger(value) && Number(value) > 0;
