import * as fc from 'fast-check';

import type { MissedPolicy } from '../../../server/src/contract/job';
import { decideDue } from '../../../server/src/domain/due';
import {
  countOccurrences,
  nextOccurrence,
  occurrencesAfter,
} from '../../../server/src/domain/schedule/occurrences';
import { aCron, anInterval } from '../../support/factories';

const START = Date.parse('2026-03-28T22:00:00Z');
const AHEAD_MS = 20;

const schedule = fc.oneof(
  fc.integer({ min: 1, max: 300 }).map((seconds) => anInterval(`${seconds}s`)),
  fc
    .constantFrom('* * * * *', '*/7 * * * *', '30 2 * * *', '0,1,59 * * * *', '*/20 * * * * *')
    .map((expression) => aCron(expression, { timezone: 'Europe/Berlin' }))
);

/** Pauses between the materialisations of a job: mostly seconds, now and then hours of downtime. */
const pauses = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 0, max: 90_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 90_000, max: 8 * 3_600_000 }) }
  ),
  { minLength: 1, maxLength: 25 }
);

const policy = fc.record({
  policy: fc.constantFrom<MissedPolicy>('skip', 'last', 'all'),
  windowMs: fc.integer({ min: 0, max: 4 * 3_600_000 }),
});

const history = fc.record({
  schedules: fc
    .array(schedule, { minLength: 1, maxLength: 3 })
    .map((all) => all.map((one, index) => ({ ...one, key: `s${index}` }))),
  pauses,
  missed: policy,
  missedAfterMs: fc.integer({ min: 0, max: 60_000 }),
});

type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

interface Step {
  from: number;
  now: number;
  runs: number[];
  dropped: { slotAt: number; count: number } | null;
  cursorAt: number;
  nextAt: number | null;
}

/** Materialises the job again and again, at whatever instants the ticks fall on. */
const play = ({ schedules, pauses: waits, missed, missedAfterMs }: History): Step[] => {
  const times = { schedules, startAt: null, endAt: null };
  const steps: Step[] = [];
  let nextAt = nextOccurrence(times, START)?.at ?? null;
  let cursorAt: number | null = null;
  let now = START;
  for (const wait of waits) {
    now += wait;
    if (nextAt === null || nextAt > now + AHEAD_MS) continue;
    const question = { times, nextAt, cursorAt, now, aheadMs: AHEAD_MS, missedAfterMs, missed };
    const due = decideDue(question);
    const runs = due.occurrences.map(({ at }) => at);
    steps.push({ ...due, from: cursorAt ?? START, now, runs });
    ({ nextAt, cursorAt } = due);
  }
  return steps;
};

const timesOf = ({ schedules }: History) => ({ schedules, startAt: null, endAt: null });

const holds = (property: (steps: Step[], given: History) => void): void =>
  fc.assert(
    fc.property(history, (given) => property(play(given), given)),
    { numRuns: 300 }
  );

test('no occurrence is dealt with twice, neither run nor dropped, whenever the ticks come', () => {
  holds((steps) => {
    const records = steps.flatMap(({ runs, dropped }) => [
      ...runs,
      ...(dropped ? [dropped.slotAt] : []),
    ]);
    expect(new Set(records).size).toBe(records.length);
  });
});

test('none is lost: those that run and those that a missed record counts are all there were', () => {
  holds((steps, given) => {
    const last = steps.at(-1);
    if (!last) return;
    const dealtWith = steps.reduce(
      (sum, { runs, dropped }) => sum + runs.length + (dropped?.count ?? 0),
      0
    );
    expect(dealtWith).toBe(countOccurrences(timesOf(given), START, last.now + AHEAD_MS, 1e6));
  });
});

test('what runs are occurrences, in their order', () => {
  holds((steps, given) => {
    for (const { from, now, runs } of steps) {
      const all = occurrencesAfter(timesOf(given), from, now + AHEAD_MS, 1e5).map(({ at }) => at);
      expect(runs).toEqual(all.filter((at) => runs.includes(at)));
    }
  });
});

test('the cursor never moves back, and next is always after it', () => {
  holds((steps) => {
    for (const { from, cursorAt, nextAt } of steps) {
      expect(cursorAt).toBeGreaterThanOrEqual(from);
      expect(nextAt ?? Infinity).toBeGreaterThan(cursorAt);
    }
  });
});

test('whatever is fresh runs, and whatever runs is fresh or inside the window of the policy', () => {
  holds((steps, given) => {
    const { missed, missedAfterMs } = given;
    for (const { from, now, runs } of steps) {
      const firstFresh = now - missedAfterMs;
      const fresh = occurrencesAfter(
        timesOf(given),
        Math.max(from, firstFresh - 1),
        now + AHEAD_MS,
        1e5
      );
      expect(runs.filter((at) => at >= firstFresh)).toEqual(fresh.map(({ at }) => at));
      const madeUpFor = runs.filter((at) => at < firstFresh);
      expect(madeUpFor.every((at) => at >= now - missed.windowMs)).toBe(true);
      const most = { skip: 0, last: fresh.length > 0 ? 0 : 1, all: 100 }[missed.policy];
      expect(madeUpFor.length).toBeLessThanOrEqual(most);
    }
  });
});
