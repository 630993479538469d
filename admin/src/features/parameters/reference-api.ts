import type { ScriptView } from '../../../../server/src/contract/script';
import type { SecretName } from '../../../../server/src/contract/secret';
import { schedulerApi } from '../../api';

/** What parameters name outside of themselves. */
const referenceApi = schedulerApi.injectEndpoints({
  endpoints: (build) => ({
    listSchedulerScripts: build.query<ScriptView[], void>({
      query: () => ({ url: '/job-scheduler/scripts', method: 'GET' }),
      transformResponse: (answer: { data: ScriptView[] }) => answer.data,
    }),
    listSchedulerSecretNames: build.query<SecretName[], void>({
      query: () => ({
        url: '/job-scheduler/secrets',
        method: 'GET',
        config: { params: { pageSize: 100 } },
      }),
      transformResponse: (answer: { data: SecretName[] }) => answer.data,
    }),
  }),
});

export const { useListSchedulerScriptsQuery, useListSchedulerSecretNamesQuery } = referenceApi;
