import type { CalendarInterval, ElapsedInterval, Schedule } from '../../contract/schedule';
import { DAY, toDay } from '../time/calendar-date';
import { cronRule } from '../time/cron-rule';
import { localAt } from '../time/local-time';
import { cronShape, weekdayStretches } from './cron-shape';
import { parseEvery } from './every';
import { missingDays } from './missing-days';
import { scheduleWords } from './words/languages';
import type { Language, ScheduleWords } from './words/words';

/** A checked schedule in words that an editor understands; the zone is not part of it. */
export const describeSchedule = (schedule: Schedule, language: Language): string => {
  const words = scheduleWords[language];
  const overflow =
    missingDays(schedule) !== null && 'overflow' in schedule ? schedule.overflow : null;
  switch (schedule.kind) {
    case 'interval':
      return describeInterval(schedule, words);
    case 'hourly':
      return words.hourly(schedule.minute);
    case 'daily':
      return words.daily(schedule.time);
    case 'weekly':
      return schedule.weekdays.length === 7
        ? words.daily(schedule.time)
        : words.weekly(weekdayStretches(schedule.weekdays), schedule.time);
    case 'monthly':
      return words.monthly(schedule.days, schedule.time, overflow);
    case 'yearly':
      return words.yearly(schedule, schedule.time, overflow);
    case 'cron': {
      const rule = cronRule(schedule.expression);
      return rule.ok ? words.cron(cronShape(rule.value.expression)) : schedule.expression;
    }
    case 'once':
      return words.once(localOf(schedule.at, schedule.timezone));
  }
};

const describeInterval = (
  schedule: ElapsedInterval | CalendarInterval,
  words: ScheduleWords
): string => {
  const every = parseEvery(schedule.every);
  if (!every.ok) return schedule.every;
  if (every.value.kind === 'elapsed' && 'anchor' in schedule) {
    return words.elapsed(every.value, localOf(schedule.anchor, schedule.timezone));
  }
  if (every.value.kind === 'elapsed' || 'anchor' in schedule) return schedule.every;
  const [year = 0, month = 0, day = 0] = schedule.start.split('-').map(Number);
  const overflow = missingDays(schedule) === null ? null : schedule.overflow;
  return words.calendar(every.value, {
    start: toDay(year, month, day) * DAY,
    time: schedule.time,
    overflow,
  });
};

/** The local time of an instant with `Z`, or the local time as written. */
const localOf = (at: string, zone: string): number =>
  at.endsWith('Z') ? localAt(zone, Date.parse(at)) : Date.parse(`${at}Z`);
