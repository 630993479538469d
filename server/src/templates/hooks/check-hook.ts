import { assertKnownKeys, isOptional } from '../check-words';
import type { Refuse } from '../check-words';
import { isRecord } from '../parameters/json-guard';
import type { HookDefinition } from './define-hook';

/** Thrown by `register`: which hook, which field of it, and what is wrong. */
export class HookError extends Error {
  override readonly name = 'HookError';
  constructor(
    readonly uid: string,
    readonly field: string,
    reason: string
  ) {
    super(`job-scheduler: hook ${JSON.stringify(uid)} cannot be registered: ${field} ${reason}`);
  }
}

const KEYS = ['uid', 'templates', 'timeoutMs', 'before', 'after'];
const UID = /^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/;
const SHORTEST_MS = 1_000;
const LONGEST_MS = 3_600_000;

/** Throws a HookError at the first thing that is wrong with what an app wants to register. */
export function assertHook(value: unknown): asserts value is HookDefinition {
  if (!isRecord(value)) throw new HookError('?', 'hook', 'must be an object');
  const { uid, templates, timeoutMs, before, after } = value;
  const refuse: Refuse = (field, reason) => {
    throw new HookError(typeof uid === 'string' ? uid : '?', field, reason);
  };
  if (typeof uid !== 'string' || uid.length > 100 || !UID.test(uid))
    refuse('uid', 'must be lowercase words joined by - or . such as my-app.quota');
  assertKnownKeys(value, KEYS, '', refuse);
  if (templates !== undefined && !isTexts(templates))
    refuse('templates', 'must be a list of uids of templates');
  if (timeoutMs !== undefined && !isTimeout(timeoutMs))
    refuse('timeoutMs', `must be a whole number from ${SHORTEST_MS} to ${LONGEST_MS}`);
  for (const name of ['before', 'after'])
    if (!isOptional(value[name], 'function')) refuse(name, 'must be a function');
  if (before === undefined && after === undefined) refuse('before', 'or after must be a function');
}

const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

const isTimeout = (value: unknown): boolean =>
  Number.isInteger(value) && Number(value) >= SHORTEST_MS && Number(value) <= LONGEST_MS;
