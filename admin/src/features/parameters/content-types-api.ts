import { schedulerApi } from '../../api';

/** A content type as the Content Manager describes it; only what the forms look at. */
export interface ContentTypeInfo {
  uid: string;
  kind: 'collectionType' | 'singleType';
  info: { displayName: string };
  options?: { draftAndPublish?: boolean };
  attributes: Record<string, { type: string; enum?: readonly string[] }>;
}

export interface EntryInfo {
  documentId: string;
  title: string;
}

interface EntrySearch {
  contentType: string;
  /** The field that names an entry; null: by its id only. */
  titleField: string | null;
  q: string;
}

export interface LocaleInfo {
  code: string;
  name: string;
  isDefault: boolean;
}

/**
 * Strapi's own admin endpoints: the first and the last need nothing but a session, the search needs
 * the right to read that type, so that nobody sees more here than in the Content Manager.
 */
const contentTypesApi = schedulerApi.injectEndpoints({
  endpoints: (build) => ({
    listSchedulerContentTypes: build.query<ContentTypeInfo[], void>({
      query: () => ({ url: '/content-manager/content-types', method: 'GET' }),
      transformResponse: (answer: { data: ContentTypeInfo[] }) =>
        answer.data.filter(({ uid }) => uid.startsWith('api::')),
    }),
    searchSchedulerEntries: build.query<EntryInfo[], EntrySearch>({
      query: ({ contentType, q }) => ({
        url: `/content-manager/collection-types/${encodeURIComponent(contentType)}`,
        method: 'GET',
        config: { params: { page: 1, pageSize: 20, ...(q && { _q: q }) } },
      }),
      transformResponse: (answer: { results: Record<string, unknown>[] }, _meta, { titleField }) =>
        answer.results.map((entry) => entryInfo(entry, titleField)),
    }),
    listSchedulerLocales: build.query<LocaleInfo[], void>({
      query: () => ({ url: '/i18n/locales', method: 'GET' }),
    }),
  }),
});

export const {
  useListSchedulerContentTypesQuery,
  useSearchSchedulerEntriesQuery,
  useListSchedulerLocalesQuery,
} = contentTypesApi;

const entryInfo = (entry: Record<string, unknown>, titleField: string | null): EntryInfo => {
  const { documentId: id } = entry;
  const documentId = typeof id === 'string' ? id : '';
  const title = titleField === null ? undefined : entry[titleField];
  return { documentId, title: typeof title === 'string' && title !== '' ? title : documentId };
};
