import type { SecretInput, SecretReference } from '../contract/secret';
import { lackOf } from '../domain/secrets/secret-value';
import { checkReference } from './check-secret-reference';
import { line, list, nullable, optional, paragraph, refuse, required, shape, whole } from './shape';
import type { Check } from './shape';

const NAME = /^[a-z][a-z0-9._-]{0,99}$/i;
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]{1,253})(?::([1-9]\d{0,4}))?$/i;
const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i;
const MAX_PORT = 65_535;

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
  const lack = lackOf(value);
  return lack === null ? value : refuse(errors, path, `must have ${lack}`);
};

const host: Check<string> = (value, path, errors) =>
  typeof value === 'string' && isHost(value)
    ? value.toLowerCase()
    : refuse(errors, path, 'must be a host or host:port, with a port from 1 to 65535', value);

const isHost = (value: string): boolean => {
  const [, name = '', port = '1'] = HOST.exec(value) ?? [];
  if (Number(port) > MAX_PORT) return false;
  return name.startsWith('[')
    ? URL.canParse(`http://${name}/`)
    : name.split('.').every((label) => LABEL.test(label));
};

/** The same place twice says nothing more. */
const distinct =
  (check: Check<string[]>): Check<string[]> =>
  (value, path, errors) => {
    const items = check(value, path, errors);
    return items === undefined ? undefined : [...new Set(items)];
  };

/** One of the two is given; `least` = 1 where it must be. */
const sourceOf =
  <T extends Pick<SecretInput, 'value' | 'reference'>>(check: Check<T>, least: 0 | 1): Check<T> =>
  (body, path, errors) => {
    const read = check(body, path, errors);
    if (read === undefined) return undefined;
    if (read.value !== null && read.reference !== null)
      return refuse(errors, [...path, 'reference'], 'excludes a value: give one of the two');
    if (least === 1 && read.value === null && read.reference === null)
      return refuse(errors, [...path, 'value'], 'is required, or a reference in its place');
    return read;
  };

const common = {
  value: optional<string | null>(nullable(secretValue), null),
  reference: optional<SecretReference | null>(nullable(checkReference), null),
  description: optional(paragraph(1_000), ''),
  allowedScripts: optional(list(line(1, 100), 100), []),
  allowedHosts: optional(distinct(list(host, 100)), []),
};

/** A new secret as a client writes it. */
export const checkNewSecret: Check<SecretInput> = sourceOf(
  shape({ name: required(name), ...common }),
  1
);

/** The whole of a secret; without `value` and `reference` the present one stays. */
export const checkSecretReplacement = sourceOf(
  shape({
    revision: required(whole(1, Number.MAX_SAFE_INTEGER)),
    name: required(name),
    ...common,
  }),
  0
);
