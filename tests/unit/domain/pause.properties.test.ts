import fc from 'fast-check';

import type { MissedPolicy } from '../../../server/src/contract/job';
import { decideDue, droppedBetween, type Dropped } from '../../../server/src/domain/due';
import {
  NEW_JOB,
  placeAtPause,
  placeAtResume,
  placeOf,
  UNTIL_RESUMED,
  type JobPlace,
  type JobState,
} from '../../../server/src/domain/job-times';
import type { Standstill } from '../../../server/src/domain/pause';
import { timetableOf } from '../../../server/src/domain/timetable';
import { AHEAD_MS } from '../../../server/src/engine/loop';
import { aCron, aDefinition } from '../../support/factories';
import { SEED } from '../../support/time-arbitraries';

/** One job through looks of nodes, pauses of its own and of all, and what a simple model says of each instant. */

const START = Date.parse('2026-01-01T00:00:00Z');
const CALENDAR = 'closed'.padEnd(24, '0');

type Command =
  { do: 'look' | 'resume' | 'resume-all' } | { do: 'pause' | 'pause-all'; forMs: number | null };

const pauseMs = fc.option(fc.integer({ min: 1, max: 20_000 }));
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ do: 'look' as const }) },
  fc.constantFrom({ do: 'resume' as const }, { do: 'resume-all' as const }),
  fc.record({ do: fc.constantFrom('pause' as const, 'pause-all' as const), forMs: pauseMs })
);

const story = fc.record({
  seconds: fc.constantFrom(1, 2, 3, 5, 7, 30),
  /** From which to before which second of each minute a calendar keeps occurrences back. */
  closed: fc.option(fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 19 }))),
  policy: fc.constantFrom<MissedPolicy>('skip', 'last', 'all'),
  missedAfterMs: fc.constantFrom(0, 2_000, 10_000),
  steps: fc.array(
    fc.record({
      waitMs: fc.oneof(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 1, max: 30_000 })),
      command,
    }),
    { minLength: 1, maxLength: 30 }
  ),
});

type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

interface Kept {
  runs: number[];
  keptBack: number[];
  dropped: Dropped[];
  job: JobState & JobPlace;
  /** The most looks in a row at one instant that found the job due. */
  looks: number;
}

const definitionOf = ({ seconds, closed, policy }: Story) =>
  aDefinition({
    schedules: [aCron(`*/${seconds} * * * * *`)],
    missed: { policy, windowMs: 3_600_000 },
    calendars: { exclude: closed === null ? [] : [CALENDAR], only: [] },
  });

/** A window in each of the first minutes. */
const calendarsOf = ({ closed }: Story) => {
  const [from, length] = closed ?? [0, 0];
  const instant = (minute: number, second: number): string =>
    new Date(START + minute * 60_000 + second * 1_000).toISOString();
  const entries = Array.from({ length: 16 }, (_, minute) => ({
    kind: 'window' as const,
    name: null,
    from: instant(minute, from),
    to: instant(minute, from + length),
  }));
  const definition = { name: 'Closed', description: '', timezone: 'UTC', entries };
  return new Map(closed === null ? [] : [[CALENDAR, definition]]);
};

const isClosed = ({ closed }: Story, at: number): boolean => {
  if (closed === null) return false;
  const second = Math.floor((at - START) / 1_000) % 60;
  return closed[0] <= second && second < closed[0] + closed[1];
};

