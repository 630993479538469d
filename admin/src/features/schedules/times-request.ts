import type { CalendarChoice } from '../../../../server/src/contract/calendar';
import { whenInput, type ScheduleDraft, type ScheduleInput } from './schedule-draft';

/** What holds for all schedules of the job: its span (ISO 8601 UTC or null) and its calendars. */
export interface JobTimes {
  startAt: string | null;
  endAt: string | null;
  calendars: CalendarChoice;
}

/** When the job would run by this form, as the preview and the comparison take it. */
export const timesRequest = (drafts: readonly ScheduleDraft[], job: JobTimes) => ({
  schedules: drafts.map((draft) => withinSpan(whenInput(draft), job)),
  ...(hasCalendars(job.calendars) && { calendars: job.calendars }),
});

const hasCalendars = ({ exclude, only }: CalendarChoice): boolean =>
  exclude.length + only.length > 0;

/** Neither knows the job's span: it is laid over each schedule's own. */
const withinSpan = (input: ScheduleInput, span: JobTimes): ScheduleInput => {
  const startAt = later(input['startAt'], span.startAt);
  const endAt = earlier(input['endAt'], span.endAt);
  return { ...input, ...(startAt && { startAt }), ...(endAt && { endAt }) };
};

const later = (a: unknown, b: string | null): string | null => pick(a, b, (x, y) => x > y);
const earlier = (a: unknown, b: string | null): string | null => pick(a, b, (x, y) => x < y);

const pick = (
  a: unknown,
  b: string | null,
  wins: (a: number, b: number) => boolean
): string | null => {
  if (typeof a !== 'string') return b;
  if (b === null) return a;
  return wins(Date.parse(a), Date.parse(b)) ? a : b;
};
