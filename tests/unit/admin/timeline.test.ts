import { isFinal, timelineOf } from '../../../admin/src/features/executions/timeline';
import type { AttemptView } from '../../../server/src/contract/execution';
import { anExecution, someMeta } from './an-execution';

const anAttempt = (changes: Partial<AttemptView> = {}): AttemptView => ({
  attempt: 1,
  status: 'failed',
  startedAt: '2026-11-21T02:00:00.200Z',
  finishedAt: '2026-11-21T02:00:00.300Z',
  durationMs: 100,
  node: 'node-a',
  error: null,
  exitCode: null,
  ...changes,
});

const kinds = (...of: Parameters<typeof timelineOf>) => timelineOf(...of).map(({ kind }) => kind);

describe('the steps of an execution', () => {
  it('go from due over its attempts to the end', () => {
    const execution = anExecution({
      attempts: [anAttempt(), anAttempt({ attempt: 2, status: 'succeeded' })],
    });
    expect(kinds(execution, someMeta())).toEqual([
      'due',
      'queued',
      'started',
      'attempt-ended',
      'started',
      'attempt-ended',
      'ended',
    ]);
  });

  it('leave out a due time where it was started by hand', () => {
    expect(kinds(anExecution({ scheduledFor: null }), someMeta())[0]).toBe('queued');
  });

  it('show the attempt that is planned, and no end', () => {
    const execution = anExecution({ status: 'queued', finishedAt: null, attempts: [anAttempt()] });
    const steps = timelineOf(execution, someMeta({ nextAttemptAt: '2026-11-21T02:00:10.000Z' }));
    expect(steps.at(-1)).toEqual({
      kind: 'next-attempt',
      at: '2026-11-21T02:00:10.000Z',
      attempt: 2,
    });
  });

  it('show that one was asked to stop for as long as it goes on', () => {
    const running = anExecution({
      status: 'running',
      finishedAt: null,
      attempts: [anAttempt({ status: 'running', finishedAt: null, durationMs: null })],
    });
    expect(kinds(running, someMeta({ cancelRequested: true }))).toEqual([
      'due',
      'queued',
      'started',
      'cancel-requested',
    ]);
    const ended = anExecution({ status: 'cancelled' });
    expect(kinds(ended, someMeta({ cancelRequested: true }))).not.toContain('cancel-requested');
  });

  it('tell what moves on by itself from what is over', () => {
    expect((['queued', 'running', 'failed', 'skipped'] as const).map(isFinal)).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});
