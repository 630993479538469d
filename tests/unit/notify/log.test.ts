import type { EngineEvent } from '../../../server/src/engine/events';
import { logEvent } from '../../../server/src/notify/log';

const written = (event: EngineEvent): string[] => {
  const lines: string[] = [];
  const write = (level: string) => (line: string) => lines.push(`${level} ${line}`);
  logEvent(
    { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
    event
  );
  return lines;
};

const facts = { job: { documentId: 'j1', name: 'Nightly' }, execution: 'e1', attempt: 2 };
const refused = { name: 'Error', message: 'refused', code: null };

describe('the log', () => {
  it('says in one line how an attempt ended, and why where it failed', () => {
    const ended = { type: 'execution.finished', ...facts, reason: null, durationMs: 12 } as const;
    expect(written({ ...ended, status: 'succeeded', error: null })).toEqual([
      'debug job-scheduler: "Nightly" (j1) execution e1 attempt 2 succeeded after 12 ms',
    ]);
    expect(written({ ...ended, status: 'failed', error: refused })).toEqual([
      'warn job-scheduler: "Nightly" (j1) execution e1 attempt 2 failed after 12 ms: Error: refused',
    ]);
  });

  it('keeps a name with line ends and control characters on its line', () => {
    const job = { documentId: 'j1', name: 'a\nb\u001b[31m\u2028c' };
    const [line] = written({ type: 'execution.lost', ...facts, job });
    expect(line).toBe(
      'warn job-scheduler: "a\\nb\\x1b[31m\\x2028c" (j1) execution e1 attempt 2 lost its node'
    );
  });

  it('does not fill up while a database is away: the first failure, then ever fewer', () => {
    const error = (failures: number): EngineEvent => ({
      type: 'engine.error',
      step: 'tick',
      error: refused,
      failures,
      retryInMs: 1000,
    });
    const loud = Array.from({ length: 2000 }, (_, index) => index + 1).filter(
      (failures) => written(error(failures)).length > 0
    );
    expect(loud).toEqual([1, 10, 100, 1000, 2000]);
  });

  it('says how many occurrences a missed record stands for', () => {
    const at = Date.UTC(2026, 0, 2, 9);
    const missed = { job: facts.job, execution: 'e1', slotAt: at, count: 7 };
    expect(written({ type: 'occurrence.missed', ...missed, reason: 'catch-up-exceeded' })).toEqual([
      'warn job-scheduler: "Nightly" (j1) missed 7, the newest at 2026-01-02T09:00:00.000Z',
    ]);
  });

  it('is silent about nothing', () => {
    expect(written({ type: 'records.pruned', count: 0 })).toEqual([]);
    expect(written({ type: 'engine.draining', node: 'n', running: 0 })).toEqual([]);
  });
});
