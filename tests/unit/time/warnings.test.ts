import { warningsOf } from '../../../server/src/domain/schedule/warnings';
import { aSchedule, at } from '../../support/schedules';

const warnings = (input: object, language: 'en' | 'zh' = 'en'): Record<string, string[]> => {
  const found = warningsOf(aSchedule(input), at('2026-01-01T00:00Z'), language);
  const codes = [...new Set(found.map(({ code }) => code))];
  return Object.fromEntries(
    codes.map((code) => [
      code,
      found.filter((one) => one.code === code).map(({ message }) => message),
    ])
  );
};

const cron = (expression: string, language: 'en' | 'zh' = 'en') =>
  warnings({ kind: 'cron', expression }, language);

describe('warnings about a schedule', () => {
  it('are none for a plain one', () => {
    expect(warnings({ kind: 'daily', time: '09:00' })).toEqual({});
    expect(cron('*/15 * * * *')).toEqual({});
    expect(cron('0 */6 * * *')).toEqual({});
  });

  it('say that both day fields are alternatives', () => {
    expect(cron('0 9 13 * FRI')['both-day-fields']).toEqual([
      'Day of month and day of week are both set: it runs on every day that matches either one, not only where both match.',
    ]);
    expect(cron('0 9 */2 * 1-7')['both-day-fields']).toHaveLength(1);
    expect(cron('0 9 ? * FRI')['both-day-fields']).toBeUndefined();
  });

  it('say that a step starts again', () => {
    expect(cron('*/45 * * * *')['uneven-step']).toEqual([
      'The step of 45 minutes starts again each hour (minutes 0 and 45), so the runs are not evenly spaced. For exactly every 45 minutes, use an interval of "45m".',
    ]);
    expect(cron('0 */5 * * *')['uneven-step']?.[0]).toContain('hours 0, 5, 10, 15 and 20');
    expect(cron('0 0 */2 * *')['uneven-step']?.[0]).toContain('each month');
    expect(cron('7/30 * * * *')['uneven-step']).toBeUndefined();
    expect(cron('40/10 * * * *')['uneven-step']?.[0]).toContain('minutes 40 and 50');
    expect(cron('10-50/20 * * * *')['uneven-step']).toBeUndefined();
  });

  it.each([
    [
      { kind: 'cron', expression: '0 0 31 * *' },
      'Not every month has day 31 (February, April, June, September and November); there is no run then.',
    ],
    [{ kind: 'cron', expression: '0 0 29-31 3,4 *' }, 'Not every month has day 31 (April)'],
    [{ kind: 'cron', expression: '0 0 29 2 *' }, 'leap years only; in other years there is no run'],
    [
      { kind: 'monthly', days: [1, 30], time: '09:00' },
      'day 30 (February); there it runs on the last day',
    ],
    [{ kind: 'monthly', days: [31], time: '09:00', overflow: 'skip' }, 'there is no run then'],
    [{ kind: 'yearly', month: 2, day: 29, time: '09:00' }, 'in other years it runs on 28 February'],
    [{ kind: 'interval', every: '6mo', start: '2026-03-31', time: '09:00' }, 'day 31 (September)'],
    [
      { kind: 'interval', every: '1y', start: '2024-02-29', time: '09:00', overflow: 'skip' },
      'leap years only',
    ],
  ])('say which months lack the day: %j', (input, message) => {
    expect(warnings(input)['short-months']?.join()).toContain(message);
  });

  it.each([
    { kind: 'cron', expression: '0 0 31 1,3 *' },
    { kind: 'cron', expression: '0 0 31,L * *' },
    { kind: 'cron', expression: '0 0 1-31 * *' },
    { kind: 'monthly', days: [28, 'last'], time: '09:00' },
    { kind: 'yearly', month: 12, day: 31, time: '09:00' },
    { kind: 'interval', every: '12mo', start: '2026-01-31', time: '09:00' },
    { kind: 'interval', every: '2w', start: '2026-01-31', time: '09:00' },
  ])('do not speak of short months without need: %j', (input) => {
    expect(warnings(input)['short-months']).toBeUndefined();
  });

  it.each([
    ['* * * * *', 'Runs every 1 minute.'],
    ['*/10 * * * * *', 'Runs every 10 seconds.'],
    ['*/45 * * * *', 'never more than 45 minutes and never less than 15 minutes apart'],
    ['0 9,17 * * *', 'never more than 16 hours and never less than 8 hours apart'],
    ['0 9 * * MON-FRI', 'never more than 3 days and never less than 1 day apart'],
    ['0 0 1 * *', 'never more than 31 days and never less than 28 days apart'],
    [
      '*/15 9-17 * * 1-5',
      'never more than 2 days 15 hours 15 minutes and never less than 15 minutes apart',
    ],
    [
      '0,30 0 0 * * *',
      'never more than 23 hours 59 minutes 30 seconds and never less than 30 seconds apart',
    ],
  ])('say how far runs are apart: %s', (expression, message) => {
    expect(cron(expression)['spacing']?.join()).toContain(message);
  });

  it('name the zone’s next two clock changes, except for real time', () => {
    const timezone = 'Europe/Berlin';
    expect(warnings({ kind: 'daily', time: '09:00', timezone })['clock-changes']).toEqual([
      'The clock in Europe/Berlin changes on 29 March 2026 (02:00 → 03:00) and 25 October 2026 (03:00 → 02:00).',
    ]);
    expect(warnings({ kind: 'interval', every: '2h', timezone })).toEqual({});
    expect(warnings({ kind: 'daily', time: '09:00', timezone: 'Asia/Hong_Kong' })).toEqual({});
  });

  it('say that a schedule is over', () => {
    expect(warnings({ kind: 'once', at: '2020-01-01T00:00:00Z' })['never-again']).toHaveLength(1);
    const ended = { kind: 'daily', time: '09:00', endAt: '2025-01-01T00:00:00Z' };
    expect(warnings(ended)['never-again']).toEqual(['This schedule does not run any more.']);
    expect(warnings({ ...ended, enabled: false })).toEqual({});
  });

  it('speak Chinese', () => {
    expect(cron('*/45 0 31 * FRI', 'zh')).toEqual({
      'both-day-fields': [
        '「日」與「星期」兩欄同時設定：符合其中一項的日子都會執行，而不是只在兩項都符合時執行。',
      ],
      'uneven-step': [
        '45 分鐘的間隔每小時重新開始(0 及 45 分)，因此各次執行的間距並不平均。如需每 45 分鐘準確執行一次，請使用間隔排程「45m」。',
      ],
      'short-months': [
        '並非每個月都有 31 日(2 月、4 月、6 月、9 月及 11 月)；這些月份不會執行。如需每月執行，請選擇每月最後一日。',
      ],
      spacing: ['各次執行最多相隔 6 日 23 小時 15 分鐘，最少相隔 45 分鐘（不計時鐘調整）。'],
    });
    const berlin = { kind: 'once', at: '2020-01-01T00:00:00Z' };
    expect(warnings(berlin, 'zh')['never-again']).toEqual(['此排程不會再執行。']);
    const daily = { kind: 'daily', time: '09:00', timezone: 'Europe/Berlin' };
    expect(warnings(daily, 'zh')['clock-changes']).toEqual([
      'Europe/Berlin 的時鐘將於 2026 年 3 月 29 日(02:00 → 03:00)及 2026 年 10 月 25 日(03:00 → 02:00)調整。',
    ]);
  });
});
