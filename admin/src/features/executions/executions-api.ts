import type {
  ExecutionMeta,
  ExecutionView,
  ExecutionWait,
} from '../../../../server/src/contract/execution';
import {
  read,
  schedulerApi,
  send,
  type Answer,
  type ListAnswer,
  type QueryValues,
} from '../../api';

/** The list's `meta.waits`: of those that wait, what for. */
export interface ExecutionListMeta {
  waits: Record<string, ExecutionWait>;
}

const executionsApi = schedulerApi.injectEndpoints({
  endpoints: (build) => ({
    listSchedulerExecutions: build.query<ListAnswer<ExecutionView, ExecutionListMeta>, QueryValues>(
      {
        query: (filters) => read('/executions', filters),
        providesTags: ['SchedulerExecution'],
      }
    ),
    getSchedulerExecution: build.query<Answer<ExecutionView, ExecutionMeta>, string>({
      query: (id) => read(`/executions/${id}`),
      providesTags: (_answer, _error, id) => [{ type: 'SchedulerExecution', id }],
    }),
    cancelSchedulerExecution: build.mutation<Answer<ExecutionView>, string>({
      query: (id) => send('POST', `/executions/${id}/cancel`),
      invalidatesTags: ['SchedulerExecution', 'SchedulerJob', 'SchedulerStatus'],
    }),
    retrySchedulerExecution: build.mutation<Answer<ExecutionView>, string>({
      query: (id) => send('POST', `/executions/${id}/retry`),
      invalidatesTags: ['SchedulerExecution', 'SchedulerJob', 'SchedulerStatus'],
    }),
    replaySchedulerExecution: build.mutation<Answer<ExecutionView>, string>({
      query: (id) => send('POST', `/executions/${id}/replay`),
      invalidatesTags: ['SchedulerExecution', 'SchedulerJob', 'SchedulerStatus'],
    }),
  }),
});

export const {
  useListSchedulerExecutionsQuery,
  useGetSchedulerExecutionQuery,
  useCancelSchedulerExecutionMutation,
  useRetrySchedulerExecutionMutation,
  useReplaySchedulerExecutionMutation,
} = executionsApi;
