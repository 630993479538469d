import { aSchedule, cron, runsOf } from '../../support/schedules';

const runs = (input: object, from: string, count: number): string[] =>
  runsOf(aSchedule(input), from, count);

describe('elapsed intervals', () => {
  const anchor = '2026-01-01T00:00:00Z';

  it('count real time from the anchor, whatever the clock does', () => {
    const every = { kind: 'interval', every: '90m', anchor, timezone: 'America/New_York' };
    expect(runs(every, '2026-03-08T05:00Z', 3)).toEqual([
      '2026-03-08T06:00Z',
      '2026-03-08T07:30Z',
      '2026-03-08T09:00Z',
    ]);
  });

  it('begin with the anchor itself and have nothing before it', () => {
    const every = { kind: 'interval', every: '36h', anchor };
    expect(runs(every, '2020-01-01T00:00Z', 2)).toEqual(['2026-01-01T00:00Z', '2026-01-02T12:00Z']);
    expect(runs(every, anchor, 1)).toEqual(['2026-01-02T12:00Z']);
  });

  it('take the whole second of now where no anchor is given', () => {
    expect(aSchedule({ kind: 'interval', every: '10s' })).toMatchObject({
      anchor: '2026-01-15T12:34:56.000Z',
    });
  });

  it('may be anchored with an offset, and answer its instant', () => {
    const every = { kind: 'interval', every: '1h', anchor: '2026-01-01T08:30:00+08:00' };
    expect(aSchedule(every)).toMatchObject({ anchor: '2026-01-01T00:30:00.000Z' });
  });
});

describe('calendar intervals', () => {
  it('count days on the calendar and keep the time of day', () => {
    const every = {
      kind: 'interval',
      every: '2d',
      start: '2026-03-05',
      time: '02:30',
      timezone: 'America/New_York',
    };
    expect(runs(every, '2020-01-01T00:00Z', 4)).toEqual([
      '2026-03-05T07:30Z',
      '2026-03-07T07:30Z',
      '2026-03-09T06:30Z',
      '2026-03-11T06:30Z',
    ]);
    expect(runs({ ...every, start: '2026-03-06' }, '2026-03-07T00:00Z', 1)).toEqual([
      '2026-03-08T07:30Z',
    ]);
  });

  it('count weeks', () => {
    const every = { kind: 'interval', every: '2w', start: '2026-01-05', time: '09:00:30' };
    expect(runs(every, '2026-01-06T00:00Z', 2)).toEqual([
      '2026-01-19T09:00:30Z',
      '2026-02-02T09:00:30Z',
    ]);
  });

  it('count months from the start, never from the run before', () => {
    const every = { kind: 'interval', every: '1mo', start: '2026-01-31', time: '09:00' };
    expect(runs(every, '2026-01-01T00:00Z', 4)).toEqual([
      '2026-01-31T09:00Z',
      '2026-02-28T09:00Z',
      '2026-03-31T09:00Z',
      '2026-04-30T09:00Z',
    ]);
    expect(runs({ ...every, overflow: 'skip' }, '2026-01-01T00:00Z', 3)).toEqual([
      '2026-01-31T09:00Z',
      '2026-03-31T09:00Z',
      '2026-05-31T09:00Z',
    ]);
  });

  it('count years, the leap day included', () => {
    const every = { kind: 'interval', every: '1y', start: '2024-02-29', time: '00:00' };
    expect(runs(every, '2024-03-01T00:00Z', 2)).toEqual(['2025-02-28T00:00Z', '2026-02-28T00:00Z']);
    expect(runs({ ...every, overflow: 'skip' }, '2024-03-01T00:00Z', 1)).toEqual([
      '2028-02-29T00:00Z',
    ]);
    const century = { ...every, every: '100y', start: '2000-02-29', overflow: 'skip' };
    expect(runs(century, '2001-01-01T00:00Z', 1)).toEqual(['2400-02-29T00:00Z']);
  });

  it('leave out a day that the zone skipped', () => {
    const every = {
      kind: 'interval',
      every: '1d',
      start: '2011-12-29',
      time: '09:00',
      timezone: 'Pacific/Apia',
    };
    expect(runs(every, '2011-12-01T00:00Z', 2)).toEqual(['2011-12-29T19:00Z', '2011-12-30T19:00Z']);
  });
});

