import { ConfigError, readOptions } from '../../../server/src/config/options';

const problemsOf = (config: unknown, environment: NodeJS.ProcessEnv = {}): string[] => {
  try {
    readOptions(config, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

describe('the configuration', () => {
  it('is complete without a word from the site', () => {
    expect(readOptions(undefined, {})).toEqual({
      enabled: true,
      role: 'all',
      engine: 'database',
      pollIntervalMs: 5000,
      leaseMs: 60_000,
      drainMs: 20_000,
      missedAfterMs: 10_000,
      maxConcurrent: 20,
      maxConcurrentTotal: null,
      keys: [],
      scripts: {
        directory: null,
        allowedExtensions: ['.py', '.sh', '.mjs', '.js'],
        requireApproval: true,
        maxBytes: 1_048_576,
        workingDirectories: [],
        graceMs: 2_000,
        standstillMs: 500,
        minContainment: 'basic',
        maxCpuSeconds: null,
        maxCpus: null,
        maxMemoryMb: null,
        maxProcesses: null,
        maxFileMb: null,
      },
      maxQueuedPerJob: 10_000,
      defaultTimeoutMs: 300_000,
      timezone: 'UTC',
      http: { allowedHosts: [] },
      vault: {
        address: null,
        namespace: null,
        mount: 'secret',
        token: null,
        tokenFile: null,
        roleId: null,
        secretId: null,
        appRoleMount: 'approle',
        caFile: null,
      },
      aws: { region: null, endpoint: null, caFile: null },
      artifacts: {
        directory: null,
        maxFileMb: 10_240,
        maxExecutionMb: 20_480,
        maxFiles: 100,
        keepDays: null,
        keepPerJob: null,
      },
      retention: { executionsDays: 90, logsDays: 30, auditDays: 365 },
    });
  });

  it('lets an environment variable win over the file', () => {
    const options = readOptions(
      { leaseMs: 30_000, http: { allowedHosts: ['a.test'] } },
      { JOB_SCHEDULER_LEASE_MS: '9000', JOB_SCHEDULER_HTTP_ALLOWED_HOSTS: 'b.test, 127.0.0.1:9000' }
    );
    expect(options.leaseMs).toBe(9000);
    expect(options.http.allowedHosts).toEqual(['b.test', '127.0.0.1:9000']);
  });

  it('treats an empty variable as not set', () => {
    expect(readOptions({}, { JOB_SCHEDULER_LEASE_MS: '' }).leaseMs).toBe(60_000);
  });

  it.each([
    [{ leaseMs: 2999 }, 'leaseMs must be a whole number from 3000 to 600000; it is 2999'],
    [{ leaseMs: '60000' }, 'leaseMs must be a whole number from 3000 to 600000; it is "60000"'],
    [{ leaseMs: Number.NaN }, 'leaseMs must be a whole number from 3000 to 600000; it is null'],
    [{ role: 'boss' }, 'role must be one of all, scheduler, worker, off; it is "boss"'],
    [{ engine: 'bullmq' }, 'engine must be database; it is "bullmq"'],
    [
      { timezone: 'BST' },
      'timezone must be an IANA time zone such as Asia/Hong_Kong, or UTC; it is "BST"',
    ],
    [
      { http: { allowedHosts: 'a' } },
      'http.allowedHosts must be a list of host or host:port; it is "a"',
    ],
    [{ http: ['a'] }, 'http must be an object'],
    [{ leaseMS: 5 }, 'leaseMS is not an option of this version; did you mean leaseMs?'],
    [{ jobs: { directory: '/x' } }, 'jobs is not an option of this version'],
    [
      { scripts: { directory: 'scripts' } },
      'scripts.directory must be the absolute path of a folder; it is "scripts"',
    ],
    [
      { keys: ['short'] },
      'keys must be a list of keys of at least 32 characters, the first one active',
    ],
    ['yes', 'config must be an object'],
  ])('refuses %j and names the option, the rule and the value', (config, problem) => {
    expect(problemsOf(config)).toContain(problem);
  });

  it('names the variable where the bad value comes from the environment', () => {
    expect(problemsOf({}, { JOB_SCHEDULER_MAX_CONCURRENT: 'many' })).toEqual([
      'JOB_SCHEDULER_MAX_CONCURRENT must be a whole number from 1 to 1000; it is "many"',
    ]);
  });

  it('takes a bound on all servers together, or none', () => {
    const { maxConcurrentTotal: bound } = readOptions({ maxConcurrentTotal: 50 }, {});
    expect(bound).toBe(50);
    const variable = (text: string) => ({ JOB_SCHEDULER_MAX_CONCURRENT_TOTAL: text });
    const file = { maxConcurrentTotal: 50 };
    expect(readOptions(file, variable('8')).maxConcurrentTotal).toBe(8);
    expect(readOptions(file, variable('none')).maxConcurrentTotal).toBeNull();
    expect(problemsOf({}, variable('few'))).toEqual([
      'JOB_SCHEDULER_MAX_CONCURRENT_TOTAL must be a whole number from 1 to 100000, or null for no bound; it is "few"',
    ]);
    expect(problemsOf({ maxConcurrentTotal: 0 })).toEqual([
      'maxConcurrentTotal must be a whole number from 1 to 100000, or null for no bound; it is 0',
    ]);
  });

  it('names every problem at once', () => {
    expect(problemsOf({ role: 'boss', drainMs: -1 })).toHaveLength(2);
  });

  it.each([
    [{ address: 'http://vault.test', token: 't' }, 'vault.address must be an https:// address'],
    [{ address: 'https://vault.test' }, 'needs one of vault.token, vault.tokenFile and'],
    [{ address: 'https://vault.test', token: 't', tokenFile: '/t' }, 'there are 2'],
    [{ address: 'https://vault.test', roleId: 'r' }, 'vault.roleId and vault.secretId need each'],
    [{ token: 'with a space' }, 'vault.token must be one word'],
  ])('refuses a Vault set up as %j', (vault, problem) => {
    const read = () => readOptions({ vault }, {});
    expect(read).toThrow(problem);
    expect(read).not.toThrow('with a space');
  });

  it('starts no site that serves people with scripts that nobody has to approve', () => {
    const config = { scripts: { requireApproval: false } };
    expect(problemsOf(config, { NODE_ENV: 'production' })).toEqual([
      'scripts.requireApproval must be true where NODE_ENV is production; it is false',
    ]);
    expect(problemsOf(config, { NODE_ENV: 'development' })).toEqual([]);
    expect(problemsOf({}, { NODE_ENV: 'production' })).toEqual([]);
    const variable = { NODE_ENV: 'production', JOB_SCHEDULER_SCRIPTS_REQUIRE_APPROVAL: 'false' };
    expect(problemsOf({}, variable)).toHaveLength(1);
  });
});
