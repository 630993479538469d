import { describeSchedule } from '../../../server/src/domain/schedule/describe';
import { aSchedule } from '../../support/schedules';

const words = (input: object, language: 'en' | 'zh'): string =>
  describeSchedule(aSchedule({ timezone: 'Asia/Hong_Kong', ...input }), language);

describe('a cron expression in words', () => {
  it.each([
    ['* * * * *', 'Every minute', '每分鐘'],
    ['*/15 * * * *', 'Every 15 minutes', '每 15 分鐘'],
    ['0,15,30,45 * * * *', 'Every 15 minutes', '每 15 分鐘'],
    ['5/15 * * * *', 'Every 15 minutes from minute 5 of the hour', '由每小時第 5 分起每 15 分鐘'],
    ['*/45 * * * *', 'At minutes 0 and 45 of every hour', '每小時的第 0 及 45 分'],
    ['0-29 * * * *', 'At minutes 0 to 29 of every hour', '每小時的第 0 至 29 分'],
    ['0 * * * *', 'Every hour, on the hour', '每小時正點'],
    ['30 * * * *', 'Every hour, at minute 30', '每小時第 30 分'],
    ['0 2 * * *', 'At 02:00 every day', '每日 02:00'],
    [
      '15 */7 * * *',
      'At 00:15, 07:15, 14:15 and 21:15 every day',
      '每日 00:15、07:15、14:15 及 21:15',
    ],
    ['0 */2 * * *', 'Every 2 hours from 00:00', '由 00:00 起每 2 小時'],
    ['30 9-17 * * *', 'Every hour from 09:30 to 17:30', '09:30 至 17:30 每小時一次'],
    [
      '*/15 9-17 * * 1-5',
      'Every 15 minutes from 09:00 to 17:59, Monday to Friday',
      '逢星期一至星期五，09:00 至 17:59 每 15 分鐘',
    ],
    [
      '*/20 1,5,9 * * SAT-SUN',
      'Every 20 minutes, in the hours 1, 5 and 9, on Saturday and Sunday',
      '逢星期六及星期日，在 1、5 及 9 時內每 20 分鐘',
    ],
    [
      '* */3 * * *',
      'Every minute, in every 3rd hour from midnight',
      '由 00:00 起每 3 小時的首個小時內每分鐘',
    ],
    [
      '7 1,3,5,6,9,14,15,16,22 * * *',
      'At minute 7, in the hours 1, 3, 5, 6, 9, 14 to 16 and 22',
      '在 1、3、5、6、9、14 至 16 及 22 時內第 7 分',
    ],
    ['0 0 1,15 * *', 'At 00:00 on the 1st and the 15th of the month', '每月 1 日及 15 日 00:00'],
    [
      '0 0 */2 * *',
      'At 00:00 on every 2nd day from the 1st to the 31st of the month',
      '每月 1 日至 31 日每 2 日 00:00',
    ],
    ['0 0 L * *', 'At 00:00 on the last day of the month', '每月最後一日 00:00'],
    [
      '0 0 LW * *',
      'At 00:00 on the last weekday (Monday to Friday) of the month',
      '每月最後一個平日(星期一至五) 00:00',
    ],
    [
      '0 0 15W * *',
      'At 00:00 on the weekday (Monday to Friday) nearest to the 15th of the month',
      '每月最接近 15 日的平日(星期一至五) 00:00',
    ],
    [
      '0 9 13 * FRI',
      'At 09:00 on the 13th of the month or on Friday (either is enough)',
      '每月 13 日或逢星期五（符合其中一項即可） 09:00',
    ],
    ['0 9 * * MON#2', 'At 09:00 on the second Monday of the month', '每月第二個星期一 09:00'],
    [
      '0 9 * * FRIL,1',
      'At 09:00 on every Monday and the last Friday of the month',
      '逢星期一及每月最後一個星期五 09:00',
    ],
    ['0 0 29 2 *', 'At 00:00 on 29 February', '每年 2 月 29 日 00:00'],
    ['0 0 1 1,7 *', 'At 00:00 on 1 January and 1 July', '每年 1 月 1 日及 7 月 1 日 00:00'],
    [
      '13 2 * 3-5,9 0#5',
      'At 02:13 on the fifth Sunday of the month, in March to May and September',
      '每年 3 月至 5 月及 9 月，每月第五個星期日 02:13',
    ],
    [
      '0 9 13 3 FRI',
      'At 09:00 on the 13th of the month or on Friday (either is enough), in March',
      '每年 3 月，每月 13 日或逢星期五（符合其中一項即可） 09:00',
    ],
    ['* * * * * *', 'Every second', '每秒'],
    ['*/10 * * * * *', 'Every 10 seconds', '每 10 秒'],
    ['30 * * * * *', 'At second 30 of every minute', '每分鐘的第 30 秒'],
    [
      '0,45 5 * * * *',
      'At seconds 0 and 45, in minute 5 of every hour',
      '每小時第 5 分內第 0 及 45 秒',
    ],
    [
      '0,30 */5 9-17 * * *',
      'Every 30 seconds, in every 5th minute from 09:00 to 17:59',
      '09:00 至 17:59 每 5 分鐘的首分鐘內每 30 秒',
    ],
    ['15,30 0 9 * * *', 'At 09:00:15 and 09:00:30 every day', '每日 09:00:15 及 09:00:30'],
    ['@weekly', 'At 00:00 on Sunday', '逢星期日 00:00'],
  ])('%s', (expression, english, chinese) => {
    expect(words({ kind: 'cron', expression }, 'en')).toBe(english);
    expect(words({ kind: 'cron', expression }, 'zh')).toBe(chinese);
  });
});

