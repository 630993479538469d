import { useMemo } from 'react';

import { useDebounce } from '@strapi/strapi/admin';

import type { PreviewView } from '../../../../server/src/contract/schedule';
import type { QueryError } from '../../components/error-state';
import { serverFieldErrors, type FormErrors } from '../../form-errors';
import { usePreviewSchedulerSchedulesQuery, type PreviewRequest } from './api';
import type { ScheduleDraft } from './schedule-draft';
import { timesRequest, type JobTimes } from './times-request';

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
