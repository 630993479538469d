import { useMemo } from 'react';

import { useDebounce } from '@strapi/strapi/admin';

import type { CalendarChoice } from '../../../../server/src/contract/calendar';
import type { PreviewView } from '../../../../server/src/contract/schedule';
import type { QueryError } from '../../components/error-state';
import { serverFieldErrors, type FormErrors } from '../../form-errors';
import { usePreviewSchedulerSchedulesQuery, type PreviewRequest } from './api';
import { whenInput, type ScheduleDraft, type ScheduleInput } from './schedule-draft';

/** What holds for all schedules of the job: its span (ISO 8601 UTC or null) and its calendars. */
export interface JobTimes {
  startAt: string | null;
  endAt: string | null;
  calendars: CalendarChoice;
}

export interface SchedulePreview {
  preview: PreviewView | undefined;
  /** By path: `schedules.0.expression`. */
  errors: FormErrors;
  /** A failure that is no field's fault. */
  failure: QueryError;
  /** What is shown belongs to what was typed last. */
  settled: boolean;
  /** What was asked for. */
  request: PreviewRequest;
}

const TYPING_PAUSE_MS = 350;
const NEXT_RUNS = 10;

/** The next ten runs of these schedules, asked for when typing pauses. */
export const useSchedulePreview = (
  drafts: readonly ScheduleDraft[],
  job: JobTimes
): SchedulePreview => {
  const wanted = JSON.stringify({
    ...timesRequest(drafts, job),
    count: NEXT_RUNS,
  } satisfies PreviewRequest);
  const asked = useDebounce(wanted, TYPING_PAUSE_MS);
  const request = useMemo(() => JSON.parse(asked) as PreviewRequest, [asked]);
  const query = usePreviewSchedulerSchedulesQuery(request, { skip: drafts.length === 0 });
  const errors = useMemo(() => serverFieldErrors(query.error), [query.error]);
  const isFieldError = Object.keys(errors).length > 0;
  return {
    preview: query.isError ? undefined : query.data,
    errors,
    failure: isFieldError ? undefined : query.error,
    settled: asked === wanted && !query.isFetching,
    request,
  };
};

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
