import type { OccurrenceView } from '../../../../server/src/contract/schedule';
import { useNowAs } from '../../now';
import { usePreviewSchedulerSchedulesQuery } from './api';

/** What the clock of a zone shows this minute, by the scheduler's zone data; '' is the site's zone. */
export const useZoneClock = (timezone: string): OccurrenceView | undefined => {
  const minute = useNowAs(5_000, (now) => Math.floor(now / 60_000) * 60_000);
  const { data } = usePreviewSchedulerSchedulesQuery(instantRequest(minute, timezone));
  return data?.occurrences[0];
};

/** The preview of one instant: its answer holds the local time and offset in the zone. */
export const instantRequest = (instant: number, timezone: string) => ({
  schedules: [
    {
      key: 'clock',
      kind: 'once' as const,
      at: new Date(instant).toISOString(),
      ...(timezone && { timezone }),
    },
  ],
  from: new Date(instant - 1).toISOString(),
  count: 1,
});
