import { SECRET_PROVIDERS } from '../contract/secret';
import type { OutsideProvider, SecretReference } from '../contract/secret';
import { line, nullable, oneOf, optional, refuse, required, shape } from './shape';
import type { Check } from './shape';

const OUTSIDE = SECRET_PROVIDERS.filter((name): name is OutsideProvider => name !== 'local');

const referenceShape = shape({
  provider: required(oneOf(OUTSIDE)),
  path: required(line(1, 500)),
  field: optional<string | null>(nullable(line(1, 200)), null),
  version: optional<string | null>(nullable(line(1, 64)), null),
});

type Rules = Partial<Record<keyof SecretReference, { pattern: RegExp; rule: string }>>;
const RULES: Record<OutsideProvider, Rules> = {
  // A path stays beneath the mount: whoever may name secrets reaches no other part of Vault's API.
  vault: {
    path: {
      pattern: /^(?!(.*\/)?\.{1,2}(\/|$))[^/?#%\\]+(\/[^/?#%\\]+)*$/,
      rule: 'must be names with "/" between them, none of them "." or "..", without "?", "#", "%" and "\\"',
    },
    field: { pattern: /./, rule: 'is required: a secret of Vault has several values' },
    version: { pattern: /^([1-9]\d{0,8})?$/, rule: "must be the number of a secret's version" },
  },
  // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
  aws: {
    path: { pattern: /^[\w/+=.@:-]+$/, rule: 'must be the name or the ARN of a secret' },
    version: { pattern: /^([\w-]{32,64})?$/, rule: 'must be a VersionId of 32 to 64 characters' },
  },
};

/** Where a value is kept outside of the site, as a client writes it. */
export const checkReference: Check<SecretReference> = (value, path, errors) => {
  const reference = referenceShape(value, path, errors);
  if (reference === undefined) return undefined;
  const before = errors.length;
  for (const [field, { pattern, rule }] of Object.entries(RULES[reference.provider])) {
    const text = reference[field as keyof SecretReference] ?? '';
    if (!pattern.test(text)) refuse(errors, [...path, field], rule, text);
  }
  return errors.length === before ? reference : undefined;
};
