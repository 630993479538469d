import type { TemplatePreview } from '../../../../server/src/contract/template';
import { schedulerApi, send, type Answer } from '../../api';

export interface DryRun {
  template: string;
  parameters: Record<string, unknown>;
}

const templatePreviewApi = schedulerApi.injectEndpoints({
  endpoints: (build) => ({
    /** What a job with these parameters would do now; nothing is changed by asking. */
    previewSchedulerTemplate: build.query<TemplatePreview, DryRun>({
      query: ({ template, parameters }) =>
        send('POST', `/templates/${encodeURIComponent(template)}/preview`, { parameters }),
      transformResponse: (answer: Answer<TemplatePreview>) => answer.data,
      keepUnusedDataFor: 5,
    }),
  }),
});

export const { usePreviewSchedulerTemplateQuery, useLazyPreviewSchedulerTemplateQuery } =
  templatePreviewApi;
