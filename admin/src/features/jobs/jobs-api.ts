import type {
  BreakerView,
  BulkAction,
  BulkOutcome,
  JobMeta,
  JobView,
} from '../../../../server/src/contract/job';
import type { ExecutionView } from '../../../../server/src/contract/execution';
import type { TemplatePreview } from '../../../../server/src/contract/template';
import {
  read,
  schedulerApi,
  send,
  type Answer,
  type ListAnswer,
  type QueryValues,
} from '../../api';

/** The list's `meta.descriptions`: job documentId → schedule key → words. */
export interface JobListMeta {
  descriptions: Record<string, Record<string, string>>;
  /** job documentId → its breaker, of those whose breaker is not closed. */
  breakers: Record<string, BreakerView>;
}

export interface RunRequest {
  id: string;
  parameters?: Record<string, unknown>;
  note?: string;
}

const jobsApi = schedulerApi.injectEndpoints({
  endpoints: (build) => ({
    listSchedulerJobs: build.query<ListAnswer<JobView, JobListMeta>, QueryValues>({
      query: (filters) => read('/jobs', filters),
      providesTags: ['SchedulerJob'],
    }),
    getSchedulerJob: build.query<Answer<JobView, JobMeta>, string>({
      query: (id) => read(`/jobs/${id}`),
      providesTags: (_answer, _error, id) => [{ type: 'SchedulerJob', id }],
    }),
    setSchedulerJobEnabled: build.mutation<
      Answer<JobView>,
      { id: string; to: 'enable' | 'disable' }
    >({
      query: ({ id, to }) => send('POST', `/jobs/${id}/${to}`),
      invalidatesTags: ['SchedulerJob'],
    }),
    runSchedulerJob: build.mutation<Answer<ExecutionView>, RunRequest>({
      query: ({ id, ...body }) => send('POST', `/jobs/${id}/run`, body),
      invalidatesTags: ['SchedulerJob', 'SchedulerExecution', 'SchedulerStatus'],
    }),
    /** What a run with these parameters would do; nothing is started. */
    dryRunSchedulerJob: build.mutation<Answer<TemplatePreview>, Omit<RunRequest, 'note'>>({
      query: ({ id, ...body }) => send('POST', `/jobs/${id}/run`, { ...body, dryRun: true }),
    }),
    cloneSchedulerJob: build.mutation<Answer<JobView>, string>({
      query: (id) => send('POST', `/jobs/${id}/clone`),
      invalidatesTags: ['SchedulerJob'],
    }),
    deleteSchedulerJob: build.mutation<unknown, string>({
      query: (id) => send('DELETE', `/jobs/${id}`),
      invalidatesTags: ['SchedulerJob', 'SchedulerExecution', 'SchedulerStatus'],
    }),
    bulkSchedulerJobs: build.mutation<Answer<BulkOutcome[]>, { action: BulkAction; ids: string[] }>(
      {
        query: (body) => send('POST', '/jobs/bulk', body),
        invalidatesTags: ['SchedulerJob', 'SchedulerExecution', 'SchedulerStatus'],
      }
    ),
    getSchedulerParameterHistory: build.query<Answer<ParameterHistory[]>, string>({
      query: (id) => read(`/jobs/${id}/parameters/history`),
      providesTags: ['SchedulerExecution'],
    }),
  }),
});

/** What an earlier start by hand was given. */
export type ParameterHistory = Pick<
  ExecutionView,
  'documentId' | 'parameters' | 'queuedAt' | 'startedBy'
>;

export const {
  useListSchedulerJobsQuery,
  useGetSchedulerJobQuery,
  useSetSchedulerJobEnabledMutation,
  useRunSchedulerJobMutation,
  useDryRunSchedulerJobMutation,
  useCloneSchedulerJobMutation,
  useDeleteSchedulerJobMutation,
  useBulkSchedulerJobsMutation,
  useGetSchedulerParameterHistoryQuery,
} = jobsApi;
