import type { SecretInput } from '../contract/secret';
import { line, list, optional, paragraph, refuse, required, shape, whole } from './shape';
import type { Check } from './shape';

/** Longer ones belong into a file. */
const MAX_VALUE = 16_384;
/** Shorter ones could not be hidden in logs without hiding ordinary words. */
const MIN_VALUE = 4;
const NAME = /^[a-z][a-z0-9._-]{0,99}$/i;
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:\d{1,5})?$/i;

const name: Check<string> = (value, path, errors) =>
  typeof value === 'string' && NAME.test(value)
    ? value
    : refuse(
        errors,
        path,
        'must begin with a letter and have letters, digits, ".", "_" and "-" only, at most 100',
        value
      );

// The refused value is never repeated.
const secretValue: Check<string> = (value, path, errors) => {
  if (typeof value !== 'string') return refuse(errors, path, 'must be text');
  return value.length >= MIN_VALUE && value.length <= MAX_VALUE
    ? value
    : refuse(errors, path, `must have ${MIN_VALUE} to ${MAX_VALUE} characters`);
};

const host: Check<string> = (value, path, errors) =>
  typeof value === 'string' && HOST.test(value)
    ? value.toLowerCase()
    : refuse(errors, path, 'must be a host or host:port', value);

const common = {
  description: optional(paragraph(1_000), ''),
  allowedScripts: optional(list(line(1, 100), 100), []),
  allowedHosts: optional(list(host, 100), []),
};

/** A new secret as a client writes it. */
export const checkNewSecret: Check<SecretInput> = shape({
  name: required(name),
  value: required(secretValue),
  ...common,
});

/** The whole of a secret; without `value` the present one stays. */
export const checkSecretReplacement = shape({
  revision: required(whole(1, Number.MAX_SAFE_INTEGER)),
  name: required(name),
  value: optional<string | null>(secretValue, null),
  ...common,
});
