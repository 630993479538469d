import {
  changedPolicyFields,
  policyFields,
  policyFormOf,
  POLICY_DEFAULTS,
  type PolicyForm,
} from '../../../admin/src/features/wizard/policy-form';
import { withNewHook } from '../../../admin/src/features/wizard/hook-form';
import {
  dependencySentences,
  policySentences,
} from '../../../admin/src/features/wizard/policy-sentences';
import { validatePolicies } from '../../../admin/src/features/wizard/validate-policies';
import { formatDuration } from '../../../admin/src/format-time';
import { aJob } from './a-job';
import { wordsIn } from './words';

const policies = (changes: Partial<PolicyForm> = {}): PolicyForm => ({
  ...policyFormOf(POLICY_DEFAULTS),
  ...changes,
});

const WHEN = { exitCodes: [], httpStatuses: [], errorCodes: [], timeout: false };

describe('the policies of a job', () => {
  it('go through the form unchanged', () => {
    const job = aJob({
      overlap: 'queue-one',
      priority: 'high',
      concurrency: { limit: 2, key: 'crm-api' },
      breaker: { failures: 3, coolDownMs: 60_000 },
      dependencies: { mode: 'any_success', jobs: ['a', 'b'] },
      hooks: {
        before: [{ script: 'abc', args: ['one', 'two'], env: { PARAM_A: '1' }, timeoutMs: 5_000 }],
        after: [{ script: 'def', args: [], env: {}, timeoutMs: 60_000 }],
      },
    });
    expect(policyFields(policyFormOf(job))).toEqual({
      overlap: job.overlap,
      priority: job.priority,
      concurrency: job.concurrency,
      breaker: job.breaker,
      dependencies: job.dependencies,
      hooks: job.hooks,
      timeoutMs: job.timeoutMs,
      onLost: job.onLost,
      retry: job.retry,
    });
  });

  it('hold a new hook back until it names a script and a time limit', () => {
    const fresh = withNewHook([], 'after');
    const form = policies({ hooks: { before: [], after: withNewHook(fresh, 'after') } });
    expect(new Set(form.hooks.after.map(({ id }) => id)).size).toBe(2);
    expect(validatePolicies(form)).toEqual({
      'hooks.after.0.script': { id: 'parameters.error.required' },
      'hooks.after.1.script': { id: 'parameters.error.required' },
    });
    const [one] = form.hooks.after;
    if (one === undefined) throw new Error('no hook was added');
    const emptied = { ...one, script: 'abc', timeoutMs: undefined };
    const bad = policies({ hooks: { before: [emptied], after: [] } });
    expect(Object.keys(validatePolicies(bad))).toEqual(['hooks.before.0.timeoutMs']);
    expect(policyFields(bad).hooks).toEqual({
      before: [{ script: 'abc', args: [], env: {}, timeoutMs: null }],
      after: [],
    });
  });

  it('name the jobs that they wait for as far as the user may read them', () => {
    const job = aJob({ dependencies: { mode: 'all_success', jobs: ['a', 'b'] } });
    expect(policyFormOf(job, [{ documentId: 'b', name: 'Import' }]).upstreams).toEqual([
      { documentId: 'a', name: null },
      { documentId: 'b', name: 'Import' },
    ]);
  });

  it('forget what a limit was called once nothing is shared, and send an emptied one as null', () => {
    const shared = policies({ limitScope: 'key', limit: 2, limitKey: ' crm-api ' });
    expect(policyFields(shared).concurrency).toEqual({ limit: 2, key: 'crm-api' });
    expect(policyFields({ ...shared, limitScope: 'job' }).concurrency).toEqual({
      limit: 2,
      key: null,
    });
    expect(policyFields({ ...shared, limitScope: 'none' }).concurrency).toEqual({
      limit: null,
      key: null,
    });
    expect(policyFields({ ...shared, limit: undefined }).concurrency).toEqual({
      limit: null,
      key: 'crm-api',
    });
  });

  it('of a new job are not sent', () => {
    expect(changedPolicyFields(policies())).toEqual({});
    expect(changedPolicyFields(policies({ hasBreaker: true }))).toEqual({
      breaker: { failures: 5, coolDownMs: 600_000 },
    });
  });

  it.each<[Partial<PolicyForm>, string[]]>([
    [{}, []],
    [{ limitScope: 'job', limit: undefined }, ['concurrency.limit']],
    [{ limitScope: 'job', limit: 0 }, ['concurrency.limit']],
    [{ limitScope: 'key', limit: 1, limitKey: ' ' }, ['concurrency.key']],
    [{ limitScope: 'none', limit: undefined }, []],
    [{ hasBreaker: true, breakerFailures: 0 }, ['breaker.failures']],
    [{ hasBreaker: true, breakerCoolDownMs: 999 }, ['breaker.coolDownMs']],
    [{ hasBreaker: false, breakerFailures: 0 }, []],
    [{ when: WHEN }, ['retry.when']],
    [{ when: WHEN, maxAttempts: 1 }, []],
    [{ when: { ...WHEN, timeout: true } }, []],
    [{ when: { ...WHEN, httpStatuses: [503, 99] } }, ['retry.when.httpStatuses']],
    [{ when: { ...WHEN, exitCodes: [75, NaN] } }, ['retry.when.exitCodes']],
    [{ when: { ...WHEN, exitCodes: [256] } }, ['retry.when.exitCodes']],
  ])('%j have mistakes in %j', (changes, paths) => {
    expect(Object.keys(validatePolicies(policies(changes)))).toEqual(paths);
  });
});

describe('the policies in sentences', () => {
  const wording = {
    t: wordsIn('en'),
    duration: (ms: number | undefined) => (ms === undefined ? '–' : formatDuration(ms, 'en')),
    list: (items: string[]) => items.join(', '),
  };
  const sentences = (changes: Partial<PolicyForm>) => policySentences(policies(changes), wording);

  it('are silent on what nobody decided', () => {
    expect(sentences({})).toEqual([]);
  });

  it('say the limit, the breaker and what is worth another try', () => {
    expect(sentences({ limitScope: 'key', limit: 2, limitKey: 'crm-api' })).toEqual([
      'At most 2 runs go on at a time of all the jobs that share the limit “crm-api”.',
    ]);
    expect(sentences({ limitScope: 'job', limit: 1 })).toEqual([
      'Only one of its runs goes on at a time, on all servers together.',
    ]);
    expect(sentences({ hasBreaker: true, breakerFailures: 3, breakerCoolDownMs: 60_000 })).toEqual([
      'After 3 failures in a row it stops for 1m, then one run is let through as a probe.',
    ]);
    expect(sentences({ when: { ...WHEN, timeout: true, httpStatuses: [429, 503] } })).toEqual([
      'It is tried again only after taking too long, HTTP status 429, 503.',
    ]);
  });

  it('say what goes first, by itself or at its time', () => {
    const upstreams = [
      { documentId: 'a', name: 'Import' },
      { documentId: 'b', name: null },
    ];
    const waiting = policies({ upstreams, dependencyMode: 'all_complete' });
    expect(dependencySentences({ policies: waiting, schedules: [] }, wording)).toEqual([
      'It starts by itself once all of these have ended, whatever came of it: Import, a job that you may not see.',
    ]);
    expect(dependencySentences({ policies: policies(), schedules: [] }, wording)).toEqual([]);
  });
});
