import type { JobView } from '../../../../server/src/contract/job';
import { schedulerApi, send, type Answer } from '../../api';
import type { PauseRequest } from './pause-request';

const pausesApi = schedulerApi.injectEndpoints({
  endpoints: (build) => ({
    pauseSchedulerJob: build.mutation<Answer<JobView>, { id: string } & PauseRequest>({
      query: ({ id, ...body }) => send('POST', `/jobs/${id}/pause`, body),
      invalidatesTags: ['SchedulerJob', 'SchedulerStatus'],
    }),
    resumeSchedulerJob: build.mutation<Answer<JobView>, string>({
      query: (id) => send('POST', `/jobs/${id}/resume`),
      invalidatesTags: ['SchedulerJob', 'SchedulerExecution', 'SchedulerStatus'],
    }),
    /** The whole cluster: nothing new is materialised or claimed. */
    pauseScheduler: build.mutation<unknown, PauseRequest>({
      query: (body) => send('POST', '/scheduler/pause', body),
      invalidatesTags: ['SchedulerStatus', 'SchedulerJob'],
    }),
    resumeScheduler: build.mutation<unknown, void>({
      query: () => send('POST', '/scheduler/resume'),
      invalidatesTags: ['SchedulerStatus', 'SchedulerJob', 'SchedulerExecution'],
    }),
  }),
});

export const {
  usePauseSchedulerJobMutation,
  useResumeSchedulerJobMutation,
  usePauseSchedulerMutation,
  useResumeSchedulerMutation,
} = pausesApi;
