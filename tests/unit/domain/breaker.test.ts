import type { FinalStatus, Trigger } from '../../../server/src/contract/execution';
import { admitThroughBreaker, afterEnds, breakerState } from '../../../server/src/domain/breaker';

const NOW = 1_000_000;
const RULE = { failures: 3, coolDownMs: 60_000 };
const CLOSED = { failures: 0, until: null };

test.each([
  [null, 'closed'],
  [NOW + 1, 'open'],
  [NOW, 'half-open'],
  [NOW - 1, 'half-open'],
] as const)('until %s it is %s', (until, state) => {
  expect(breakerState(until, NOW)).toBe(state);
});

describe('the streak', () => {
  const after = (ended: FinalStatus[], before: Parameters<typeof afterEnds>[0] = CLOSED) =>
    afterEnds(before, ended, RULE, NOW);

  test('opens it at so many failures in a row, of whichever kind', () => {
    expect(after(['failed', 'timed_out'])).toEqual({ failures: 2, until: null });
    expect(after(['failed', 'timed_out', 'lost'])).toEqual({ failures: 3, until: NOW + 60_000 });
  });

  test('begins anew with a success, which closes it', () => {
    expect(after(['succeeded'], { failures: 7, until: NOW - 5 })).toEqual(CLOSED);
    expect(after(['failed', 'failed', 'succeeded', 'failed'])).toEqual({
      failures: 1,
      until: null,
    });
  });

  test('neither grows nor ends with what somebody cancelled', () => {
    const before = { failures: 2, until: null };
    expect(after(['cancelled', 'cancelled'], before)).toEqual(before);
    expect(after(['cancelled', 'failed'], before)).toEqual({ failures: 3, until: NOW + 60_000 });
  });

  test('of a probe that fails opens it for as long again', () => {
    expect(after(['failed'], { failures: 3, until: NOW - 1 })).toEqual({
      failures: 4,
      until: NOW + 60_000,
    });
  });

  test('of a probe that fails opens it again although an edit asks for more failures now', () => {
    const rule = { failures: 10, coolDownMs: 5_000 };
    expect(afterEnds({ failures: 3, until: NOW - 1 }, ['failed'], rule, NOW)).toEqual({
      failures: 4,
      until: NOW + 5_000,
    });
  });

  test('is counted, and opens nothing, where the job has no circuit breaker', () => {
    const ended = Array<FinalStatus>(9).fill('failed');
    expect(afterEnds(CLOSED, ended, null, NOW)).toEqual({ failures: 9, until: null });
  });
});

describe('what it lets through', () => {
  const some = (...triggers: Trigger[]) =>
    triggers.map((trigger) => ({ trigger, status: 'queued' as const, reason: null }));
  const admitted = (
    breakerUntil: number | null,
    executions: ReturnType<typeof some>,
    inProgress = { running: 0, queued: 0 }
  ) =>
    admitThroughBreaker({ executions, breakerUntil, now: NOW }, inProgress).map(
      ({ status, reason }) => reason ?? status
    );
  const three = some('schedule', 'dependency', 'schedule');

  test('closed: all', () => {
    expect(admitted(null, three)).toEqual(['queued', 'queued', 'queued']);
  });

  test('open: what somebody starts, and nothing that starts by itself', () => {
    const all = some('schedule', 'manual', 'dependency', 'api', 'replay');
    expect(admitted(NOW + 1, all)).toEqual([
      'breaker-open',
      'queued',
      'breaker-open',
      'queued',
      'queued',
    ]);
  });

  test('half-open: one probe', () => {
    expect(admitted(NOW, three)).toEqual(['queued', 'breaker-open', 'breaker-open']);
  });

  test.each([[{ running: 1, queued: 0 }], [{ running: 0, queued: 1 }]])(
    'half-open with one in progress already: none (%o)',
    (inProgress) => {
      expect(admitted(NOW, three, inProgress)).toEqual([
        'breaker-open',
        'breaker-open',
        'breaker-open',
      ]);
    }
  );

  test('what is on record as missed or kept back stays what it is', () => {
    const missed = { trigger: 'schedule', status: 'missed', reason: 'paused' } as const;
    const [record] = admitThroughBreaker(
      { executions: [missed], breakerUntil: NOW + 1, now: NOW },
      { running: 0, queued: 0 }
    );
    expect(record).toEqual(missed);
  });
});
