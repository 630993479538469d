import type { GraphView } from '../../../../server/src/contract/graph';
import { read, schedulerApi, type Answer } from '../../api';

const graphApi = schedulerApi.injectEndpoints({
  endpoints: (build) => ({
    /** The jobs that depend on others or are depended on. */
    getSchedulerGraph: build.query<GraphView, void>({
      query: () => read('/graph'),
      transformResponse: (answer: Answer<GraphView>) => answer.data,
      providesTags: ['SchedulerJob', 'SchedulerExecution'],
    }),
  }),
});

export const { useGetSchedulerGraphQuery } = graphApi;
