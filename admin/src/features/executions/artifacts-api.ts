import type { FetchClient } from '@strapi/strapi/admin';

import type { ArtifactListMeta, ArtifactView } from '../../../../server/src/contract/artifact';
import type { ExecutionView } from '../../../../server/src/contract/execution';
import { apiPath, read, schedulerApi, type Answer } from '../../api';
import { saveBlob } from './save-blob';

const artifactsApi = schedulerApi.injectEndpoints({
  endpoints: (build) => ({
    /** The status is part of the question: what an attempt leaves at its end is asked for then. */
    listSchedulerArtifacts: build.query<
      Answer<ArtifactView[], ArtifactListMeta>,
      Pick<ExecutionView, 'documentId' | 'status'>
    >({
      query: ({ documentId }) => read(`/executions/${documentId}/artifacts`),
      providesTags: (_answer, _error, { documentId: id }) => [{ type: 'SchedulerExecution', id }],
    }),
  }),
});

export const { useListSchedulerArtifactsQuery } = artifactsApi;

/** Hands an artifact to the browser as a file; the browser keeps what is large on its disk. */
export const downloadArtifact = async (
  get: FetchClient['get'],
  execution: string,
  { documentId, name }: Pick<ArtifactView, 'documentId' | 'name'>
): Promise<void> => {
  const path = apiPath(`/executions/${execution}/artifacts/${documentId}/download`);
  const { data } = await get(path, { responseType: 'blob' });
  saveBlob(data, name);
};
