import type { ContainmentLevel, Role } from '../contract/scheduler';
import { CONTAINMENT_LEVELS, ROLES } from '../contract/scheduler';
import { MIN_KEY_CHARS } from '../domain/secrets/sealing';
import { checkZone } from '../domain/time/zones';
import { problemsOfApproval } from './check-approval';
import { distance } from './distance';
import {
  flag,
  folderOrNone,
  listFromText,
  oneOf,
  option,
  wholeNumber,
  wholeNumberOrNone,
} from './option-rules';
import type { OptionRule } from './option-rules';
import { problemsOfVault, PROVIDER_RULES } from './provider-options';
import type { ProviderOptions } from '../services/secret-ports';

/** The plugin's options, complete. Durations are milliseconds unless the name says days. */
export interface Options extends ProviderOptions {
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
    /** For which scripts may go on while this server is stopped (SIGSTOP, Ctrl-Z). */
    standstillMs: number;
    /** The weakest that scripts may run under. */
    minContainment: Exclude<ContainmentLevel, 'none'>;
    /** Bounds of one execution; null = none. They hold as far as the host can enforce them. */
    maxCpuSeconds: number | null;
    maxCpus: number | null;
    maxMemoryMb: number | null;
    maxProcesses: number | null;
    maxFileMb: number | null;
  };
  artifacts: {
    /** Absolute path; null = `.job-scheduler/artifacts` in the site's folder. */
    directory: string | null;
    /** Bounds of one file, of all files of an execution, and of their number. */
    maxFileMb: number;
    maxExecutionMb: number;
    maxFiles: number;
    /** Null = as long as their execution. */
    keepDays: number | null;
    /** The newest so many of each job; null = no bound. */
    keepPerJob: number | null;
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
  'scripts.directory': folderOrNone('SCRIPTS_DIR'),
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
  'scripts.standstillMs': wholeNumber('SCRIPTS_STANDSTILL_MS', 500, 100, 600_000),
  'scripts.minContainment': oneOf(
    'SCRIPTS_MIN_CONTAINMENT',
    'basic',
    CONTAINMENT_LEVELS.filter((level) => level !== 'none')
  ),
  'scripts.maxCpuSeconds': wholeNumberOrNone('SCRIPTS_MAX_CPU_SECONDS', 1, 604_800),
  'scripts.maxCpus': wholeNumberOrNone('SCRIPTS_MAX_CPUS', 1, 1_024),
  'scripts.maxMemoryMb': wholeNumberOrNone('SCRIPTS_MAX_MEMORY_MB', 16, 1_048_576),
  'scripts.maxProcesses': wholeNumberOrNone('SCRIPTS_MAX_PROCESSES', 1, 100_000),
  'scripts.maxFileMb': wholeNumberOrNone('SCRIPTS_MAX_FILE_MB', 1, 1_048_576),
  'artifacts.directory': folderOrNone('ARTIFACTS_DIR'),
  'artifacts.maxFileMb': wholeNumber('ARTIFACTS_MAX_FILE_MB', 10_240, 1, 10_485_760),
  'artifacts.maxExecutionMb': wholeNumber('ARTIFACTS_MAX_EXECUTION_MB', 20_480, 1, 10_485_760),
  'artifacts.maxFiles': wholeNumber('ARTIFACTS_MAX_FILES', 100, 1, 10_000),
  'artifacts.keepDays': wholeNumberOrNone('ARTIFACTS_KEEP_DAYS', 1, 36_500),
  'artifacts.keepPerJob': wholeNumberOrNone('ARTIFACTS_KEEP_PER_JOB', 1, 1_000_000),
  keys: option('KEYS', {
    default: [],
    fromText: listFromText,
    holds: (value) =>
      Array.isArray(value) &&
      value.every((key) => typeof key === 'string' && key.length >= MIN_KEY_CHARS),
    rule: `must be a list of keys of at least ${MIN_KEY_CHARS} characters, the first one active`,
    secret: true,
  }),
  ...PROVIDER_RULES,
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

  const options = unflatten(read) as unknown as Options;
  if (problems.length === 0)
    problems.push(...problemsOfVault(options), ...problemsOfApproval(options, environment));
  if (problems.length > 0) throw new ConfigError(problems);
  return options;
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
