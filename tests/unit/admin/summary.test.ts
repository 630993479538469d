import { summaryOf } from '../../../admin/src/features/executions/summary';
import { resultLine } from '../../../admin/src/features/executions/result-line';
import { formatDuration } from '../../../admin/src/format-time';
import {
  EXECUTION_STATUSES,
  REASONS,
  type ExecutionMeta,
  type ExecutionView,
} from '../../../server/src/contract/execution';
import { anExecution, someMeta } from './an-execution';
import { wordsIn } from './words';

const NOW = Date.parse('2026-11-21T02:00:12.200Z');

const wordingIn = (locale: 'en' | 'zh') => ({
  t: wordsIn(locale),
  list: (items: string[]) => items.join(', '),
  limitKey: 'crm-api',
  duration: (ms: number) => formatDuration(ms, locale === 'zh' ? 'zh-HK' : locale),
  now: NOW,
});

const english = (execution: Partial<ExecutionView>, meta: Partial<ExecutionMeta> = {}) =>
  summaryOf(anExecution(execution), someMeta(meta), wordingIn('en'));

describe('an execution in one sentence', () => {
  it('says how long a good one took, and nothing of a start in time', () => {
    expect(english({})).toBe('Succeeded after 350ms');
  });

  it('says how often a bad one was tried and how late it began', () => {
    expect(english({ status: 'failed', attempt: 3, durationMs: 252_000, delayMs: 2_000 })).toBe(
      'Failed after 3 attempts, 4m 12s; started 2s late'
    );
  });

  it('counts on while it runs', () => {
    const running = { status: 'running', finishedAt: null, durationMs: null } as const;
    expect(english(running)).toBe('Running for 12s');
    expect(english({ ...running, attempt: 2 })).toBe('Running for 12s, attempt 2 of 3');
    expect(english(running, { cancelRequested: true })).toBe('Running for 12s; asked to stop');
  });

  it('says when the next attempt starts', () => {
    const waiting = { status: 'queued', attempt: 1, finishedAt: null, durationMs: null } as const;
    expect(english(waiting, { nextAttemptAt: '2026-11-21T02:00:42.200Z' })).toBe(
      'Attempt 1 failed; attempt 2 of 3 starts in 30s'
    );
    expect(english({ ...waiting, attempt: 0, delayMs: null })).toBe(
      'Waits for a free place on a server'
    );
  });

  it('says what a waiting one waits for', () => {
    const still = { status: 'queued', startedAt: null, delayMs: null, attempt: 0 } as const;
    expect(english(still, { waitsFor: 'turn' })).toBe('Waits for its turn');
    expect(english(still, { waitsFor: 'limit' })).toBe('Waits for a free seat of crm-api');
    expect(english(still, { waitsFor: 'time' })).toBe('Waits for its time');
    const upstreams = [
      { job: { documentId: 'a', name: 'Nightly import' }, execution: null },
      {
        job: { documentId: 'b', name: 'Cleanup' },
        execution: { documentId: 'x', status: 'succeeded' as const },
      },
    ];
    expect(english({ ...still, status: 'waiting' }, { waitsFor: 'dependency', upstreams })).toBe(
      'Waits for Nightly import'
    );
  });

  it('says why one did not run', () => {
    const still = { startedAt: null, delayMs: null, durationMs: null, attempt: 0 } as const;
    expect(english({ ...still, status: 'skipped', reason: 'overlap' })).toBe(
      'Did not run: the one before was still in progress'
    );
    expect(english({ ...still, status: 'skipped' })).toBe('Did not run');
    expect(english({ ...still, status: 'missed' }, { missedCount: 4 })).toBe(
      'Missed 4 times: the scheduler was not at work in time'
    );
    expect(english({ ...still, status: 'missed', reason: 'paused' }, { missedCount: 4 })).toBe(
      'Missed 4 times: it was paused'
    );
    expect(english({ ...still, status: 'cancelled' })).toBe('Cancelled before it started');
  });

  it.each(['en', 'zh'] as const)('has words for every status in %s', (locale) => {
    const sentences = EXECUTION_STATUSES.map((status) =>
      summaryOf(anExecution({ status }), someMeta(), wordingIn(locale))
    );
    for (const sentence of sentences) expect(sentence).not.toMatch(/executions\.|undefined|^$/);
  });

  it('speaks Traditional Chinese', () => {
    const failed = anExecution({ status: 'failed', attempt: 3, durationMs: 252_000 });
    expect(summaryOf(failed, someMeta(), wordingIn('zh'))).toBe('失敗，嘗試 3 次，歷時 4分 12秒');
  });
});

describe('what came of it, in a line', () => {
  const t = wordsIn('en');
  it.each<[Partial<ExecutionView>, string]>([
    [{ error: { name: 'E', message: 'No\n route', code: null }, result: 'x' }, 'No route'],
    [{ reason: 'paused' }, 'it was paused'],
    [{ result: 'Deleted 4' }, 'Deleted 4'],
    [{ result: { deleted: 4 } }, '{"deleted":4}'],
    [{}, ''],
  ])('%j → %s', (execution, line) => {
    expect(resultLine(anExecution(execution), t)).toBe(line);
  });

  it('is cut where it is long', () => {
    expect(resultLine(anExecution({ result: 'x'.repeat(500) }), t)).toMatch(/^x{159}…$/);
  });

  it('knows a sentence for every reason', () => {
    for (const reason of REASONS) {
      expect(resultLine(anExecution({ reason }), t)).not.toContain('executions.reason');
    }
  });
});
