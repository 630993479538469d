import { healthOf } from '../../../admin/src/features/jobs/job-health';
import { needsOf } from '../../../admin/src/features/overview/needs-you';
import type { JobView } from '../../../server/src/contract/job';
import { aJob } from './a-job';
import { anExecution } from './an-execution';

const needsIn = (
  jobs: JobView[],
  { missed = [], breakers = {}, scripts }: Partial<Omit<Parameters<typeof needsOf>[0], 'jobs'>> = {}
) => needsOf({ jobs, missed, breakers, scripts });

describe('what needs a person', () => {
  it('is a job that failed twice in a row, not one that failed once', () => {
    const often = aJob({
      documentId: 'often',
      recentStatuses: ['failed', 'skipped', 'lost', 'succeeded'],
    });
    const once = aJob({ documentId: 'once', recentStatuses: ['failed', 'succeeded', 'failed'] });
    expect(needsIn([once, often])).toEqual([{ kind: 'failing', job: often, times: 2 }]);
  });

  it('is no job whose executions somebody cancelled', () => {
    const cancelled = aJob({ recentStatuses: ['cancelled', 'cancelled', 'failed', 'succeeded'] });
    expect(needsIn([cancelled])).toEqual([]);
  });

  it('is no job that somebody has turned off', () => {
    const off = aJob({ enabled: false, recentStatuses: ['failed', 'failed'] });
    expect(needsIn([off])).toEqual([]);
  });

  it('names the worst first', () => {
    const two = aJob({ documentId: 'two', recentStatuses: ['failed', 'failed'] });
    const three = aJob({ documentId: 'three', recentStatuses: ['failed', 'failed', 'timed_out'] });
    expect(needsIn([two, three]).map((need) => 'job' in need && need.job.documentId)).toEqual([
      'three',
      'two',
    ]);
  });

  it('is a held job, and the newest missed occurrence of each job', () => {
    const held = aJob({ status: 'held' });
    const missed = ['new', 'old'].map((documentId) =>
      anExecution({ documentId, status: 'missed' })
    );
    expect(needsIn([held], { missed })).toEqual([
      { kind: 'held', job: held },
      { kind: 'missed', execution: missed[0] },
    ]);
  });
});

describe('scripts that wait for consent', () => {
  const READY = { state: 'ready', requireApproval: true } as const;
  const STATUSES = ['new', 'changed', 'approved', 'rejected', 'missing'] as const;
  const data = STATUSES.map((status) => ({ status, usedBy: 2 }));

  it('are counted where nobody has decided about them, for who may', () => {
    expect(needsIn([], { scripts: { data, meta: READY } })).toEqual([
      { kind: 'approvals', count: 2 },
    ]);
    expect(needsIn([])).toEqual([]);
  });

  it('need nobody as long as no job uses them', () => {
    const unused = data.map(({ status }) => ({ status, usedBy: 0 }));
    expect(needsIn([], { scripts: { data: unused, meta: READY } })).toEqual([]);
  });

  it.each([
    ['no consent is needed', { ...READY, requireApproval: false }],
    ['scripts are off', { ...READY, state: 'off' as const }],
    ['their directory is not to be trusted', { ...READY, state: 'refused' as const }],
  ])('need nobody while %s', (_why, meta) => {
    expect(needsIn([], { scripts: { data, meta } })).toEqual([]);
  });
});

describe('what is kept from running', () => {
  it('is named once where its breaker stopped it, before those that merely fail', () => {
    const stopped = aJob({ documentId: 'stopped', recentStatuses: ['failed', 'failed', 'failed'] });
    const failing = aJob({ documentId: 'failing', recentStatuses: ['failed', 'failed'] });
    const breaker = {
      state: 'open',
      failuresInARow: 3,
      until: '2026-11-21T02:10:00.000Z',
    } as const;
    expect(needsIn([failing, stopped], { breakers: { stopped: breaker } })).toEqual([
      { kind: 'breaker', job: stopped, breaker },
      { kind: 'failing', job: failing, times: 2 },
    ]);
  });

  it('is a paused job', () => {
    const paused = aJob({ status: 'paused' });
    expect(needsIn([paused])).toEqual([{ kind: 'paused', job: paused }]);
  });
});

describe('how a job has been doing', () => {
  it('counts what ran and leaves out what did not', () => {
    const executions = [
      anExecution({ status: 'failed', durationMs: 10, delayMs: 5 }),
      anExecution({ status: 'skipped', durationMs: null, delayMs: null }),
      anExecution({ status: 'succeeded', durationMs: 20, delayMs: 9 }),
      anExecution({ status: 'succeeded', durationMs: 40, delayMs: 1 }),
    ];
    expect(healthOf(executions)).toEqual({
      successRate: 2 / 3,
      medianMs: 20,
      delayP95Ms: 9,
      failingInARow: 1,
    });
  });

  it('says nothing where nothing ran', () => {
    expect(healthOf([])).toEqual({
      successRate: null,
      medianMs: null,
      delayP95Ms: null,
      failingInARow: 0,
    });
  });
});
