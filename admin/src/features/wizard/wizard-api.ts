import type { JobMeta, JobView } from '../../../../server/src/contract/job';
import { schedulerApi, send, type Answer } from '../../api';

const wizardApi = schedulerApi.injectEndpoints({
  endpoints: (build) => ({
    createSchedulerJob: build.mutation<Answer<JobView, JobMeta>, Record<string, unknown>>({
      query: (body) => send('POST', '/jobs', body),
      invalidatesTags: ['SchedulerJob', 'SchedulerStatus'],
    }),
    replaceSchedulerJob: build.mutation<
      Answer<JobView, JobMeta>,
      { id: string; body: Record<string, unknown> & { revision: number } }
    >({
      query: ({ id, body }) => send('PUT', `/jobs/${id}`, body),
      invalidatesTags: (answer) => (answer ? ['SchedulerJob', 'SchedulerStatus'] : []),
    }),
  }),
});

export const { useCreateSchedulerJobMutation, useReplaceSchedulerJobMutation } = wizardApi;