describe('the friendly kinds', () => {
  const zone = 'America/New_York';

  it.each([
    [{ kind: 'hourly', minute: 5 }, '5 * * * *'],
    [{ kind: 'daily', time: '02:30' }, '30 2 * * *'],
    [{ kind: 'daily', time: '02:30:15' }, '15 30 2 * * *'],
    [{ kind: 'weekly', weekdays: [7, 1], time: '01:30' }, '30 1 * * SUN,MON'],
    [{ kind: 'monthly', days: [1, 15], time: '00:00' }, '0 0 1,15 * *'],
    [{ kind: 'monthly', days: [8, 'last'], time: '02:00' }, '0 2 8,L * *'],
    [{ kind: 'monthly', days: [30], time: '02:00', overflow: 'skip' }, '0 2 30 * *'],
    [{ kind: 'yearly', month: 11, day: 1, time: '01:30' }, '30 1 1 11 *'],
    [{ kind: 'yearly', month: 2, day: 29, time: '01:30', overflow: 'skip' }, '30 1 29 2 *'],
  ])('%j runs like %s', (input, expression) => {
    const from = '2026-02-27T00:00Z';
    const expected = runsOf(cron(expression, zone), from, 300);
    expect(runs({ ...input, timezone: zone }, from, 300)).toEqual(expected);
  });

  it('run on the last day of a month that is too short', () => {
    const monthly = { kind: 'monthly', days: [30, 31], time: '09:00' };
    expect(runs(monthly, '2026-01-01T00:00Z', 5)).toEqual([
      '2026-01-30T09:00Z',
      '2026-01-31T09:00Z',
      '2026-02-28T09:00Z',
      '2026-03-30T09:00Z',
      '2026-03-31T09:00Z',
    ]);
    const yearly = { kind: 'yearly', month: 2, day: 29, time: '09:00' };
    expect(runs(yearly, '2027-01-01T00:00Z', 2)).toEqual([
      '2027-02-28T09:00Z',
      '2028-02-29T09:00Z',
    ]);
  });

  it.each([
    ['2026-12-24T18:00', ['2026-12-24T23:00Z']],
    ['2026-12-24T18:00:30', ['2026-12-24T23:00:30Z']],
    ['2026-03-08T02:30', ['2026-03-08T07:30Z']],
    ['2026-11-01T01:30', ['2026-11-01T05:30Z']],
    ['2026-12-24T18:00:00Z', ['2026-12-24T18:00Z']],
    ['2026-12-24T18:00+08:00', ['2026-12-24T10:00Z']],
    ['2025-12-24T18:00', []],
  ])('once at %s', (when, expected) => {
    expect(runs({ kind: 'once', at: when, timezone: zone }, '2026-01-01T00:00Z', 2)).toEqual(
      expected
    );
  });
});

describe('a schedule between its start and its end', () => {
  const hourly = { kind: 'hourly', minute: 0 };

  it('runs from the start, which belongs to it, to the end, which does not', () => {
    const startAt = '2026-05-01T10:00:00Z';
    const endAt = '2026-05-01T12:00:00Z';
    expect(runs({ ...hourly, startAt, endAt }, '2026-01-01T00:00Z', 5)).toEqual([
      '2026-05-01T10:00Z',
      '2026-05-01T11:00Z',
    ]);
  });

  it('counts an interval from its anchor, not from its start', () => {
    const every = { kind: 'interval', every: '45m', anchor: '2026-01-01T00:00:00Z' };
    expect(runs({ ...every, startAt: '2026-01-01T01:00:00Z' }, '2026-01-01T00:00Z', 1)).toEqual([
      '2026-01-01T01:30Z',
    ]);
  });

  it('does not run while it is switched off', () => {
    expect(runs({ ...hourly, enabled: false }, '2026-01-01T00:00Z', 1)).toEqual([]);
  });
});
