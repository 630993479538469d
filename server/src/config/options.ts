import type { Role } from '../contract/scheduler';
import { ROLES } from '../contract/scheduler';
import { MIN_KEY_CHARS } from '../domain/secrets/sealing';
import { checkZone } from '../domain/time/zones';

/** The plugin's options, complete. Durations are milliseconds unless the name says days. */
export interface Options {
  enabled: boolean;
  role: Role;
  engine: 'database';
  pollIntervalMs: number;
  leaseMs: number;
  drainMs: number;
  missedAfterMs: number;
  maxConcurrent: number;
  /** On all nodes together; null = no bound. */
  maxConcurrentTotal: number | null;
  maxQueuedPerJob: number;
  defaultTimeoutMs: number;
  timezone: string;
  http: { allowedHosts: string[] };
  scripts: {
    /** Absolute path; null = scripts are off. */
    directory: string | null;
    allowedExtensions: string[];
    /** False is for development only. */
    requireApproval: boolean;
    maxBytes: number;
    /** Folders that a job may name as its working directory. */
    workingDirectories: string[];
    /** Between asking a script to end and ending it. */
    graceMs: number;
    /** Bounds of one execution; null = none. They hold as far as the host can enforce them. */
    maxCpuSeconds: number | null;
    maxCpus: number | null;
    maxMemoryMb: number | null;
    maxProcesses: number | null;
    maxFileMb: number | null;
  };
  /** Materials of the keys that seal secrets, the first active; empty = Strapi's own key. */
  keys: string[];
  retention: { executionsDays: number; logsDays: number; auditDays: number };
}

/** Thrown at start: every option that is wrong, with its name, its rule and the value. */
export class ConfigError extends Error {
  override readonly name = 'JobSchedulerConfigError';
  constructor(readonly problems: string[]) {
    super(`job-scheduler: the configuration is not sound.\n- ${problems.join('\n- ')}`);
  }
}

type Value = boolean | number | string | string[] | null;
interface OptionRule {
  variable: string;
  default: Value;
  /** Turns the text of an environment variable into a value; undefined where it is not one. */
  fromText: (text: string) => unknown;
  holds: (value: unknown) => boolean;
  rule: string;
  /** Its value is never repeated. */
  secret?: true;
}

const option = (name: string, rule: Omit<OptionRule, 'variable'>): OptionRule => ({
  variable: `JOB_SCHEDULER_${name}`,
  ...rule,
});

const flag = (name: string, initial: boolean): OptionRule =>
  option(name, {
    default: initial,
    fromText: (text) => ({ true: true, false: false, '1': true, '0': false })[text.toLowerCase()],
    holds: (value) => typeof value === 'boolean',
    rule: 'must be true or false',
  });

const wholeNumber = (name: string, initial: number, min: number, max: number): OptionRule =>
  option(name, {
    default: initial,
    fromText: (text) => (/^\d{1,12}$/.test(text) ? Number(text) : undefined),
    holds: (value) => Number.isInteger(value) && Number(value) >= min && Number(value) <= max,
    rule: `must be a whole number from ${min} to ${max}`,
  });

/** Null, in an environment variable `none`, sets no bound. */
const wholeNumberOrNone = (name: string, min: number, max: number): OptionRule => {
  const number = wholeNumber(name, min, min, max);
  return {
    ...number,
    default: null,
    fromText: (text) => (text === 'none' ? null : number.fromText(text)),
    holds: (value) => value === null || number.holds(value),
    rule: `${number.rule}, or null for no bound`,
  };
};

const oneOf = (name: string, initial: string, values: readonly string[]): OptionRule =>
  option(name, {
    default: initial,
    fromText: (text) => text,
    holds: (value) => values.some((allowed) => allowed === value),
    rule: `must be ${values.length > 1 ? 'one of ' : ''}${values.join(', ')}`,
  });

const listFromText = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:\d{1,5})?$/i;

