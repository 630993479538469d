import type { CalendarChoice } from '../../../../server/src/contract/calendar';
import type { PreviewView, ScheduleDiffView } from '../../../../server/src/contract/schedule';
import { schedulerApi, send, type Answer } from '../../api';
import type { ScheduleInput } from './schedule-draft';

export interface PreviewRequest {
  schedules: ScheduleInput[];
  /** Of the whole job; a schedule's own take their place. */
  calendars?: CalendarChoice;
  /** ISO 8601; now where left out. */
  from?: string;
  count?: number;
  /** Those that will not run as well. */
  all?: boolean;
}

export interface DiffRequest {
  job: string;
  schedules: ScheduleInput[];
  calendars?: CalendarChoice;
}

/** Zone name → its offset now, `+08:00`. */
export type ZoneOffsets = Record<string, string>;

const schedulesApi = schedulerApi.injectEndpoints({
  endpoints: (build) => ({
    previewSchedulerSchedules: build.query<PreviewView, PreviewRequest>({
      query: (request) => send('POST', '/schedules/preview', request),
      transformResponse: (answer: Answer<PreviewView>) => answer.data,
      keepUnusedDataFor: 20,
      providesTags: ['SchedulerPreview'],
    }),
    compareSchedulerSchedules: build.query<ScheduleDiffView, DiffRequest>({
      query: ({ job, ...request }) => send('POST', `/jobs/${job}/schedules/diff`, request),
      transformResponse: (answer: Answer<ScheduleDiffView>) => answer.data,
      keepUnusedDataFor: 0,
    }),
    listSchedulerZoneOffsets: build.query<ZoneOffsets, readonly string[]>({
      queryFn: async (zones, _api, _options, baseQuery) => {
        const offsets: ZoneOffsets = {};
        for (let start = 0; start < zones.length; start += ZONES_PER_REQUEST) {
          const request = clockRequest(zones.slice(start, start + ZONES_PER_REQUEST));
          const answer = await baseQuery(send('POST', '/schedules/preview', request));
          if (answer.error) return { error: answer.error };
          const { occurrences } = (answer.data as Answer<PreviewView>).data;
          for (const { zone, offset } of occurrences) offsets[zone] = offset;
        }
        return { data: offsets };
      },
      keepUnusedDataFor: 600,
    }),
  }),
});

export const {
  usePreviewSchedulerSchedulesQuery,
  useLazyPreviewSchedulerSchedulesQuery,
  useCompareSchedulerSchedulesQuery,
  useListSchedulerZoneOffsetsQuery,
} = schedulesApi;

/** The most occurrences that one preview answers. */
const ZONES_PER_REQUEST = 100;

/**
 * Asks what the clocks of several zones show: only the scheduler knows (a browser's zone data may be
 * old), and one run a second apart for each zone keeps them from merging.
 */
const clockRequest = (zones: readonly string[]): PreviewRequest => {
  const now = Date.now();
  return {
    from: new Date(now).toISOString(),
    count: zones.length,
    schedules: zones.map((timezone, index) => ({
      key: `zone-${index}`,
      kind: 'once',
      at: new Date(now + (index + 1) * 1_000).toISOString(),
      timezone,
    })),
  };
};
