import type {
  ScriptChoice,
  ScriptChoicesMeta,
  ScriptDetail,
  ScriptMeta,
  ScriptsMeta,
  ScriptView,
} from '../../../../server/src/contract/script';
import { read, schedulerApi, send, type Answer } from '../../api';

export type LoadedScript = Answer<ScriptDetail, ScriptMeta>;

/** What there is to choose from; who may read scripts is told more. */
export type ChosenScript = ScriptChoice & Partial<Pick<ScriptView, 'takesOptions'>>;
export type ChoicesMeta = ScriptChoicesMeta & Partial<Pick<ScriptsMeta, 'requireApproval'>>;

/** A decision about exactly the bytes that were shown. */
export interface Decision {
  id: string;
  verb: 'approve' | 'reject';
  digest: string;
  comment: string;
}

const scriptsApi = schedulerApi.injectEndpoints({
  endpoints: (build) => ({
    listSchedulerScripts: build.query<Answer<ScriptView[], ScriptsMeta>, void>({
      query: () => read('/scripts'),
      providesTags: ['SchedulerScript'],
    }),
    listSchedulerScriptChoices: build.query<Answer<ChosenScript[], ChoicesMeta>, void>({
      query: () => read('/scripts'),
      providesTags: ['SchedulerScript'],
    }),
    getSchedulerScript: build.query<LoadedScript, string>({
      query: (id) => read(`/scripts/${id}`),
    }),
    decideSchedulerScript: build.mutation<LoadedScript, Decision>({
      query: ({ id, verb, digest, comment }) =>
        send('POST', `/scripts/${id}/${verb}`, { digest, comment }),
      invalidatesTags: ['SchedulerScript'],
    }),
  }),
});

export const {
  useListSchedulerScriptsQuery,
  useListSchedulerScriptChoicesQuery,
  useGetSchedulerScriptQuery,
  useDecideSchedulerScriptMutation,
} = scriptsApi;