/** Every option with its variable, default and rule; nothing else in the plugin has a default. */
const RULES: Record<string, OptionRule> = {
  enabled: flag('ENABLED', true),
  role: oneOf('ROLE', 'all', ROLES),
  engine: oneOf('ENGINE', 'database', ['database']),
  pollIntervalMs: wholeNumber('POLL_INTERVAL_MS', 5000, 100, 60_000),
  leaseMs: wholeNumber('LEASE_MS', 60_000, 3000, 600_000),
  drainMs: wholeNumber('DRAIN_MS', 20_000, 0, 600_000),
  missedAfterMs: wholeNumber('MISSED_AFTER_MS', 10_000, 0, 86_400_000),
  maxConcurrent: wholeNumber('MAX_CONCURRENT', 20, 1, 1000),
  maxConcurrentTotal: wholeNumberOrNone('MAX_CONCURRENT_TOTAL', 1, 100_000),
  maxQueuedPerJob: wholeNumber('MAX_QUEUED_PER_JOB', 10_000, 1, 1_000_000),
  defaultTimeoutMs: wholeNumber('TIMEOUT_MS', 300_000, 1000, 604_800_000),
  timezone: option('TIMEZONE', {
    default: 'UTC',
    fromText: (text) => text,
    holds: (value) => checkZone(value).ok,
    rule: 'must be an IANA time zone such as Asia/Hong_Kong, or UTC',
  }),
  'http.allowedHosts': option('HTTP_ALLOWED_HOSTS', {
    default: [],
    fromText: listFromText,
    holds: (value) =>
      Array.isArray(value) && value.every((host) => typeof host === 'string' && HOST.test(host)),
    rule: 'must be a list of host or host:port',
  }),
  'scripts.directory': option('SCRIPTS_DIR', {
    default: null,
    fromText: (text) => text,
    holds: (value) => value === null || (typeof value === 'string' && value.startsWith('/')),
    rule: 'must be the absolute path of a folder',
  }),
  'scripts.allowedExtensions': option('SCRIPTS_ALLOWED_EXTENSIONS', {
    default: ['.py', '.sh', '.mjs', '.js'],
    fromText: listFromText,
    holds: (value) =>
      Array.isArray(value) &&
      value.every((item) => typeof item === 'string' && /^(\.[a-z0-9]{1,16})?$/i.test(item)),
    rule: 'must be a list of extensions such as .py; an empty one stands for none',
  }),
  'scripts.requireApproval': flag('SCRIPTS_REQUIRE_APPROVAL', true),
  'scripts.maxBytes': wholeNumber('SCRIPTS_MAX_BYTES', 1_048_576, 1, 104_857_600),
  'scripts.workingDirectories': option('SCRIPTS_WORKING_DIRS', {
    default: [],
    fromText: listFromText,
    holds: (value) =>
      Array.isArray(value) &&
      value.every((item) => typeof item === 'string' && item.startsWith('/')),
    rule: 'must be a list of absolute paths of folders',
  }),
  'scripts.graceMs': wholeNumber('SCRIPTS_GRACE_MS', 2_000, 0, 60_000),
  'scripts.maxCpuSeconds': wholeNumberOrNone('SCRIPTS_MAX_CPU_SECONDS', 1, 604_800),
  'scripts.maxCpus': wholeNumberOrNone('SCRIPTS_MAX_CPUS', 1, 1_024),
  'scripts.maxMemoryMb': wholeNumberOrNone('SCRIPTS_MAX_MEMORY_MB', 16, 1_048_576),
  'scripts.maxProcesses': wholeNumberOrNone('SCRIPTS_MAX_PROCESSES', 1, 100_000),
  'scripts.maxFileMb': wholeNumberOrNone('SCRIPTS_MAX_FILE_MB', 1, 1_048_576),
  keys: option('KEYS', {
    default: [],
    fromText: listFromText,
    holds: (value) =>
      Array.isArray(value) &&
      value.every((key) => typeof key === 'string' && key.length >= MIN_KEY_CHARS),
    rule: `must be a list of keys of at least ${MIN_KEY_CHARS} characters, the first one active`,
    secret: true,
  }),
  'retention.executionsDays': wholeNumber('RETENTION_EXECUTIONS_DAYS', 90, 1, 36_500),
  'retention.logsDays': wholeNumber('RETENTION_LOGS_DAYS', 30, 1, 36_500),
  'retention.auditDays': wholeNumber('RETENTION_AUDIT_DAYS', 365, 1, 36_500),
};

/**
 * Checks and completes the plugin's configuration once. An environment variable wins over `config/plugins`.
 * Throws ConfigError naming every option that is unknown or breaks its rule.
 */
export const readOptions = (config: unknown, environment: NodeJS.ProcessEnv): Options => {
  const problems: string[] = [];
  const given = flatten(config, problems);
  for (const name of given.keys()) if (!(name in RULES)) problems.push(unknownOption(name));

  const read = Object.entries(RULES).map(([name, rule]) => {
    const { source, value } = chosen(name, rule, given, environment);
    if (!rule.holds(value)) problems.push(`${source} ${rule.rule}${found(rule, value)}`);
    return [name, value] as const;
  });

  if (problems.length > 0) throw new ConfigError(problems);
  return unflatten(read) as unknown as Options;
};

const found = ({ secret }: OptionRule, value: unknown): string =>
  secret ? '' : `; it is ${JSON.stringify(value)}`;

const chosen = (
  name: string,
  rule: OptionRule,
  given: Map<string, unknown>,
  environment: NodeJS.ProcessEnv
): { source: string; value: unknown } => {
  const text = environment[rule.variable];
  if (text !== undefined && text !== '')
    return { source: rule.variable, value: valueOf(rule.fromText(text), text) };
  const value = given.get(name);
  return { source: name, value: value === undefined ? rule.default : value };
};

/** What is no value is said as it stands. */
const valueOf = (read: unknown, text: string): unknown => (read === undefined ? text : read);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const GROUPS = new Set(Object.keys(RULES).flatMap((name) => name.split('.').slice(0, -1)));

const flatten = (config: unknown, problems: string[]): Map<string, unknown> => {
  const flat = new Map<string, unknown>();
  if (config === undefined || config === null) return flat;
  if (!isObject(config)) {
    problems.push('config must be an object');
    return flat;
  }
  for (const [name, value] of Object.entries(config)) {
    if (!GROUPS.has(name)) flat.set(name, value);
    else if (isObject(value))
      for (const [inner, innerValue] of Object.entries(value))
        flat.set(`${name}.${inner}`, innerValue);
    else if (value !== undefined) problems.push(`${name} must be an object`);
  }
  return flat;
};

const unflatten = (entries: (readonly [string, unknown])[]): Record<string, unknown> => {
  const whole: Record<string, unknown> = {};
  for (const [name, value] of entries) {
    const [first = name, second] = name.split('.');
    if (second === undefined) whole[first] = value;
    else whole[first] = { ...(whole[first] as object | undefined), [second]: value };
  }
  return whole;
};

const unknownOption = (name: string): string => {
  const near = Object.keys(RULES).find(
    (known) => distance(known.toLowerCase(), name.toLowerCase()) <= 2
  );
  return `${name} is not an option of this version${near === undefined ? '' : `; did you mean ${near}?`}`;
};

/** Levenshtein distance, for option names only. */
const distance = (a: string, b: string): number => {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitute = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, substitute));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
};
