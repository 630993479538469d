import type { Schedule } from '../../contract/schedule';
import type { Plan } from './plan';
import { nextNominal, planOf } from './plan';

/** The instants in which runs count: `from` inclusive, `to` exclusive, epoch milliseconds. */
export interface Window {
  from: number;
  to: number;
}

export const windowOf = ({ startAt, endAt }: Pick<Schedule, 'startAt' | 'endAt'>): Window => ({
  from: startAt === null ? -Infinity : Date.parse(startAt),
  to: endAt === null ? Infinity : Date.parse(endAt),
});

/**
 * The schedule's first run strictly after `after` (epoch milliseconds), inside `startAt` (inclusive) and `endAt`
 * (exclusive); null where there is none or the schedule is switched off. The answer depends on nothing else.
 */
export const nextRun = (schedule: Schedule, after: number): number | null =>
  schedule.enabled ? nextInWindow(planOf(schedule), windowOf(schedule), after) : null;

export const nextInWindow = (plan: Plan, { from, to }: Window, after: number): number | null => {
  const at = nextNominal(plan, Math.max(after, from - 1));
  return at !== null && at < to ? at : null;
};
