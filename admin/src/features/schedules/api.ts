import type { PreviewView } from '../../../../server/src/contract/schedule';
import { schedulerApi, send, type Answer } from '../../api';
import type { ScheduleInput } from './schedule-draft';

export interface PreviewRequest {
  schedules: ScheduleInput[];
  /** ISO 8601; now where left out. */
  from?: string;
  count?: number;
}

/** Zone name → its offset now, `+08:00`. */
export type ZoneOffsets = Record<string, string>;

const schedulesApi = schedulerApi.injectEndpoints({
  endpoints: (build) => ({
    previewSchedulerSchedules: build.query<PreviewView, PreviewRequest>({
      query: (request) => send('POST', '/schedules/preview', request),
      transformResponse: (answer: Answer<PreviewView>) => answer.data,
      keepUnusedDataFor: 20,
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
