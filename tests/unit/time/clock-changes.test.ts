import { aSchedule, cron, runsOf } from '../../support/schedules';

describe('where the clock jumps', () => {
  it.each([
    ['New York', '30 2 * * *', 'America/New_York', '2026-03-08T00:00Z', '2026-03-08T07:30Z'],
    [
      'Lord Howe, half an hour',
      '15 2 * * *',
      'Australia/Lord_Howe',
      '2026-10-03T12:00Z',
      '2026-10-03T15:45Z',
    ],
    [
      'Nuuk, over midnight',
      '30 23 * * 6',
      'America/Nuuk',
      '2026-03-28T12:00Z',
      '2026-03-29T01:30Z',
    ],
    ['Cairo, at midnight', '0 0 * * *', 'Africa/Cairo', '2026-04-23T12:00Z', '2026-04-23T22:00Z'],
    [
      'Troll, two hours',
      '30 1 * * *',
      'Antarctica/Troll',
      '2026-03-28T12:00Z',
      '2026-03-29T01:30Z',
    ],
    [
      'Troll, 02:50 stays an hour after 01:50',
      '50 2 * * *',
      'Antarctica/Troll',
      '2026-03-28T12:00Z',
      '2026-03-29T02:50Z',
    ],
    [
      'Apia, a day that was skipped',
      '0 9 30 12 *',
      'Pacific/Apia',
      '2011-12-28T00:00Z',
      '2012-12-29T19:00Z',
    ],
    ['Hong Kong, never', '0 9 * * *', 'Asia/Hong_Kong', '2026-03-08T00:00Z', '2026-03-08T01:00Z'],
    [
      'a weekday that only the skipped date has',
      '30 2 * 3 0#2',
      'America/New_York',
      '2026-01-01T00:00Z',
      '2026-03-08T07:30Z',
    ],
    [
      'the second before the moved run',
      '30 2 * * *',
      'America/New_York',
      '2026-03-08T07:29:59Z',
      '2026-03-08T07:30Z',
    ],
  ])('%s: a skipped time runs that much later', (_name, expression, zone, from, expected) => {
    expect(runsOf(cron(expression, zone), from, 1)).toEqual([expected]);
  });

  it('merges a moved run with one that is there already', () => {
    expect(runsOf(cron('30 2,3 * * *', 'America/New_York'), '2026-03-07T12:00Z', 3)).toEqual([
      '2026-03-08T07:30Z',
      '2026-03-09T06:30Z',
      '2026-03-09T07:30Z',
    ]);
  });

  it('moves what is frequent in named hours', () => {
    expect(runsOf(cron('*/20 2 * * *', 'America/New_York'), '2026-03-08T00:00Z', 4)).toEqual([
      '2026-03-08T07:00Z',
      '2026-03-08T07:20Z',
      '2026-03-08T07:40Z',
      '2026-03-09T06:00Z',
    ]);
  });

  it('lets what repeats all day go on', () => {
    expect(runsOf(cron('*/30 * * * *', 'America/New_York'), '2026-03-08T06:00Z', 3)).toEqual([
      '2026-03-08T06:30Z',
      '2026-03-08T07:00Z',
      '2026-03-08T07:30Z',
    ]);
  });

  it('takes no day from a rule that names the skipped one', () => {
    const daily = aSchedule({ kind: 'daily', time: '09:00', timezone: 'Pacific/Apia' });
    expect(runsOf(daily, '2011-12-29T12:00Z', 3)).toEqual([
      '2011-12-29T19:00Z',
      '2011-12-30T19:00Z',
      '2011-12-31T19:00Z',
    ]);
    expect(runsOf(cron('*/15 9 30 12 *', 'Pacific/Apia'), '2011-12-28T00:00Z', 1)).toEqual([
      '2012-12-29T19:00Z',
    ]);
  });
});

