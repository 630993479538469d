import type { Schedule, ScheduleWarning, ScheduleWarningCode } from '../../contract/schedule';
import type { CronFieldName } from '../time/cron-field';
import { CRON_FIELDS } from '../time/cron-field';
import type { CronItem } from '../time/cron-item';
import { valuesOf } from '../time/cron-item';
import type { CronExpression } from '../time/cron-expression';
import { cronRule } from '../time/cron-rule';
import { DAY } from '../time/calendar-date';
import { clockChanges, localAt } from '../time/local-time';
import type { JobCalendars } from '../calendars/job-calendars';
import { NO_CALENDARS, nextRun as nextAllowed } from '../calendars/job-calendars';
import { missingDays } from './missing-days';
import { nextRun } from './next';
import type { Plan } from './plan';
import { planOf } from './plan';
import { spacingOf } from './spacing';
import { warningWords } from './words/languages';
import type { Language, WarningWords } from './words/words';

type Finding = [code: ScheduleWarningCode, message: string];

/** What an editor should know about a checked schedule, seen from the instant `from`. */
export const warningsOf = (
  schedule: Schedule,
  from: number,
  language: Language,
  calendars: JobCalendars = NO_CALENDARS
): ScheduleWarning[] => {
  const words = warningWords[language];
  const plan = planOf(schedule);
  const findings = [
    ...aboutExpression(schedule, words),
    ...aboutShortMonths(schedule, words),
    ...aboutSpacing(schedule, plan, { from, words }),
    ...aboutClockChanges(schedule, plan, { from, words }),
    ...aboutEnd(schedule, { from, words }, calendars),
  ];
  return findings.map(([code, message]) => ({ code, schedule: schedule.key, message }));
};

const aboutExpression = (schedule: Schedule, words: WarningWords): Finding[] => {
  if (schedule.kind !== 'cron') return [];
  const rule = cronRule(schedule.expression);
  if (!rule.ok) return [];
  const { fields } = rule.value.expression;
  const both = !fields.dayOfMonth.open && !fields.dayOfWeek.open;
  return [
    ...(both ? [['both-day-fields', words.bothDayFields()] satisfies Finding] : []),
    ...unevenSteps(rule.value.expression).map((step): Finding => [
      'uneven-step',
      words.unevenStep(step),
    ]),
  ];
};

interface UnevenStep {
  field: CronFieldName;
  step: number;
  values: number[];
}

/** How many values go round before the field starts again; no month has a fixed number of days. */
const ROUND: Record<CronFieldName, number> = {
  second: 60,
  minute: 60,
  hour: 24,
  dayOfMonth: NaN,
  month: 12,
  dayOfWeek: 7,
};

const unevenSteps = ({ fields }: CronExpression): UnevenStep[] =>
  CRON_FIELDS.flatMap((field) =>
    fields[field.name].items.flatMap((item) => {
      const step = openStep(item);
      if (step === 1) return [];
      const values = valuesOf(field, item);
      const [first = 0] = values;
      const last = values[values.length - 1] ?? first;
      return ROUND[field.name] - last + first === step ? [] : [{ field: field.name, step, values }];
    })
  );

/** The step of an item that runs to the field's end; 1 for any other. */
const openStep = (item: CronItem): number => {
  if (item.kind === 'star') return item.step;
  return item.kind === 'range' && item.open ? item.step : 1;
};

const aboutShortMonths = (schedule: Schedule, words: WarningWords): Finding[] => {
  const missing = missingDays(schedule);
  if (missing === null) return [];
  const overflow = 'overflow' in schedule ? schedule.overflow : 'skip';
  return [['short-months', words.shortMonths(missing, overflow)]];
};

interface View {
  from: number;
  words: WarningWords;
}

/** Even spacing is only worth a word where it is a minute or less. */
const aboutSpacing = (schedule: Schedule, plan: Plan, { from, words }: View): Finding[] => {
  const spacing =
    plan.kind === 'local'
      ? spacingOf(plan.rule, localAt(schedule.timezone, from))
      : plan.kind === 'elapsed'
        ? { least: plan.every / 1000, most: plan.every / 1000 }
        : null;
  if (spacing === null || (spacing.least === spacing.most && spacing.most > 60)) return [];
  return [['spacing', words.spacing(spacing.least, spacing.most)]];
};

/** The zone's next two changes within two years; real-time intervals do not feel them. */
const aboutClockChanges = (schedule: Schedule, plan: Plan, { from, words }: View): Finding[] => {
  if (plan.kind !== 'local' || schedule.kind === 'once') return [];
  const changes = clockChanges(schedule.timezone, from, { until: from + 731 * DAY, limit: 2 });
  if (changes.length === 0) return [];
  const local = changes.map(({ at, before, offset }) => ({ from: at + before, to: at + offset }));
  return [['clock-changes', words.clockChanges(schedule.timezone, local)]];
};

const aboutEnd = (
  schedule: Schedule,
  { from, words }: View,
  calendars: JobCalendars
): Finding[] => {
  if (!schedule.enabled) return [];
  if (nextRun(schedule, from) === null) return [['never-again', words.neverAgain()]];
  const times = { schedules: [schedule], startAt: null, endAt: null };
  return nextAllowed(times, calendars, from) === null ? [['never-again', words.keptBack()]] : [];
};
