import * as fc from 'fast-check';

import type { MissedPolicy } from '../../../server/src/contract/job';
import { NO_CALENDARS } from '../../../server/src/domain/calendars/job-calendars';
import { decideDue, type Dropped } from '../../../server/src/domain/due';
import { stretchesOf, type Standstill } from '../../../server/src/domain/pause';
import {
  countOccurrences,
  nextOccurrence,
  occurrencesAfter,
} from '../../../server/src/domain/schedule/occurrences';
import { AHEAD_MS } from '../../../server/src/engine/loop';
import { aCron, anInterval } from '../../support/factories';
import { SEED } from '../../support/time-arbitraries';

const START = Date.parse('2026-03-28T22:00:00Z');

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
  dropped: Dropped[];
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
    const due = decideDue({
      timetable: { times, calendars: NO_CALENDARS },
      after: Math.max(nextAt - 1, cursorAt ?? -Infinity),
      now,
      aheadMs: AHEAD_MS,
      missedAfterMs,
      missed,
      standstills: [],
      left: null,
    });
    const runs = due.occurrences.map(({ at }) => at);
    steps.push({ ...due, from: cursorAt ?? START, now, runs });
    ({ nextAt, cursorAt } = due);
  }
  return steps;
};

const timesOf = ({ schedules }: History) => ({ schedules, startAt: null, endAt: null });

const countOf = (dropped: Dropped[]): number => dropped.reduce((sum, { count }) => sum + count, 0);

const holds = (property: (steps: Step[], given: History) => void): void =>
  fc.assert(
    fc.property(history, (given) => property(play(given), given)),
    { seed: SEED, numRuns: 300 }
  );

test('no occurrence is dealt with twice, neither run nor dropped, whenever the ticks come', () => {
  holds((steps) => {
    const records = steps.flatMap(({ runs, dropped }) => [
      ...runs,
      ...dropped.map(({ slotAt }) => slotAt),
    ]);
    expect(new Set(records).size).toBe(records.length);
  });
});

test('none is lost: those that run and those that a missed record counts are all there were', () => {
  holds((steps, given) => {
    const last = steps.at(-1);
    if (!last) return;
    const dealtWith = steps.reduce(
      (sum, { runs, dropped }) => sum + runs.length + countOf(dropped),
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

/** Pauses of a job or of all that are over before anybody looks: nodes put nothing on record while one lasts. */
const standstills = fc.array(
  fc.record({
    from: fc.integer({ min: START, max: START + 6 * 3_600_000 }),
    length: fc.integer({ min: 1, max: 3_600_000 }),
    reason: fc.constantFrom<Standstill['reason']>('paused', 'scheduler-stopped'),
  }),
  { maxLength: 4 }
);

test('with pauses: each occurrence runs, is counted with the reason that stood in its way, or was given up for lack of time', () => {
  fc.assert(
    fc.property(history, standstills, (given, list) => {
      const still = list.map(({ from, length, reason }) => ({ from, to: from + length, reason }));
      const times = timesOf(given);
      const first = nextOccurrence(times, START)?.at;
      if (first === undefined) return;
      const now = START + 8 * 3_600_000;
      const due = decideDue({
        timetable: { times, calendars: NO_CALENDARS },
        after: first - 1,
        now,
        aheadMs: AHEAD_MS,
        missedAfterMs: given.missedAfterMs,
        missed: given.missed,
        standstills: still,
        left: null,
      });
      const until = due.nextAt === null ? now + AHEAD_MS : due.nextAt - 1;
      const total = countOccurrences(times, first - 1, until, 1e6);
      expect(due.occurrences.length + countOf(due.dropped)).toBe(total);
      const inside = (at: number) => still.some(({ from, to }) => from <= at && at < to);
      expect(due.occurrences.filter(({ at }) => inside(at))).toEqual([]);
      const slots = [...due.occurrences.map(({ at }) => at), ...due.dropped.map((d) => d.slotAt)];
      expect(new Set(slots).size).toBe(slots.length);
      for (const { reason, from, slotAt } of due.dropped) {
        expect(from).toBeLessThanOrEqual(slotAt);
        expect(inside(slotAt)).toBe(reason !== 'catch-up-exceeded');
      }
    }),
    { seed: SEED, numRuns: 200 }
  );
});

test('stretches cover a span without a gap, and each says what the first standstill there says', () => {
  fc.assert(
    fc.property(standstills, fc.integer({ min: 1, max: 8 * 3_600_000 }), (list, length) => {
      const still = list.map((one) => ({ ...one, to: one.from + one.length }));
      const stretches = stretchesOf({ from: START, to: START + length }, still);
      expect(stretches[0]?.from).toBe(START);
      expect(stretches.at(-1)?.to).toBe(START + length);
      for (const [index, { from, to, reason }] of stretches.entries()) {
        expect(to).toBeGreaterThan(from);
        if (index > 0) expect(from).toBe(stretches[index - 1]?.to);
        for (const at of [from, to - 1]) {
          const said = still.find((one) => one.from <= at && at < one.to)?.reason ?? null;
          expect(reason).toBe(said);
        }
      }
    })
  );
});

test('a job that may have only so many executions takes the same ones as without the bound, up to it', () => {
  fc.assert(
    fc.property(history, fc.integer({ min: 1, max: 40 }), (given, left) => {
      const times = timesOf(given);
      const first = nextOccurrence(times, START)?.at;
      if (first === undefined) return;
      const question = {
        timetable: { times, calendars: NO_CALENDARS },
        after: first - 1,
        now: START + given.pauses.reduce((sum, wait) => sum + wait, 0),
        aheadMs: AHEAD_MS,
        missedAfterMs: given.missedAfterMs,
        missed: given.missed,
        standstills: [],
      };
      const free = decideDue({ ...question, left: null });
      const bound = decideDue({ ...question, left });
      expect(bound.occurrences).toEqual(free.occurrences.slice(0, left));
      expect(bound.cursorAt).toBeLessThanOrEqual(free.cursorAt);
    }),
    { seed: SEED, numRuns: 200 }
  );
});
