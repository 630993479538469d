import type { SecretName } from '../../../../server/src/contract/secret';
import { read, schedulerApi, type ListAnswer } from '../../api';

/** As many as a choice offers; more are found by typing. */
const MOST = 100;

const referenceApi = schedulerApi.injectEndpoints({
  endpoints: (build) => ({
    /** Secrets whose name or description holds a text. */
    listSchedulerSecretNames: build.query<SecretName[], string>({
      query: (q) => read('/secrets', { pageSize: MOST, q }),
      transformResponse: (answer: ListAnswer<SecretName>) => answer.data,
      providesTags: ['SchedulerSecret'],
    }),
  }),
});

export const { useListSchedulerSecretNamesQuery } = referenceApi;
