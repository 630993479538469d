import type { MissedPolicy } from '../../../server/src/contract/job';
import { decideDue, droppedBetween, MAX_COUNTED } from '../../../server/src/domain/due';
import { aCron, anInterval } from '../../support/factories';

const at = (iso: string): number => Date.parse(`2026-03-04T${iso}Z`);
const iso = (instant: number | null) =>
  instant === null ? null : new Date(instant).toISOString().slice(11, 23);

interface Given {
  policy?: MissedPolicy;
  windowMs?: number;
  nextAt: number;
  cursorAt?: number;
  now: number;
  expressions?: string[];
  endAt?: number;
}

const HOUR = 3_600_000;

const decide = ({ expressions = ['* * * * *'], ...given }: Given) => {
  const schedules = expressions.map((expression, index) =>
    aCron(expression, { key: `cron-${index}` })
  );
  const due = decideDue({
    times: { schedules, startAt: null, endAt: given.endAt ?? null },
    nextAt: given.nextAt,
    cursorAt: given.cursorAt ?? null,
    now: given.now,
    aheadMs: 20,
    missedAfterMs: 10_000,
    missed: { policy: given.policy ?? 'last', windowMs: given.windowMs ?? HOUR },
  });
  return {
    runs: due.occurrences.map((occurrence) => iso(occurrence.at)),
    dropped: due.dropped && { at: iso(due.dropped.slotAt), count: due.dropped.count },
    next: iso(due.nextAt),
    cursorAt: due.cursorAt,
    keys: due.occurrences.map(({ key, merged }) => [key, ...merged]),
  };
};

describe('on time', () => {
  test('an occurrence is taken along a little before its instant', () => {
    const due = decide({ nextAt: at('10:00:00'), now: at('09:59:59.980') });
    expect(due).toMatchObject({ runs: ['10:00:00.000'], dropped: null, next: '10:01:00.000' });
  });

  test('not sooner than the head start', () => {
    const due = decide({ nextAt: at('10:00:00'), now: at('09:59:59.979') });
    expect(due).toMatchObject({ runs: [], dropped: null, next: '10:00:00.000' });
  });

  test('what was dealt with already does not come again, whatever next_at says', () => {
    const now = at('10:00:00.500');
    const due = decide({ nextAt: at('10:00:00'), cursorAt: at('10:00:00'), now });
    expect(due).toMatchObject({ runs: [], dropped: null, next: '10:01:00.000' });
  });

  test('two schedules on one instant make one occurrence that names both', () => {
    const now = at('10:00:00');
    const due = decide({ nextAt: now, now, expressions: ['* * * * *', '0 * * * *'] });
    expect(due.keys).toEqual([['cron-0', 'cron-1']]);
  });

  test('the last occurrence of a job leaves nothing to come', () => {
    const now = at('10:00:00');
    expect(decide({ nextAt: now, now, endAt: at('10:00:30') }).next).toBeNull();
  });
});

describe('late', () => {
  test('an occurrence up to missedAfterMs old gets its own execution', () => {
    const due = decide({ nextAt: at('10:00:00'), now: at('10:00:10') });
    expect(due).toMatchObject({ runs: ['10:00:00.000'], dropped: null });
  });

  test.each<MissedPolicy>(['skip', 'last', 'all'])(
    'several late ones get one each, whatever the policy (%s)',
    (policy) => {
      const [nextAt, now] = [at('10:00:00'), at('10:00:02.500')];
      const due = decide({ policy, nextAt, now, expressions: ['* * * * * *'] });
      expect(due).toMatchObject({
        runs: ['10:00:00.000', '10:00:01.000', '10:00:02.000'],
        dropped: null,
        next: '10:00:03.000',
      });
    }
  );
});

describe('missed', () => {
  test('a millisecond older than missedAfterMs is missed, and `skip` drops it', () => {
    const due = decide({ policy: 'skip', nextAt: at('10:00:00'), now: at('10:00:10.001') });
    expect(due).toMatchObject({ runs: [], dropped: { at: '10:00:00.000', count: 1 } });
  });

  test('`last` runs the newest missed one and counts the others', () => {
    const due = decide({ nextAt: at('10:00:00'), now: at('10:05:30') });
    expect(due).toMatchObject({
      runs: ['10:05:00.000'],
      dropped: { at: '10:04:00.000', count: 5 },
      next: '10:06:00.000',
    });
  });

  test('`last` runs no missed one where a fresh one is due', () => {
    const due = decide({ nextAt: at('10:00:00'), now: at('10:05:02') });
    expect(due).toMatchObject({
      runs: ['10:05:00.000'],
      dropped: { at: '10:04:00.000', count: 5 },
    });
  });

  test('`all` runs each, oldest first', () => {
    const due = decide({ policy: 'all', nextAt: at('10:00:00'), now: at('10:03:30') });
    expect(due).toMatchObject({
      runs: ['10:00:00.000', '10:01:00.000', '10:02:00.000', '10:03:00.000'],
      dropped: null,
    });
  });

  test('`all` runs the newest hundred and counts the older ones', () => {
    const windowMs = 24 * HOUR;
    const due = decide({ policy: 'all', windowMs, nextAt: at('07:00:00'), now: at('10:00:30') });
    expect(due.runs).toHaveLength(100);
    expect(due.runs[0]).toBe('08:21:00.000');
    expect(due.runs.at(-1)).toBe('10:00:00.000');
    expect(due.dropped).toEqual({ at: '08:20:00.000', count: 81 });
  });

  test('`all` runs fresh ones beside its hundred', () => {
    const due = decide({
      policy: 'all',
      nextAt: at('10:00:00'),
      now: at('10:30:00.500'),
      expressions: ['* * * * * *'],
    });
    expect(due.runs).toHaveLength(110);
    expect(due.runs.at(-1)).toBe('10:30:00.000');
    expect(due.dropped?.count).toBe(1801 - 110);
  });

  test.each<[MissedPolicy, string[], number]>([
    ['last', [], 3],
    ['all', ['10:03:00.000'], 3],
  ])('outside the window nothing is made up for (%s)', (policy, runs, count) => {
    const windowMs = policy === 'all' ? 30_000 : 10_000;
    const now = policy === 'all' ? at('10:03:30') : at('10:02:30');
    const due = decide({ policy, windowMs, nextAt: at('10:00:00'), now });
    expect(due.runs).toEqual(runs);
    expect(due.dropped?.count).toBe(count);
  });
});

describe('three days away', () => {
  const now = Date.parse('2026-03-07T10:00:30Z');
  const nextAt = at('10:00:00');

  test('a minutely job with `last` runs once, and one record counts the rest', () => {
    const due = decide({ nextAt, now });
    expect(due.runs).toEqual(['10:00:00.000']);
    expect(due.dropped).toEqual({ at: '09:59:00.000', count: 4_320 });
  });

  test('a job of every second is counted as far as is useful, not to the end', () => {
    const times = { schedules: [anInterval('1s')], startAt: null, endAt: null };
    const dropped = droppedBetween(times, nextAt - 1, now);
    expect(dropped).toEqual({ slotAt: now, count: MAX_COUNTED });
  });

  test('nothing happened in a span without occurrences', () => {
    const times = { schedules: [aCron('0 0 1 1 *')], startAt: null, endAt: null };
    expect(droppedBetween(times, nextAt, now)).toBeNull();
    expect(droppedBetween(times, now, nextAt)).toBeNull();
  });
});
