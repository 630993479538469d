import type { ProviderOptions } from '../services/secret-ports';
import { option } from './option-rules';
import type { OptionRule } from './option-rules';

interface Text {
  pattern: RegExp;
  rule: string;
  secret?: true;
}

const textOrNone = (name: string, { pattern, ...rest }: Text): OptionRule =>
  option(name, {
    default: null,
    fromText: (text) => text,
    holds: (value) => value === null || (typeof value === 'string' && pattern.test(value)),
    ...rest,
  });

const FILE = { pattern: /^\//, rule: 'must be the absolute path of a file' };
const WORD = { pattern: /^[\x21-\x7e]+$/, rule: 'must be one word' };
const HIDDEN = { ...WORD, secret: true } as const;
const MOUNT = /^[\w-]+(\/[\w-]+)*$/;
const REGION = {
  pattern: /^[a-z]{2,}(-[a-z]+)+-\d$/,
  rule: 'must be a region such as eu-central-1',
};
/** Tokens and values cross no network in the open; what runs beside us may be asked without. */
const SERVER = {
  pattern: /^(https:\/\/[^\s/?#@]+|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?)(\/[^\s?#]*)?$/,
  rule: 'must be an https:// address (http:// only of this machine)',
};

const mount = (name: string, initial: string): OptionRule =>
  option(name, {
    default: initial,
    fromText: (text) => text,
    holds: (value) => typeof value === 'string' && MOUNT.test(value),
    rule: 'must be the path of a mount, such as secret or team/kv',
  });

export const PROVIDER_RULES: Record<string, OptionRule> = {
  'vault.address': textOrNone('VAULT_ADDRESS', SERVER),
  'vault.namespace': textOrNone('VAULT_NAMESPACE', WORD),
  'vault.mount': mount('VAULT_MOUNT', 'secret'),
  'vault.token': textOrNone('VAULT_TOKEN', HIDDEN),
  'vault.tokenFile': textOrNone('VAULT_TOKEN_FILE', FILE),
  'vault.roleId': textOrNone('VAULT_ROLE_ID', HIDDEN),
  'vault.secretId': textOrNone('VAULT_SECRET_ID', HIDDEN),
  'vault.appRoleMount': mount('VAULT_APPROLE_MOUNT', 'approle'),
  'vault.caFile': textOrNone('VAULT_CA_FILE', FILE),
  'aws.region': textOrNone('AWS_REGION', REGION),
  'aws.endpoint': textOrNone('AWS_ENDPOINT', SERVER),
  'aws.caFile': textOrNone('AWS_CA_FILE', FILE),
};

/** What no option breaks by itself. */
export const problemsOfVault = ({ vault }: ProviderOptions): string[] => {
  if (vault.address === null) return [];
  const ways = [vault.token, vault.tokenFile, vault.roleId].filter((way) => way !== null).length;
  const problems: string[] = [];
  if (ways !== 1)
    problems.push(
      `vault.address needs one of vault.token, vault.tokenFile and vault.roleId; there are ${ways}`
    );
  if ((vault.roleId === null) !== (vault.secretId === null))
    problems.push('vault.roleId and vault.secretId need each other');
  return problems;
};
