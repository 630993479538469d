import { DEFAULT_HOOK_TIMEOUT_MS, MAX_HOOKS } from '../contract/hook';
import type { JobHooks, ScriptHook } from '../contract/hook';
import { isObject, list, optional, refuse, required, shape, whole } from './shape';
import type { Check } from './shape';

const HOUR_MS = 3_600_000;
const MAX_ARGUMENTS = 100;
const MAX_VARIABLES = 100;
const MAX_CHARS = 8_192;
const VARIABLE = /^PARAM_[A-Z0-9_]{1,100}$/;

/** What a program can be given as one argument or value: anything but NUL. */
const programText: Check<string> = (value, path, errors) => {
  if (typeof value !== 'string') return refuse(errors, path, 'must be a text', value);
  if (value.includes('\0')) return refuse(errors, path, 'must not hold a NUL character');
  return value.length > MAX_CHARS
    ? refuse(errors, path, `must have at most ${MAX_CHARS} characters`)
    : value;
};

const variables: Check<Record<string, string>> = (value, path, errors) => {
  if (!isObject(value)) return refuse(errors, path, 'must be an object', value);
  const before = errors.length;
  const names = Object.keys(value);
  if (names.length > MAX_VARIABLES)
    return refuse(errors, path, `must have at most ${MAX_VARIABLES} variables`);
  for (const name of names) {
    if (!VARIABLE.test(name))
      refuse(
        errors,
        [...path, name],
        'must begin with PARAM_ and have capital letters, digits and _ only'
      );
    programText(value[name], [...path, name], errors);
  }
  return errors.length === before ? (value as Record<string, string>) : undefined;
};

/** Whether there is such a script is looked up when the job is saved, and whether it is approved when it runs. */
const scriptId: Check<string> = (value, path, errors) =>
  typeof value === 'string' && /^[a-z0-9]{1,64}$/.test(value)
    ? value
    : refuse(errors, path, 'must be the documentId of a script', value);

const hook: Check<ScriptHook> = shape({
  script: required(scriptId),
  args: optional(list(programText, MAX_ARGUMENTS), []),
  env: optional(variables, {}),
  timeoutMs: optional(whole(1_000, HOUR_MS), DEFAULT_HOOK_TIMEOUT_MS),
});

/** The scripts that run before and after each attempt. */
export const jobHooks: Check<JobHooks> = shape({
  before: optional(list(hook, MAX_HOOKS), []),
  after: optional(list(hook, MAX_HOOKS), []),
});
