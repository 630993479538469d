import type { Translate } from '../../translate';
import type { TimingForm } from '../schedules/timing-form';

interface Wording {
  t: Translate;
  /** Milliseconds in words. */
  duration: (ms: number | undefined) => string;
  /** An instant in words. */
  moment: (iso: string) => string;
  /** Several in one phrase. */
  list: (items: string[]) => string;
  /** A calendar's name by its documentId. */
  calendarName: (id: string) => string;
}

/** What holds for all schedules, in sentences; what nobody decided is not mentioned. */
export const timingSentences = (timing: TimingForm, wording: Wording): string[] => {
  const { t, duration, moment, list, calendarName } = wording;
  const { calendars, startAt, endAt, maxExecutions, jitterMs } = timing;
  const names = (ids: readonly string[]) => list(ids.map(calendarName));
  return [
    ...(calendars.exclude.length === 0
      ? []
      : [t('schedules.sentence.exclude', { calendars: names(calendars.exclude) })]),
    ...(calendars.only.length === 0
      ? []
      : [t('schedules.sentence.only', { calendars: names(calendars.only) })]),
    ...(startAt === null ? [] : [t('schedules.sentence.start', { when: moment(startAt) })]),
    ...(endAt === null ? [] : [t('schedules.sentence.end', { when: moment(endAt) })]),
    ...(maxExecutions === undefined
      ? []
      : [t('schedules.sentence.most', { count: maxExecutions })]),
    ...(jitterMs === undefined || jitterMs === 0
      ? []
      : [t('schedules.sentence.spread', { spread: duration(jitterMs) })]),
  ];
};
