import type { Schedule } from '../../server/src/contract/schedule';
import { checkSchedules } from '../../server/src/domain/schedule/check';
import { nextRun } from '../../server/src/domain/schedule/next';

/** Schedules and instants as tests like to write them. */

export const at = (iso: string): number => {
  const instant = Date.parse(iso.endsWith('Z') ? iso : `${iso}Z`);
  if (Number.isNaN(instant)) throw new Error(`Not an instant: ${iso}`);
  return instant;
};

/** `2026-03-08T07:30Z`, with seconds where there are some. */
export const iso = (instant: number): string =>
  new Date(instant).toISOString().replace('.000Z', 'Z').replace(/:00Z$/, 'Z');

export const NOW = at('2026-01-15T12:34:56.789');

/** Sound schedules, completed as the API would complete them. */
export const theSchedules = (...inputs: unknown[]): Schedule[] => {
  const checked = checkSchedules(inputs, { zone: 'UTC', now: NOW });
  if (!checked.ok) throw new Error(JSON.stringify(checked.errors));
  return checked.value;
};

export const aSchedule = (input: unknown): Schedule => {
  const [schedule] = theSchedules(input);
  if (schedule === undefined) throw new Error('No schedule');
  return schedule;
};

export const cron = (expression: string, timezone = 'UTC'): Schedule =>
  aSchedule({ kind: 'cron', expression, timezone });

/** The first `count` runs after `from`, fewer where the schedule ends. */
export const runsOf = (schedule: Schedule, from: string, count: number): string[] => {
  const runs: string[] = [];
  let next = nextRun(schedule, at(from));
  while (next !== null && runs.length < count) {
    runs.push(iso(next));
    next = nextRun(schedule, next);
  }
  return runs;
};

/** The messages of a refusal with their paths: `schedules.0.time: …`. */
export const refusals = (...inputs: unknown[]): string[] => {
  const checked = checkSchedules(inputs, { zone: 'UTC', now: NOW });
  return checked.ok
    ? []
    : checked.errors.map(({ path, message }) => `${path.join('.')}: ${message}`);
};
