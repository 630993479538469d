import type {
  DocumentFormat,
  ImportedJob,
  ImportMeta,
  JobExport,
  OnConflict,
} from '../../../../server/src/contract/job-document';
import { schedulerApi, send, type Answer } from '../../api';
import type { ChosenJobs } from './chosen-jobs';

export type ImportAnswer = Answer<ImportedJob[], ImportMeta>;

interface ImportBody {
  format: DocumentFormat;
  content: string;
  onConflict: OnConflict;
  dryRun: boolean;
}

const jobDocumentsApi = schedulerApi.injectEndpoints({
  endpoints: (build) => ({
    exportSchedulerJobs: build.mutation<Answer<JobExport>, { format: DocumentFormat } & ChosenJobs>(
      { query: (body) => send('POST', '/export', body) }
    ),
    importSchedulerJobs: build.mutation<ImportAnswer, ImportBody>({
      query: (body) => send('POST', '/import', body),
      invalidatesTags: (_answer, error, { dryRun }) =>
        error === undefined && !dryRun ? ['SchedulerJob', 'SchedulerStatus'] : [],
    }),
  }),
});

export const { useExportSchedulerJobsMutation, useImportSchedulerJobsMutation } = jobDocumentsApi;
