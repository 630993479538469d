import type { MissedPolicy } from '../../../server/src/contract/job';
import {
  jobCalendars,
  NO_CALENDARS,
  type JobCalendars,
} from '../../../server/src/domain/calendars/job-calendars';
import {
  decideDue,
  droppedBetween,
  MAX_COUNTED,
  type Dropped,
} from '../../../server/src/domain/due';
import type { Standstill } from '../../../server/src/domain/pause';
import { AHEAD_MS } from '../../../server/src/engine/loop';
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
  standstills?: Standstill[];
  calendars?: JobCalendars;
  left?: number;
}

const HOUR = 3_600_000;

const wordsOf = ({ reason, from, slotAt, count }: Dropped) => ({
  reason,
  from: iso(from),
  at: iso(slotAt),
  count,
});

const decide = ({ expressions = ['* * * * *'], ...given }: Given) => {
  const schedules = expressions.map((expression, index) =>
    aCron(expression, { key: `cron-${index}` })
  );
  const times = { schedules, startAt: null, endAt: given.endAt ?? null };
  const due = decideDue({
    timetable: { times, calendars: given.calendars ?? NO_CALENDARS },
    after: Math.max(given.nextAt - 1, given.cursorAt ?? -Infinity),
    now: given.now,
    aheadMs: AHEAD_MS,
    missedAfterMs: 10_000,
    missed: { policy: given.policy ?? 'last', windowMs: given.windowMs ?? HOUR },
    standstills: given.standstills ?? [],
    left: given.left ?? null,
  });
  const [dropped = null, ...more] = due.dropped.map(wordsOf);
  return {
    runs: due.occurrences.filter(({ verdict }) => verdict === 'runs').map(({ at }) => iso(at)),
    kept: due.occurrences
      .filter(({ verdict }) => verdict !== 'runs')
      .map(({ at, verdict }) => `${iso(at)} ${verdict}`),
    dropped: dropped && { at: dropped.at, count: dropped.count },
    all: [...(dropped ? [dropped] : []), ...more],
    next: iso(due.nextAt),
    cursorAt: due.cursorAt,
    keys: due.occurrences.map(({ key, merged }) => [key, ...merged]),
  };
};

describe('on time', () => {
  test('an occurrence is taken along a little before its instant', () => {
    const due = decide({ nextAt: at('10:00:00'), now: at('09:59:59.960') });
    expect(due).toMatchObject({ runs: ['10:00:00.000'], dropped: null, next: '10:01:00.000' });
  });

  test('not sooner than the head start', () => {
    const due = decide({ nextAt: at('10:00:00'), now: at('09:59:59.959') });
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
    const timetable = { times, calendars: NO_CALENDARS };
    const dropped = droppedBetween(timetable, { after: nextAt - 1, until: now }, 'paused');
    expect(dropped).toEqual({ reason: 'paused', from: nextAt, slotAt: now, count: MAX_COUNTED });
  });

  test('nothing happened in a span without occurrences', () => {
    const times = { schedules: [aCron('0 0 1 1 *')], startAt: null, endAt: null };
    const timetable = { times, calendars: NO_CALENDARS };
    const between = (after: number, until: number) =>
      droppedBetween(timetable, { after, until }, 'template-missing');
    expect(between(nextAt, now)).toBeNull();
    expect(between(now, nextAt)).toBeNull();
  });
});

describe('a pause', () => {
  const pause = (from: string, to: string, reason: Standstill['reason'] = 'paused') => ({
    from: at(from),
    to: at(to),
    reason,
  });

  test('what fell into it is counted once, what comes at its end runs', () => {
    const standstills = [pause('10:00:00', '10:05:00')];
    const due = decide({ nextAt: at('10:00:00'), now: at('10:05:00'), standstills });
    expect(due).toMatchObject({ runs: ['10:05:00.000'], next: '10:06:00.000' });
    expect(due.all).toEqual([
      { reason: 'paused', from: '10:00:00.000', at: '10:04:00.000', count: 5 },
    ]);
  });

  test('nothing of it is made up for, whatever the policy; what came after it is', () => {
    const standstills = [pause('10:00:00', '10:05:00')];
    const nextAt = at('10:00:00');
    const due = decide({ policy: 'all', nextAt, now: at('10:07:30'), standstills });
    expect(due.runs).toEqual(['10:05:00.000', '10:06:00.000', '10:07:00.000']);
    expect(due.all).toMatchObject([{ reason: 'paused', count: 5 }]);
  });

  test('an occurrence that is only late falls into a short pause too', () => {
    const standstills = [pause('09:59:59', '10:00:01', 'scheduler-stopped')];
    const due = decide({ nextAt: at('10:00:00'), now: at('10:00:01'), standstills });
    expect(due.runs).toEqual([]);
    expect(due.all).toMatchObject([{ reason: 'scheduler-stopped', count: 1 }]);
    expect(due.next).toBe('10:01:00.000');
  });

  test("one record for each reason; what everybody slept through is not the job's own pause", () => {
    const standstills = [
      pause('10:00:00', '10:03:00', 'scheduler-stopped'),
      pause('10:06:00', '10:08:00', 'scheduler-stopped'),
      pause('10:02:00', '10:05:00'),
    ];
    const due = decide({
      policy: 'skip',
      nextAt: at('10:00:00'),
      now: at('10:09:30'),
      standstills,
    });
    expect(due.all.toSorted((a, b) => (a.reason < b.reason ? -1 : 1))).toEqual([
      { reason: 'catch-up-exceeded', from: '10:05:00.000', at: '10:09:00.000', count: 3 },
      { reason: 'paused', from: '10:03:00.000', at: '10:04:00.000', count: 2 },
      { reason: 'scheduler-stopped', from: '10:00:00.000', at: '10:07:00.000', count: 5 },
    ]);
  });
});

