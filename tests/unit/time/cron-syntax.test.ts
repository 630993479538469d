import { cron, refusals, runsOf } from '../../support/schedules';

const refusalOf = (expression: unknown): string =>
  refusals({ kind: 'cron', expression }).join('\n').replaceAll('schedules.0.expression: ', '');

describe('the grammar of cron expressions', () => {
  it.each([
    ['0 0 * * SAT-SUN', '0 0 * * 6,0'],
    ['0 0 * * mon-Sun', '0 0 * * *'],
    ['0 0 * * SUN-SUN', '0 0 * * 0-7'],
    ['0 0 * * 7', '0 0 * * 0'],
    ['0 0 * * 5-7', '0 0 * * FRI,SAT,SUN'],
    ['0 0 * * 0-7/7', '0 0 * * SUN'],
    ['0 0 * * */2', '0 0 * * 0,2,4,6'],
    ['0 0 * * 1-5/2', '0 0 * * MON,WED,FRI'],
    ['0 0 1 jan/3 *', '0 0 1 1,4,7,10 *'],
    ['5/20 * * * *', '5,25,45 * * * *'],
    ['00 09 01 02 *', '0 9 1 2 *'],
    ['1,1,1-3 0 * * *', '1-3 0 * * *'],
    ['*/60 * * * *', '0 * * * *'],
    ['0 */24 * * *', '0 0 * * *'],
    ['  0\t0 \t * * *  \n', '0 0 * * *'],
    ['0 0 0 * * *', '0 0 * * *'],
    ['0 0 ? * ?', '0 0 * * *'],
    ['0 0 l * *', '0 0 L * *'],
    ['0 0 lw * *', '0 0 LW * *'],
    ['0 0 * * fril', '0 0 * * 5#L'],
    ['0 0 * * 7L', '0 0 * * SUNL'],
    ['0 0 * * 7#1', '0 0 * * 0#1'],
    ['0 0 1 * *', '@monthly'],
    ['@Yearly', '0 0 1 1 *'],
    ['@annually', '@YEARLY'],
    ['@hourly', '0 * * * *'],
    [' @midnight ', '@daily'],
  ])('%s means %s', (expression, meaning) => {
    const from = '2026-01-01T00:00Z';
    expect(runsOf(cron(expression), from, 40)).toEqual(runsOf(cron(meaning), from, 40));
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['5', 'only one field'],
    ['9-17 * * *', 'only 4 fields'],
    ['0 0 * * * 2026 *', '7 fields'],
    ['60 * * * *', 'Minute: "60" is out of range. Write 0 to 59.'],
    ['* 24 * * *', 'Hour: "24" is out of range. Write 0 to 23.'],
    ['0 0 0 * *', 'Day of month: "0" is out of range. Write 1 to 31.'],
    ['0 0 32 * *', 'Day of month: "32" is out of range.'],
    ['0 0 * 0 *', 'Month: "0" is out of range. Write 1 to 12 or JAN to DEC.'],
    ['0 0 * * 8', 'Day of week: "8" is out of range. Write 0 to 7 or SUN to SAT.'],
    ['60 0 0 * * *', 'Second: "60" is out of range.'],
    ['1- * * * *', '"1-" is not a range'],
    ['-1 * * * *', '"-1" is not a range'],
    ['1-2-3 * * * *', '"1-2-3" is not a range'],
    ['1,,2 * * * *', 'empty item'],
    [', * * * *', 'empty item'],
    ['1.5 * * * *', 'not a whole number'],
    ['000 * * * *', 'more than two digits'],
    ['*/100 * * * *', 'whole number from 1 to 99'],
    ['*/0 * * * *', 'whole number from 1 to 99'],
    ['*/ * * * *', 'whole number from 1 to 99'],
    ['/5 * * * *', 'nothing before the "/"'],
    ['*/5/2 * * * *', 'two steps'],
    ['** * * * *', 'mixes "*"'],
    ['*-5 * * * *', 'mixes "*"'],
    ['*/90 * * * *', 'Use an interval for "every 90"'],
    ['10-20/30 * * * *', '"10-20/30" steps by 30 over 11 values. Use an interval'],
    ['50/15 * * * *', 'steps by 15 over 10 values'],
    ['0 0 * * */8', 'steps by 8 over 7 values'],
    ['0 0 * * 1/3', 'Write "1-6/3"'],
    ['0 22-4 * * *', 'Hour: "22-4" runs backwards. Write "22-23,0-4" instead.'],
    ['0 23-1 * * *', 'Write "23,0-1"'],
    ['0 4-0 * * *', 'Write "4-23,0"'],
    ['0 0 * * FRI-MON', 'Write "FRI-SUN,MON"'],
    ['0 0 * * SAT-TUE', 'Write "SAT-SUN,SUN-TUE"'],
    ['0 0 * * 5-0', 'Write "5-7"'],
    ['0 0 * NOV-FEB *', 'Write "NOV-DEC,JAN-FEB"'],
    ['0 0 28-3 * *', 'Write "28-31,1-3"'],
    ['0 0 * JANFEB *', 'Month: "JANFEB"'],
    ['0 0 * * monday', 'Write "MON"'],
    ['0 0 * * JAN', 'belongs to the field "month"'],
    ['0 0 * MON *', 'belongs to the field "day of week"'],
    ['* ? * * *', '"?" only works in the day fields'],
    ['0 0 ?,1 * *', '"?" must stand alone'],
    ['0 0 ?/2 * *', '"?" must stand alone'],
    ['0 0 L-3 * *', '"L-n" is not supported'],
    ['0 0 15L * *', 'Write "L" (last day)'],
    ['0 0 1-L * *', 'Write "L" (last day)'],
    ['0 0 L/2 * *', 'Write "L" (last day)'],
    ['0 0 1-5W * *', 'Write "L" (last day)'],
    ['0 0 W * *', 'Write "L" (last day)'],
    ['0 0 32W * *', '"32W" is out of range'],
    ['0 0 MON#2 * *', '"#" only works in the day of week'],
    ['0 0 * * L', 'Write one weekday with it'],
    ['0 0 * * 1-5#2', 'Write one weekday with it'],
    ['0 0 * * 1-5L', 'Write one weekday with it'],
    ['0 0 * * #2', 'Write one weekday with it'],
    ['0 0 * * 5W', 'Write one weekday with it'],
    ['0 0 * * MON#6', 'needs 1 to 5 or L'],
    ['0 0 * * MON#', 'needs 1 to 5 or L'],
    ['0 0 * * 8#1', '"8#1" is out of range'],
    ['0 L * * *', 'only work in the day fields'],
    ['H * * * *', '"H" (a value chosen by the scheduler) is not supported'],
    ['H/15 * * * *', 'is not supported'],
    ['1~5 * * * *', '"~" (a random value) is not supported'],
    ['0 0 1 * +MON', '"+" is not supported'],
    ['@reboot', 'cannot run at start-up'],
    ['@every 5m', 'kind "interval"'],
    ['@daily 5', 'is not known'],
    ['@', 'is not known'],
    ['TZ=UTC 0 0 * * *', '"timezone"'],
    ['CRON_TZ=Asia/Tokyo 0 0 * * *', '"timezone"'],
    ['0 0 *\n* *', 'U+000A'],
    ['0 0 * * *\u0000', 'U+0000'],
    ['0\u00a00 * * *', 'U+00A0'],
    ['\u0661 0 * * *', 'U+0661'],
    ['0 0 * * \ufeff*', 'U+FEFF'],
    ['0 0 30 2 *', 'never has a day 30'],
    ['0 0 31 4,6,9,11 *', 'never have a day 31'],
    ['0 0 31W 4 ?', 'never has a day 31'],
    [`0 0 * * *${',1'.repeat(200)}`, '409 characters; at most 256'],
    ['0 '.repeat(5000), 'at most 256'],
    [undefined, 'required'],
    [null, 'must be text'],
    [5, 'must be text'],
    [{ toString: () => '* * * * *' }, 'must be text'],
  ])('refuses %j and says: %s', (expression, hint) => {
    expect(refusalOf(expression)).toContain(hint);
  });

  it.each(['22-23,0-4', 'FRI-SUN,MON'])('accepts the spelling that it proposes: %s', (spelling) => {
    const field = spelling.startsWith('F') ? `0 0 * * ${spelling}` : `0 ${spelling} * * *`;
    expect(refusalOf(field)).toBe('');
  });

  it('names every wrong field', () => {
    expect(refusals({ kind: 'cron', expression: '60 24 * 13 *' })).toHaveLength(3);
  });

  it.each([
    ['0 0 30 2 MON', '2026-02-02T00:00Z'],
    ['0 0 29 2 *', '2028-02-29T00:00Z'],
    ['0 0 31 2,3 *', '2026-03-31T00:00Z'],
    ['0 0 29W 2 *', '2028-02-29T00:00Z'],
    ['0 0 * 2 0#5', '2032-02-29T00:00Z'],
  ])('keeps what some year has: %s', (expression, first) => {
    expect(runsOf(cron(expression), '2026-01-01T00:00Z', 1)).toEqual([first]);
  });

  it('finds a date that is forty years away', () => {
    expect(runsOf(cron('0 0 ? 2 MON#5'), '2072-03-01T00:00Z', 1)).toEqual(['2112-02-29T00:00Z']);
  });
});