describe('where the clock goes back', () => {
  it.each([
    [
      'New York',
      '30 1 * * *',
      'America/New_York',
      '2026-11-01T00:00Z',
      ['2026-11-01T05:30Z', '2026-11-02T06:30Z'],
    ],
    [
      'Havana, at midnight',
      '30 0 * * *',
      'America/Havana',
      '2025-11-02T00:00Z',
      ['2025-11-02T04:30Z', '2025-11-03T05:30Z'],
    ],
    [
      'asked between the passes',
      '30 1 * * *',
      'America/New_York',
      '2026-11-01T06:10Z',
      ['2026-11-02T06:30Z', '2026-11-03T06:30Z'],
    ],
    [
      'Lord Howe, half an hour',
      '45 1 * * *',
      'Australia/Lord_Howe',
      '2026-04-04T00:00Z',
      ['2026-04-04T14:45Z', '2026-04-05T15:15Z'],
    ],
    [
      'twelve-hourly',
      '0 1,13 * * *',
      'America/New_York',
      '2026-11-01T00:00Z',
      ['2026-11-01T05:00Z', '2026-11-01T18:00Z'],
    ],
  ])('%s: an appointment runs the first time', (_name, expression, zone, from, expected) => {
    expect(runsOf(cron(expression, zone), from, 2)).toEqual(expected);
  });

  it('repeats what is frequent, in named hours too', () => {
    expect(runsOf(cron('*/30 1 1 11 *', 'America/New_York'), '2026-10-31T00:00Z', 5)).toEqual([
      '2026-11-01T05:00Z',
      '2026-11-01T05:30Z',
      '2026-11-01T06:00Z',
      '2026-11-01T06:30Z',
      '2027-11-01T05:00Z',
    ]);
  });

  it.each(['0 * * * *', '0 */1 * * *', '0 0-23 * * *', '0 0-11,12-23 * * *'])(
    'knows every hour however it is written: %s',
    (expression) => {
      expect(runsOf(cron(expression, 'America/New_York'), '2026-11-01T04:30Z', 3)).toEqual([
        '2026-11-01T05:00Z',
        '2026-11-01T06:00Z',
        '2026-11-01T07:00Z',
      ]);
    }
  );

  it.each([
    ['0-59 1 1 11 *', 60],
    ['0/5 1 1 11 *', 12],
    ['0,15,30,45 1 1 11 *', 4],
    ['* 1 1 11 *', 120],
    ['*/15 1 1 11 *', 8],
    ['7,*/15 1 1 11 *', 10],
    ['* 0 1 1 11 *', 60],
    ['0 * 1 1 11 *', 120],
  ])('decides by the text of the minutes: %s has %i runs', (expression, count) => {
    const runs = runsOf(cron(expression, 'America/New_York'), '2026-11-01T00:00Z', 200);
    expect(runs.filter((run) => run < '2026-12')).toHaveLength(count);
  });
});

describe('zones that change their offset for good', () => {
  it('knows of changes that are newer than the runtime', () => {
    const daily = aSchedule({ kind: 'daily', time: '09:00', timezone: 'America/Vancouver' });
    expect(runsOf(daily, '2026-12-01T00:00Z', 1)).toEqual(['2026-12-01T16:00Z']);
  });

  it('needs no special case when Kazakhstan went back over midnight', () => {
    expect(runsOf(cron('30 23 29 2 *', 'Asia/Almaty'), '2024-02-28T00:00Z', 1)).toEqual([
      '2024-02-29T17:30Z',
    ]);
    expect(runsOf(cron('30 23 * * *', 'Asia/Almaty'), '2024-02-29T12:00Z', 2)).toEqual([
      '2024-02-29T17:30Z',
      '2024-03-01T18:30Z',
    ]);
  });

  it('follows a zone without end, as its rules are today', () => {
    const daily = aSchedule({ kind: 'daily', time: '12:00', timezone: 'Europe/Berlin' });
    expect(runsOf(daily, '2640-07-01T00:00Z', 1)).toEqual(['2640-07-01T10:00Z']);
    expect(runsOf(daily, '2900-01-01T00:00Z', 1)).toEqual(['2900-01-01T11:00Z']);
    expect(runsOf(daily, '9999-12-30T12:00Z', 5)).toEqual(['9999-12-31T11:00Z']);
  });
});
