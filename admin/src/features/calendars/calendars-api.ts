import type {
  CalendarDefinition,
  CalendarImport,
  CalendarMeta,
  CalendarPreview,
  CalendarView,
} from '../../../../server/src/contract/calendar';
import {
  read,
  schedulerApi,
  send,
  type Answer,
  type ListAnswer,
  type QueryValues,
} from '../../api';

export type LoadedCalendar = Answer<CalendarView, CalendarMeta>;

export interface ImportRequest {
  /** The file's own name for itself where left out. */
  name?: string;
  timezone?: string;
  /** Text of the iCalendar file. */
  content: string;
}

const calendarsApi = schedulerApi.injectEndpoints({
  endpoints: (build) => ({
    listSchedulerCalendars: build.query<ListAnswer<CalendarView>, QueryValues>({
      query: (filters) => read('/calendars', filters),
      providesTags: ['SchedulerCalendar'],
    }),
    getSchedulerCalendar: build.query<LoadedCalendar, string>({
      query: (id) => read(`/calendars/${id}`),
      providesTags: (_answer, _error, id) => [{ type: 'SchedulerCalendar', id }],
    }),
    createSchedulerCalendar: build.mutation<Answer<CalendarView>, CalendarBody>({
      query: (body) => send('POST', '/calendars', body),
      invalidatesTags: ['SchedulerCalendar'],
    }),
    replaceSchedulerCalendar: build.mutation<
      Answer<CalendarView>,
      { id: string; body: CalendarBody & { revision: number } }
    >({
      query: ({ id, body }) => send('PUT', `/calendars/${id}`, body),
      invalidatesTags: (answer) => (answer ? CHANGED : []),
    }),
    deleteSchedulerCalendar: build.mutation<unknown, string>({
      query: (id) => send('DELETE', `/calendars/${id}`),
      invalidatesTags: (_answer, error) => (error ? [] : CHANGED),
    }),
    importSchedulerCalendar: build.mutation<Answer<CalendarImport>, ImportRequest>({
      query: (body) => send('POST', '/calendars/import', body),
      invalidatesTags: ['SchedulerCalendar'],
    }),
    previewSchedulerCalendar: build.query<CalendarPreview, PreviewRequest>({
      query: (body) => send('POST', '/calendars/preview', body),
      transformResponse: (answer: Answer<CalendarPreview>) => answer.data,
      keepUnusedDataFor: 20,
    }),
  }),
});

/** A calendar decides when jobs run: what is known of their next runs is old. */
const CHANGED = [
  'SchedulerCalendar',
  'SchedulerJob',
  'SchedulerStatus',
  'SchedulerPreview',
] as const;

export type CalendarBody = Pick<CalendarDefinition, 'name' | 'description' | 'timezone'> & {
  entries: readonly object[];
};
export type PreviewedCalendar = Pick<CalendarBody, 'timezone' | 'entries'>;

/** The times between two instants (ISO 8601). */
interface PreviewRequest extends PreviewedCalendar {
  from: string;
  to: string;
}

export const {
  useListSchedulerCalendarsQuery,
  useGetSchedulerCalendarQuery,
  useCreateSchedulerCalendarMutation,
  useReplaceSchedulerCalendarMutation,
  useDeleteSchedulerCalendarMutation,
  useImportSchedulerCalendarMutation,
  usePreviewSchedulerCalendarQuery,
} = calendarsApi;