describe('days of month and week', () => {
  const days = (expression: string, count: number): string[] =>
    runsOf(cron(expression), '2026-01-01T00:00Z', count).map((run) => run.slice(0, 10));

  it('runs on either field where both are restricted', () => {
    expect(days('0 9 13 * FRI', 4)).toEqual([
      '2026-01-02',
      '2026-01-09',
      '2026-01-13',
      '2026-01-16',
    ]);
    expect(days('0 9 1-31 * FRI', 2)).toEqual(['2026-01-01', '2026-01-02']);
    expect(days('0 9 */2 * MON', 4)).toEqual([
      '2026-01-01',
      '2026-01-03',
      '2026-01-05',
      '2026-01-07',
    ]);
  });

  it.each([
    ['0 9 L * *', ['2026-01-31', '2026-02-28', '2026-03-31']],
    ['0 9 LW * *', ['2026-01-30', '2026-02-27', '2026-03-31']],
    ['0 9 1W * *', ['2026-01-01', '2026-02-02', '2026-03-02']],
    ['0 9 15W * *', ['2026-01-15', '2026-02-16', '2026-03-16']],
    ['0 9 31W * *', ['2026-01-30', '2026-03-31', '2026-05-29']],
    ['0 9 30W * *', ['2026-01-30', '2026-03-30', '2026-04-30']],
    ['0 9 L,15 * *', ['2026-01-15', '2026-01-31', '2026-02-15']],
    ['0 9 * * FRIL', ['2026-01-30', '2026-02-27', '2026-03-27']],
    ['0 9 * * MON#1', ['2026-01-05', '2026-02-02', '2026-03-02']],
    ['0 9 * * SAT#5', ['2026-01-31', '2026-05-30', '2026-08-29']],
    ['0 9 * * 1#1,3#2', ['2026-01-05', '2026-01-14', '2026-02-02']],
  ])('%s', (expression, expected) => {
    expect(days(expression, 3)).toEqual(expected);
  });
});
