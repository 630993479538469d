import type { TemplateView } from '../../../../server/src/contract/template';
import { read, schedulerApi, type Answer } from '../../api';

const templatesApi = schedulerApi.injectEndpoints({
  endpoints: (build) => ({
    /** Every template the server knows, in its order. */
    listSchedulerTemplates: build.query<TemplateView[], void>({
      query: () => read('/templates'),
      transformResponse: (answer: Answer<TemplateView[]>) => answer.data,
      providesTags: ['SchedulerTemplate'],
    }),
  }),
});

export const { useListSchedulerTemplatesQuery } = templatesApi;
