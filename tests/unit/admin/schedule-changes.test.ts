import {
  changeCounts,
  changedDays,
  changesTimes,
} from '../../../admin/src/features/schedules/schedule-changes';
import { newDraft } from '../../../admin/src/features/schedules/schedule-draft';
import {
  changedTimingFields,
  timingFields,
  timingFormOf,
  TIMING_DEFAULTS,
  validateTiming,
} from '../../../admin/src/features/schedules/timing-form';
import { timesRequest } from '../../../admin/src/features/schedules/times-request';
import type { ChangedOccurrence } from '../../../server/src/contract/schedule';

const draft = newDraft([], '2026-03-01');
const timing = timingFormOf(TIMING_DEFAULTS);
const before = { schedules: [draft], timing };

describe('an edit that changes when a job runs', () => {
  it.each([
    ['the time', { ...before, schedules: [{ ...draft, time: '10:00' }] }],
    ['another schedule', { ...before, schedules: [draft, newDraft([draft], '2026-03-01')] }],
    ['the switch', { ...before, schedules: [{ ...draft, enabled: false }] }],
    ['precedence', { ...before, schedules: [{ ...draft, priority: 1 }] }],
    [
      'calendars of a schedule',
      { ...before, schedules: [{ ...draft, calendars: { exclude: ['a'], only: [] } }] },
    ],
    [
      'calendars of the job',
      { ...before, timing: { ...timing, calendars: { exclude: ['a'], only: [] } } },
    ],
    ['the end', { ...before, timing: { ...timing, endAt: '2027-01-01T00:00:00.000Z' } }],
  ])('is one of %s', (_what, after) => {
    expect(changesTimes(before, after)).toBe(true);
  });

  it('is not one of comments, parameters, spreading or catching up', () => {
    const schedules = [{ ...draft, comment: 'new', parameters: { url: 'x' } }];
    expect(
      changesTimes(before, {
        schedules,
        timing: { ...timing, jitterMs: 5_000, missedPolicy: 'skip' },
      })
    ).toBe(false);
  });

  it('lays the span of the job over that of each schedule', () => {
    const own = {
      ...draft,
      startAt: '2026-06-01T00:00:00.000Z',
      endAt: '2026-07-01T00:00:00.000Z',
    };
    const job = {
      ...timing,
      startAt: '2026-05-01T00:00:00.000Z',
      endAt: '2026-06-15T00:00:00.000Z',
    };
    expect(timesRequest([own, draft], job).schedules).toMatchObject([
      { startAt: own.startAt, endAt: job.endAt },
      { startAt: job.startAt, endAt: job.endAt },
    ]);
  });
});

const occurrence = (
  change: ChangedOccurrence['change'],
  local: string,
  zone = 'Asia/Hong_Kong'
): ChangedOccurrence => ({
  change,
  at: `${local}.000Z`,
  local,
  offset: '+08:00',
  zone,
  schedule: 'a',
  verdict: 'runs',
  note: null,
});

describe('what changes, day by day', () => {
  const all = [
    occurrence('kept', '2026-03-01T09:00:00'),
    occurrence('added', '2026-03-01T10:00:00'),
    occurrence('removed', '2026-03-02T09:00:00'),
    // Another zone may be on the day before.
    occurrence('added', '2026-03-01T22:00:00', 'America/New_York'),
  ];
  it('stands under its local day, each day once', () => {
    expect(changedDays(all).map(({ day, occurrences }) => [day, occurrences.length])).toEqual([
      ['2026-03-01', 3],
      ['2026-03-02', 1],
    ]);
  });

  it('is counted', () => {
    expect(changeCounts(all)).toEqual({ kept: 1, added: 2, removed: 1 });
  });
});

describe('what holds for all schedules of a job', () => {
  it('is sent as it was opened, and nothing of it where nobody decided', () => {
    const fields = {
      calendars: { exclude: ['a'], only: ['b'] },
      startAt: '2026-05-01T00:00:00.000Z',
      endAt: null,
      maxExecutions: 3,
      jitterMs: 60_000,
      missed: { policy: 'all', windowMs: 5_000 },
    } as const;
    const stored = { ...fields, calendars: { exclude: ['a'], only: ['b'] } };
    expect(timingFields(timingFormOf(stored))).toEqual(fields);
    expect(changedTimingFields(timing)).toEqual({});
    expect(changedTimingFields({ ...timing, maxExecutions: 3 })).toEqual({ maxExecutions: 3 });
  });

  it('is wrong where it ends before it starts, counts to nothing or waits for less than nothing', () => {
    const wrong = {
      ...timing,
      startAt: '2026-05-01T00:00:00.000Z',
      endAt: '2026-05-01T00:00:00.000Z',
      maxExecutions: 0,
      missedWindowMs: undefined,
    };
    expect(Object.keys(validateTiming(wrong))).toEqual([
      'endAt',
      'maxExecutions',
      'missed.windowMs',
    ]);
    expect(validateTiming(timing)).toEqual({});
    expect(validateTiming({ ...timing, maxExecutions: 1.5 })).toHaveProperty('maxExecutions');
  });
});
