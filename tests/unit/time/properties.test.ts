import fc from 'fast-check';
import { nextRun } from '../../../server/src/domain/schedule/next';
import { offsetAt } from '../../../server/src/domain/time/local-time';
import { naiveCron, naiveRuns } from '../../support/naive-schedule';
import { aSchedule, cron, iso } from '../../support/schedules';
import { SEED, aMoment, anExpression } from '../../support/time-arbitraries';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MANY = 500;

/** The runs strictly after `from` and before `to`, at most `limit`. */
const runsBetween = (
  schedule: Parameters<typeof nextRun>[0],
  { from, to }: { from: number; to: number },
  limit = MANY
): number[] => {
  const runs: number[] = [];
  let next = nextRun(schedule, from);
  while (next !== null && next < to && runs.length < limit) {
    runs.push(next);
    next = nextRun(schedule, next);
  }
  return runs;
};

describe('the runs of any expression in any zone', () => {
  it('are those of a naive reference that watches the clock minute by minute', () => {
    fc.assert(
      fc.property(aMoment, anExpression, ({ zone, from }, expression) => {
        const to = from + 3 * DAY;
        const found = runsBetween(cron(expression, zone), { from, to });
        const naive = naiveRuns(naiveCron(expression), (instant) => offsetAt(zone, instant), {
          from: from + 1,
          to,
        });
        const expected = naive.slice(0, MANY);
        if (found.join() !== expected.join()) {
          expect(found.map(iso)).toEqual(expected.map(iso));
        }
      }),
      { seed: SEED, numRuns: 300 }
    );
  });

  it('are a set: every question between two runs has the later one as its answer', () => {
    fc.assert(
      fc.property(
        aMoment,
        anExpression,
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ zone, from }, expression, share) => {
          const schedule = cron(expression, zone);
          const runs = runsBetween(schedule, { from, to: Infinity }, 6);
          for (const [place, run] of runs.entries()) {
            const before = runs[place - 1] ?? from;
            expect(run).toBeGreaterThan(before);
            const asked = before + Math.floor((run - before) * share * 0.999_999);
            expect(nextRun(schedule, asked)).toBe(run);
            expect(nextRun(schedule, run - 1)).toBe(run);
          }
        }
      ),
      { seed: SEED, numRuns: 1000 }
    );
  });

  it('in two stretches are those of both together', () => {
    fc.assert(
      fc.property(
        aMoment,
        anExpression,
        fc.integer({ min: 1, max: 4 * DAY }),
        ({ zone, from }, expression, length) => {
          const schedule = cron(expression, zone);
          const middle = from + length;
          const to = middle + 2 * DAY;
          const [first, both] = [
            runsBetween(schedule, { from, to: middle + 1 }),
            runsBetween(schedule, { from, to }),
          ];
          fc.pre(both.length < MANY);
          expect([...first, ...runsBetween(schedule, { from: middle, to })]).toEqual(both);
        }
      ),
      { seed: SEED, numRuns: 300 }
    );
  });

  it('of an appointment are one on every date that exists', () => {
    fc.assert(
      fc.property(aMoment, fc.integer({ min: 0, max: 1439 }), ({ zone, from }, minuteOfDay) => {
        const time = new Date(minuteOfDay * 60_000).toISOString().slice(11, 16);
        const daily = aSchedule({ kind: 'daily', time, timezone: zone });
        const to = from + 12 * DAY;
        const marks = [from, ...runsBetween(daily, { from, to }), to];
        const gaps = marks.slice(1).map((mark, place) => mark - (marks[place] ?? mark));
        expect(Math.max(...gaps)).toBeLessThan(28 * HOUR);
        expect(Math.min(...gaps.slice(1, -1))).toBeGreaterThan(20 * HOUR);
      }),
      { seed: SEED, numRuns: 300 }
    );
  });

  it('of what repeats pause no longer than usual and the odd minutes of a gap', () => {
    fc.assert(
      fc.property(aMoment, fc.integer({ min: 1, max: 60 }), ({ zone, from }, step) => {
        const often = cron(`*/${step} * * * *`, zone);
        const longest = Math.max(step, 60 - Math.floor(59 / step) * step, 60 % step);
        const runs = runsBetween(often, { from, to: from + DAY });
        for (const [place, run] of runs.entries()) {
          const pause = run - (runs[place - 1] ?? run);
          expect(pause).toBeLessThanOrEqual((longest + 30) * 60_000);
        }
      }),
      { seed: SEED, numRuns: 300 }
    );
  });

  it('do not depend on the time at which they are asked for', () => {
    const questions = fc.sample(fc.tuple(aMoment, anExpression), { numRuns: 50, seed: 7 });
    const ask = (): (number | null)[] =>
      questions.map(([{ zone, from }, expression]) => nextRun(cron(expression, zone), from));
    jest.useFakeTimers({ now: Date.UTC(2026, 0, 15) });
    const inJanuary = ask();
    jest.setSystemTime(Date.UTC(2031, 6, 15));
    expect(ask()).toEqual(inJanuary);
    jest.useRealTimers();
  });
});
