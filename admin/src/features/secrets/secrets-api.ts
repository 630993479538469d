import type {
  SecretInput,
  SecretMeta,
  SecretRotation,
  SecretsMeta,
  SecretView,
} from '../../../../server/src/contract/secret';
import {
  read,
  schedulerApi,
  send,
  type Answer,
  type ListAnswer,
  type QueryValues,
} from '../../api';

export type LoadedSecret = Answer<SecretView, SecretMeta>;

/** Without `value` and `reference` the present one stays. */
export type SecretBody = Omit<SecretInput, 'value' | 'reference'> &
  Partial<Pick<SecretInput, 'value' | 'reference'>>;

const secretsApi = schedulerApi.injectEndpoints({
  endpoints: (build) => ({
    listSchedulerSecrets: build.query<ListAnswer<SecretView, SecretsMeta>, QueryValues>({
      query: (filters) => read('/secrets', filters),
      providesTags: ['SchedulerSecret'],
    }),
    getSchedulerSecret: build.query<LoadedSecret, string>({
      query: (id) => read(`/secrets/${id}`),
      keepUnusedDataFor: 0,
    }),
    createSchedulerSecret: build.mutation<Answer<SecretView>, SecretBody>({
      query: (body) => send('POST', '/secrets', body),
      invalidatesTags: (answer) => (answer ? ['SchedulerSecret'] : []),
    }),
    replaceSchedulerSecret: build.mutation<
      Answer<SecretView>,
      { id: string; body: SecretBody & { revision: number } }
    >({
      query: ({ id, body }) => send('PUT', `/secrets/${id}`, body),
      invalidatesTags: (answer) => (answer ? ['SchedulerSecret'] : []),
    }),
    deleteSchedulerSecret: build.mutation<unknown, string>({
      query: (id) => send('DELETE', `/secrets/${id}`),
      invalidatesTags: (_answer, error) => (error ? [] : ['SchedulerSecret']),
    }),
    rotateSchedulerSecrets: build.mutation<Answer<SecretRotation>, void>({
      query: () => send('POST', '/secrets/rotate'),
      invalidatesTags: ['SchedulerSecret'],
    }),
  }),
});

export const {
  useListSchedulerSecretsQuery,
  useGetSchedulerSecretQuery,
  useCreateSchedulerSecretMutation,
  useReplaceSchedulerSecretMutation,
  useDeleteSchedulerSecretMutation,
  useRotateSchedulerSecretsMutation,
} = secretsApi;
