import type { CalendarDefinition } from '../../../../server/src/contract/calendar';
import { aCron, aDefinition, anInterval } from '../../../support/factories';
import { naiveRuns, type NaiveRule } from '../../../support/naive-schedule';
import {
  AGAIN,
  aPeriodicJob,
  documentIdOf,
  everySeconds,
  isMultiple,
  missed,
  type Family,
  type SimulatedJob,
} from '../simulated-job';

/** Jobs whose instants take thought: calendars, several schedules on one instant, clocks that are changed. */

/** Seconds after the world begins between which the calendar is: [from, to). */
const INSIDE: [number, number][] = [
  [3, 9],
  [14, 15],
  [21, 40],
];

const calendarOf = (start: number): CalendarDefinition => ({
  name: 'Closed',
  description: '',
  timezone: 'UTC',
  entries: INSIDE.map(([from, to], index) => ({
    kind: 'window',
    name: `Stretch ${index + 1}`,
    from: new Date(start + from * 1_000).toISOString(),
    to: new Date(start + to * 1_000).toISOString(),
  })),
});

const CALENDAR = documentIdOf('closed');
const EXCLUDE = { exclude: [CALENDAR], only: [] };
const ONLY = { exclude: [], only: [CALENDAR] };

export const calendarFamilies = (start: number): Family[] => {
  const calendars = [{ documentId: CALENDAR, definition: calendarOf(start) }];
  const isInside = (at: number): boolean =>
    INSIDE.some(([from, to]) => start + from * 1_000 <= at && at < start + to * 1_000);
  return [
    {
      name: 'exclude',
      calendars,
      jobs: [
        aPeriodicJob(
          'exclude',
          1_000,
          { template: 'quick', calendars: EXCLUDE, missed: missed('skip') },
          { isKeptBack: isInside }
        ),
      ],
    },
    {
      name: 'only',
      calendars,
      jobs: [
        aPeriodicJob(
          'only',
          2_000,
          { template: 'slow', overlap: 'queue-all', calendars: ONLY },
          { limit: 1, isKeptBack: (at) => !isInside(at) }
        ),
      ],
    },
    { name: 'several', calendars, jobs: [severalSchedules(start, isInside)] },
  ];
};

/** Three schedules that often fall on one instant; a calendar keeps one of them back, not the others. */
const severalSchedules = (start: number, isInside: (at: number) => boolean): SimulatedJob => {
  const onFive = (at: number): boolean => isMultiple(at, 5_000);
  const onSeven = (at: number): boolean => (at - start) % 7_000 === 0;
  return {
    name: 'several',
    periodMs: 3_000,
    limit: null,
    definition: (periodMs) =>
      aDefinition({
        name: 'several',
        template: 'quick',
        schedules: [
          aCron(everySeconds(periodMs), { key: 'often' }),
          aCron(everySeconds(5_000), { key: 'calendar', priority: 5, calendars: EXCLUDE }),
          anInterval('7s', { key: 'interval', anchor: new Date(start).toISOString() }),
        ],
        overlap: 'allow',
        missed: missed('last'),
        onLost: 'retry',
        retry: AGAIN,
      }),
    isDue: (at, periodMs) => isMultiple(at, periodMs) || onFive(at) || onSeven(at),
    isKeptBack: (at, periodMs) =>
      isInside(at) && onFive(at) && !isMultiple(at, periodMs) && !onSeven(at),
  };
};

/** Berlin's clocks go from 02:00 to 03:00, and from 03:00 back to 02:00. */
export const CHANGES = {
  forward: Date.parse('2026-03-29T01:00:00Z'),
  back: Date.parse('2026-10-25T01:00:00Z'),
};

/** How long the arithmetic of a world looks ahead. */
const WORLD_MS = 600_000;

const everyDay = { matchesDate: () => true };
const minutesOf = (last: number): Set<number> =>
  new Set(Array.from({ length: last + 1 }, (_, n) => n));
const secondsOf = (step: number): number[] => Array.from({ length: 60 / step }, (_, n) => n * step);

const IN_BERLIN: { name: string; expression: string; rule: NaiveRule }[] = [
  {
    name: 'appointment',
    expression: '*/2 0,1 2 * * *',
    rule: {
      ...everyDay,
      hours: new Set([2]),
      minutes: new Set([0, 1]),
      seconds: secondsOf(2),
      clock: 'appointment',
    },
  },
  {
    name: 'frequent',
    expression: '*/3 * 2,3 * * *',
    rule: {
      ...everyDay,
      hours: new Set([2, 3]),
      minutes: minutesOf(59),
      seconds: secondsOf(3),
      clock: 'frequent',
    },
  },
];

/** Jobs whose hour is skipped, or comes twice, soon after `start`. */
export const clockChangeFamily = (start: number, change: number): Family => {
  const offsetAt = (at: number): number => {
    const isSummer = change === CHANGES.forward ? at >= change : at < change;
    return isSummer ? 7_200_000 : 3_600_000;
  };
  return {
    name: 'clock-change',
    jobs: IN_BERLIN.map(({ name, expression, rule }): SimulatedJob => {
      const runs = new Set(naiveRuns(rule, offsetAt, { from: start, to: start + WORLD_MS }));
      const schedules = [aCron(expression, { timezone: 'Europe/Berlin' })];
      const given = { template: 'quick', schedules, missed: missed('last') };
      return aPeriodicJob(name, 1_000, given, { isFixed: true, isDue: (at) => runs.has(at) });
    }),
  };
};