describe('the other kinds in words', () => {
  it.each([
    [
      { kind: 'interval', every: '90m', anchor: '2026-01-01T00:00:00Z' },
      'Every 90 minutes, counted from 1 January 2026, 08:00',
      '每 90 分鐘，由 2026 年 1 月 1 日 08:00 起計',
    ],
    [
      { kind: 'interval', every: '1h', anchor: '2026-01-01T00:00:00Z' },
      'Every hour, counted from 1 January 2026, 08:00',
      '每小時，由 2026 年 1 月 1 日 08:00 起計',
    ],
    [
      { kind: 'interval', every: '1mo', start: '2026-01-31', time: '09:00' },
      'Every month at 09:00, from 31 January 2026 on; in shorter months on their last day',
      '每個月 09:00，由 2026 年 1 月 31 日起；較短的月份則在最後一日',
    ],
    [
      { kind: 'interval', every: '2w', start: '2026-01-31', time: '09:00:30' },
      'Every 2 weeks at 09:00:30, from 31 January 2026 on',
      '每 2 星期 09:00:30，由 2026 年 1 月 31 日起',
    ],
    [{ kind: 'hourly', minute: 0 }, 'Every hour, on the hour', '每小時正點'],
    [{ kind: 'hourly', minute: 5 }, 'Every hour, at minute 5', '每小時第 5 分'],
    [{ kind: 'daily', time: '09:00:00' }, 'Every day at 09:00', '每日 09:00'],
    [
      { kind: 'weekly', weekdays: [5, 1], time: '09:00' },
      'Every Monday and Friday at 09:00',
      '逢星期一及星期五 09:00',
    ],
    [
      { kind: 'weekly', weekdays: [1, 2, 3, 4, 5], time: '09:00' },
      'Monday to Friday at 09:00',
      '逢星期一至星期五 09:00',
    ],
    [
      { kind: 'weekly', weekdays: [1, 2, 3, 4, 5, 6, 7], time: '09:00' },
      'Every day at 09:00',
      '每日 09:00',
    ],
    [
      { kind: 'monthly', days: [1, 15, 'last'], time: '09:00' },
      'Every month on the 1st, 15th and last day at 09:00',
      '每月 1 日、15 日及最後一日 09:00',
    ],
    [
      { kind: 'monthly', days: [31], time: '09:00' },
      'Every month on the 31st at 09:00; in shorter months on their last day',
      '每月 31 日 09:00；較短的月份則在最後一日',
    ],
    [
      { kind: 'monthly', days: [30], time: '09:00', overflow: 'skip' },
      'Every month on the 30th at 09:00; not in shorter months',
      '每月 30 日 09:00；較短的月份不執行',
    ],
    [
      { kind: 'yearly', month: 12, day: 24, time: '18:00' },
      'Every year on 24 December at 18:00',
      '每年 12 月 24 日 18:00',
    ],
    [
      { kind: 'yearly', month: 2, day: 29, time: '00:00' },
      'Every year on 29 February at 00:00; in other years on 28 February',
      '每年 2 月 29 日 00:00；非閏年則在 2 月 28 日',
    ],
    [
      { kind: 'yearly', month: 2, day: 29, time: '00:00', overflow: 'skip' },
      'Every year on 29 February at 00:00; in leap years only',
      '每年 2 月 29 日 00:00；只在閏年執行',
    ],
    [
      { kind: 'once', at: '2026-12-24T18:00' },
      'Once, on 24 December 2026 at 18:00',
      '只執行一次：2026 年 12 月 24 日 18:00',
    ],
    [
      { kind: 'once', at: '2026-12-24T18:00:00Z' },
      'Once, on 25 December 2026 at 02:00',
      '只執行一次：2026 年 12 月 25 日 02:00',
    ],
  ])('%j', (input, english, chinese) => {
    expect(words(input, 'en')).toBe(english);
    expect(words(input, 'zh')).toBe(chinese);
  });
});
