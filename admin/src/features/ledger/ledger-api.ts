import type { LedgerView } from '../../../../server/src/contract/ledger';
import { read, schedulerApi, type Answer } from '../../api';

const ledgerApi = schedulerApi.injectEndpoints({
  endpoints: (build) => ({
    /** Why the job did, or didn't, run at an instant. */
    getSchedulerLedger: build.query<LedgerView, { id: string; at: string }>({
      query: ({ id, at }) => read(`/jobs/${id}/ledger`, { at }),
      transformResponse: (answer: Answer<LedgerView>) => answer.data,
      providesTags: ['SchedulerExecution', 'SchedulerJob'],
    }),
  }),
});

export const { useGetSchedulerLedgerQuery } = ledgerApi;