/** Plays the story as the engine and the services would, and ends with everybody at work. */
const play = (given: Story): Kept & { now: number } => {
  const definition = definitionOf(given);
  const calendars = calendarsOf(given);
  const timetable = timetableOf(definition, calendars);
  const rules = (now: number) => ({ now, calendars });
  const kept: Kept = {
    runs: [],
    keptBack: [],
    dropped: [],
    job: { ...NEW_JOB, ...placeOf(definition, NEW_JOB, rules(START)) },
    looks: 0,
  };
  kept.job.cursorAt = null;
  let now = START;
  let all: { at: number; until: number } | null = null;
  const spans: Standstill[] = [];

  const endOfAll = (to: number): void => {
    if (all !== null) spans.push({ from: all.at, to, reason: 'scheduler-stopped' });
    all = null;
  };
  const look = (): void => {
    if (all !== null && all.until > now) return;
    if (all !== null) endOfAll(all.until);
    for (let looks = 0; looks < 20; looks += 1) {
      kept.looks = Math.max(kept.looks, looks);
      const { nextAt, cursorAt, pausedUntil } = kept.job;
      if (nextAt === null || nextAt > now + AHEAD_MS) return;
      const own =
        pausedUntil === null
          ? []
          : [{ from: -Infinity, to: pausedUntil, reason: 'paused' as const }];
      const isPauseEnd = pausedUntil !== null && cursorAt !== null;
      const due = decideDue({
        timetable,
        after: isPauseEnd ? cursorAt : Math.max(nextAt - 1, cursorAt ?? -Infinity),
        now,
        aheadMs: AHEAD_MS,
        missedAfterMs: given.missedAfterMs,
        missed: definition.missed,
        standstills: [...spans, ...own],
        left: null,
      });
      for (const { at, verdict } of due.occurrences)
        (verdict === 'runs' ? kept.runs : kept.keptBack).push(at);
      kept.dropped.push(...due.dropped);
      const isOver = pausedUntil !== null && pausedUntil <= now + AHEAD_MS;
      const { nextAt: next, cursorAt: cursor } = due;
      Object.assign(kept.job, { nextAt: next, cursorAt: cursor }, isOver && { pausedUntil: null });
    }
  };
  const act = (one: Command): void => {
    const { job } = kept;
    switch (one.do) {
      case 'look':
        return look();
      case 'pause': {
        const until = one.forMs === null ? UNTIL_RESUMED : now + one.forMs;
        const place = placeAtPause({ ...job, definition }, until, rules(now));
        return void Object.assign(job, place, { pausedUntil: until });
      }
      case 'resume': {
        if (job.pausedUntil === null || job.pausedUntil <= now) return;
        const { cursorAt } = job;
        const swallowed =
          cursorAt === null
            ? null
            : droppedBetween(timetable, { after: cursorAt, until: now }, 'paused');
        if (swallowed !== null) kept.dropped.push(swallowed);
        const place = placeAtResume({ ...job, definition }, rules(now));
        return void Object.assign(job, place, { pausedUntil: null });
      }
      case 'pause-all': {
        if (all !== null && all.until <= now) endOfAll(all.until);
        all = { at: all?.at ?? now, until: one.forMs === null ? Infinity : now + one.forMs };
        return;
      }
      case 'resume-all':
        if (all !== null && all.until > now) endOfAll(now);
    }
  };
  const step = (waitMs: number, one: Command): void => {
    now += waitMs;
    act(one);
  };
  for (const { waitMs, command: one } of given.steps) step(waitMs, one);
  step(1, { do: 'resume-all' });
  step(1, { do: 'resume' });
  step(500, { do: 'look' });
  return { ...kept, now };
};

/** Occurrences that no calendar keeps back, up to an instant. */
const nominal = (given: Story, until: number): number[] => {
  const found: number[] = [];
  for (let at = START + 1_000; at <= until; at += 1_000) {
    if (((at - START) % 60_000) % (given.seconds * 1_000) === 0 && !isClosed(given, at))
      found.push(at);
  }
  return found;
};

const holds = (property: (kept: Kept & { now: number }, given: Story) => void): void =>
  fc.assert(
    fc.property(story, (given) => property(play(given), given)),
    { seed: SEED, numRuns: 250 }
  );

test('whatever is paused and resumed, each occurrence runs once or is counted once, and none of it is left out', () => {
  holds(({ runs, dropped, job }, given) => {
    const records = [...runs, ...dropped.map(({ slotAt }) => slotAt)];
    expect(new Set(records).size).toBe(records.length);
    const counted = runs.length + dropped.reduce((sum, { count }) => sum + count, 0);
    expect(counted).toBe(nominal(given, job.cursorAt ?? START).length);
    expect(nominal(given, job.cursorAt ?? START)).toEqual(expect.arrayContaining(runs));
  });
});

test('afterwards nothing is owed: the job is looked at next at an instant to come', () => {
  holds(({ job, now, looks }, given) => {
    expect(looks).toBeLessThan(5);
    expect(job.nextAt).toBeGreaterThan(now);
    expect(nominal(given, now).filter((at) => at > (job.cursorAt ?? START))).toEqual([]);
  });
});

test('a calendar keeps back what it contains and nothing else', () => {
  holds(({ runs, keptBack }, given) => {
    expect(runs.filter((at) => isClosed(given, at))).toEqual([]);
    expect(keptBack.filter((at) => !isClosed(given, at))).toEqual([]);
  });
});
