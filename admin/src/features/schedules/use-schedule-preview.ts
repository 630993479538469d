import { useMemo } from 'react';

import { useDebounce } from '@strapi/strapi/admin';

import type { PreviewView } from '../../../../server/src/contract/schedule';
import type { QueryError } from '../../components/error-state';
import { serverFieldErrors, type FormErrors } from '../../form-errors';
import { usePreviewSchedulerSchedulesQuery, type PreviewRequest } from './api';
import { scheduleInput, type ScheduleDraft, type ScheduleInput } from './schedule-draft';

/** The span in which the whole job may run; ISO 8601 UTC or null. */
export interface JobSpan {
  startAt: string | null;
  endAt: string | null;
}

export interface SchedulePreview {
  preview: PreviewView | undefined;
  /** By path: `schedules.0.expression`. */
  errors: FormErrors;
  /** A failure that is no field's fault. */
  failure: QueryError;
  /** What is shown belongs to what was typed last. */
  settled: boolean;
}

const TYPING_PAUSE_MS = 350;
const NEXT_RUNS = 10;

/** The next ten runs of these schedules, asked for when typing pauses. */
export const useSchedulePreview = (
  drafts: readonly ScheduleDraft[],
  span: JobSpan
): SchedulePreview => {
  const wanted = JSON.stringify({
    schedules: drafts.map((draft) => withinSpan(scheduleInput(draft), span)),
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
  };
};

/** The preview knows no job: its span is laid over each schedule's own. */
const withinSpan = (input: ScheduleInput, span: JobSpan): ScheduleInput => {
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
