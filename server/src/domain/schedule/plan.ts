import type { Schedule } from '../../contract/schedule';
import { DAY, LAST_INSTANT, SECOND } from '../time/calendar-date';
import { cronRule } from '../time/cron-rule';
import { nextInstant } from '../time/next-instant';
import { timesOfDay } from '../time/times-of-day';
import type { ClockClass, WallRule } from '../time/wall-rule';
import type { SpanFinder } from '../time/zone-spans';
import { spanFinder } from '../time/zone-spans';
import { parseEvery } from './every';
import type { NextDay } from './schedule-days';
import {
  calendarDays,
  everyDay,
  monthlyDays,
  onlyDay,
  weeklyDays,
  yearlyDays,
} from './schedule-days';

/** A checked schedule made ready to compute: its nominal runs, without `enabled`, `startAt` and `endAt`. */
export type Plan =
  | { kind: 'elapsed'; anchor: number; every: number }
  | { kind: 'instant'; at: number }
  | { kind: 'local'; rule: WallRule; spanAt: SpanFinder };

/** Throws for a schedule that `checkSchedules` did not answer. */
export const planOf = (schedule: Schedule): Plan => {
  if (schedule.kind === 'interval' && 'anchor' in schedule) {
    return {
      kind: 'elapsed',
      anchor: Date.parse(schedule.anchor),
      every: elapsedMs(schedule.every),
    };
  }
  if (schedule.kind === 'once' && schedule.at.endsWith('Z')) {
    return { kind: 'instant', at: Date.parse(schedule.at) };
  }
  return { kind: 'local', rule: ruleOf(schedule), spanAt: spanFinder(schedule.timezone) };
};

/** The first nominal run strictly after `after`; null where there is none up to the year 9999. */
export const nextNominal = (plan: Plan, after: number): number | null => {
  if (plan.kind === 'local') return nextInstant(plan.rule, plan.spanAt, after);
  if (plan.kind === 'instant') return plan.at > after ? plan.at : null;
  const steps = Math.max(0, Math.floor((after - plan.anchor) / plan.every) + 1);
  const at = plan.anchor + steps * plan.every;
  return at <= LAST_INSTANT ? at : null;
};

type LocalSchedule = Exclude<Schedule, { anchor: string }>;

const ruleOf = (schedule: LocalSchedule): WallRule => {
  switch (schedule.kind) {
    case 'cron':
      return compiled(schedule.expression);
    case 'hourly':
      return {
        nextDay: everyDay,
        times: timesOfDay(ALL_HOURS, [schedule.minute], [0]),
        clock: 'repeating',
      };
    case 'daily':
      return appointment(everyDay, schedule.time);
    case 'weekly':
      return appointment(weeklyDays(schedule), schedule.time);
    case 'monthly':
      return appointment(monthlyDays(schedule), schedule.time);
    case 'yearly':
      return appointment(yearlyDays(schedule), schedule.time);
    case 'interval':
      return appointment(calendarDays(schedule), schedule.time);
    case 'once':
      return appointment(onlyDay(dayOf(schedule.at)), schedule.at.slice(11));
  }
};

const ALL_HOURS = Array.from({ length: 24 }, (_, hour) => hour);

const appointment = (nextDay: NextDay, time: string): WallRule => {
  const [hour = 0, minute = 0, second = 0] = time.split(':').map(Number);
  const clock: ClockClass = 'appointment';
  return { nextDay, times: timesOfDay([hour], [minute], [second]), clock };
};

const compiled = (expression: string): WallRule => {
  const rule = cronRule(expression);
  if (!rule.ok) throw new Error(`Not a checked expression: ${expression}`);
  return rule.value;
};

const dayOf = (local: string): number => Date.parse(`${local.slice(0, 10)}T00:00:00Z`) / DAY;

const elapsedMs = (every: string): number => {
  const parsed = parseEvery(every);
  if (!parsed.ok || parsed.value.kind === 'calendar') throw new Error(`Not elapsed: ${every}`);
  return Math.max(SECOND, parsed.value.milliseconds);
};
