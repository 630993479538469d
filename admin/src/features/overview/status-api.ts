import type { SchedulerStatus } from '../../../../server/src/contract/scheduler';
import { read, schedulerApi, type Answer } from '../../api';

const statusApi = schedulerApi.injectEndpoints({
  endpoints: (build) => ({
    getSchedulerStatus: build.query<SchedulerStatus, void>({
      query: () => read('/scheduler/status'),
      transformResponse: (answer: Answer<SchedulerStatus>) => answer.data,
      providesTags: ['SchedulerStatus'],
    }),
  }),
});

export const { useGetSchedulerStatusQuery } = statusApi;