describe('calendars', () => {
  const definition = {
    name: 'Working hours',
    description: '',
    timezone: 'UTC',
    entries: [
      {
        kind: 'window' as const,
        name: null,
        from: '2026-03-04T10:00:00Z',
        to: '2026-03-04T10:30:00Z',
      },
    ],
  };
  const minutely = { schedules: [aCron('* * * * *', { key: 'cron-0' })] };
  const known = new Map([['hours', definition]]);
  const only = jobCalendars({ ...minutely, calendars: { exclude: [], only: ['hours'] } }, known);
  const exclude = jobCalendars({ ...minutely, calendars: { exclude: ['hours'], only: [] } }, known);

  test('an occurrence that one keeps back gets its own record with the reason', () => {
    const now = at('10:00:00');
    expect(decide({ nextAt: now, now, calendars: exclude })).toMatchObject({
      runs: [],
      kept: ['10:00:00.000 blackout'],
      next: '10:01:00.000',
    });
    const later = at('10:30:00');
    expect(decide({ nextAt: later, now: later, calendars: only }).kept).toEqual([
      '10:30:00.000 outside-window',
    ]);
  });

  test('what one keeps back inside a pause that has just ended is dealt with, without a record', () => {
    const standstills = [
      { from: at('10:00:00'), to: at('10:01:03'), reason: 'scheduler-stopped' as const },
    ];
    const now = at('10:01:04');
    const due = decide({ nextAt: at('10:00:00'), now, calendars: exclude, standstills });
    expect(due).toMatchObject({ runs: [], kept: [], all: [], next: '10:02:00.000' });
  });

  test('the newest missed one is the newest that would have run, and only such are counted', () => {
    const due = decide({ nextAt: at('09:00:00'), now: at('10:40:30'), calendars: only });
    expect(due.runs).toEqual(['10:29:00.000']);
    expect(due.all).toEqual([
      { reason: 'catch-up-exceeded', from: '10:00:00.000', at: '10:28:00.000', count: 29 },
    ]);
    expect(due.kept).toEqual([]);
  });

  test('a fresh one that is kept back does not stand in for a missed one', () => {
    const due = decide({ nextAt: at('10:28:00'), now: at('10:30:02'), calendars: only });
    expect(due).toMatchObject({ runs: ['10:29:00.000'], kept: ['10:30:00.000 outside-window'] });
  });
});

describe('a job that may have only so many executions', () => {
  test('takes no more than are left, earliest first, and looks at the rest in its next step', () => {
    const given = { expressions: ['* * * * * *'], nextAt: at('10:00:00'), now: at('10:00:05') };
    const due = decide({ ...given, left: 2 });
    expect(due).toMatchObject({
      runs: ['10:00:00.000', '10:00:01.000'],
      next: '10:00:02.000',
      dropped: null,
    });
  });

  test('counts what is made up for as well', () => {
    const due = decide({ policy: 'all', nextAt: at('10:00:00'), now: at('10:05:30'), left: 3 });
    expect(due.runs).toEqual(['10:00:00.000', '10:01:00.000', '10:02:00.000']);
    expect(due.next).toBe('10:03:00.000');
  });

  test('owes nothing once it has had them', () => {
    const now = at('10:05:30');
    const due = decide({ policy: 'all', nextAt: at('10:00:00'), now, left: 0 });
    expect(due).toMatchObject({ runs: [], dropped: null, next: null });
  });
});

describe('a clock change inside days of downtime', () => {
  test('the skipped hour costs nothing: each local day is counted once', () => {
    const schedules = [aCron('30 2 * * *', { timezone: 'Europe/Berlin' })];
    const times = { schedules, startAt: null, endAt: null };
    const after = Date.parse('2026-03-26T12:00:00Z');
    const until = Date.parse('2026-03-31T12:00:00Z');
    const timetable = { times, calendars: NO_CALENDARS };
    expect(droppedBetween(timetable, { after, until }, 'catch-up-exceeded')).toEqual({
      reason: 'catch-up-exceeded',
      from: Date.parse('2026-03-27T01:30:00Z'),
      slotAt: Date.parse('2026-03-31T00:30:00Z'),
      count: 5,
    });
  });
});
