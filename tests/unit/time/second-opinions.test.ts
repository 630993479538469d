import { CronExpressionParser } from 'cron-parser';
import { Cron } from 'croner';
import fc from 'fast-check';
import { nextRun } from '../../../server/src/domain/schedule/next';
import { cron, iso } from '../../support/schedules';
import { SEED, anExpression } from '../../support/time-arbitraries';

/** On plain dates, without a clock change, the libraries are right: three opinions must be one. */
const FROM = Date.UTC(2026, 0, 1);
const COUNT = 5;

const ours = (expression: string): string[] => {
  const schedule = cron(expression, 'UTC');
  const runs: string[] = [];
  let next = nextRun(schedule, FROM);
  while (next !== null && runs.length < COUNT) {
    runs.push(iso(next));
    next = nextRun(schedule, next);
  }
  return runs;
};

/** croner loses the first of March after asking February for the 29th to 31st: not asked about those. */
const cronersOpinion = (expression: string): string[] | null => {
  const [dayOfMonth = '', month = ''] = expression.split(' ').slice(-3);
  if (month !== '2' && /29|3[01]|\/|-/.test(dayOfMonth)) return null;
  try {
    const job = new Cron(expression, { timezone: 'UTC', paused: true, sloppyRanges: true });
    return job.nextRuns(COUNT, new Date(FROM)).map((run) => iso(run.getTime()));
  } catch {
    return null;
  }
};

const cronParsersOpinion = (expression: string): string[] | null => {
  try {
    const parsed = CronExpressionParser.parse(expression, {
      tz: 'UTC',
      currentDate: new Date(FROM),
    });
    return parsed.take(COUNT).map((run) => iso(run.getTime()));
  } catch {
    return null;
  }
};

/** What the libraries read differently or not at all (research, 1.2 and 3.2). */
const isDisputed = (expression: string): boolean => /[WL#?]|SUN-SUN/i.test(expression);

describe('second opinions on plain dates', () => {
  it.each([
    ['croner', cronersOpinion, 0.7],
    ['cron-parser', cronParsersOpinion, 0.7],
  ])('%s agrees', (_name, opinion, answered) => {
    let asked = 0;
    let answers = 0;
    fc.assert(
      fc.property(
        anExpression.filter((expression) => !isDisputed(expression)),
        (expression) => {
          asked += 1;
          const other = opinion(expression);
          if (other === null) return;
          answers += 1;
          expect({ expression, runs: ours(expression) }).toEqual({ expression, runs: other });
        }
      ),
      { seed: SEED, numRuns: 250 }
    );
    expect(answers / asked).toBeGreaterThan(answered);
  });

  it.each([
    '0 0 L * *',
    '0 12 15W * *',
    '0 12 LW * *',
    '0 0 * * 5L',
    '0 0 * * MON#2',
    '0 0 13 * FRI',
    '0 0 29 2 *',
  ])('croner agrees on %s', (expression) => {
    expect(cronersOpinion(expression)).toEqual(ours(expression));
  });
});
