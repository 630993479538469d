import { usePageVisible } from './visible';

/** Under a second with the answer's own time: a live page shows a change within a second. */
const LIVE_MS = 800;
const CALM_MS = 5_000;

export type Pace = 'live' | 'calm' | 'still';

/** RTK Query's `pollingInterval`: `live` while something runs, 0 (off) while the tab is hidden. */
export const usePollingInterval = (pace: Pace): number => {
  const visible = usePageVisible();
  return visible ? INTERVALS[pace] : 0;
};

const INTERVALS = { live: LIVE_MS, calm: CALM_MS, still: 0 } satisfies Record<Pace, number>;

/** Work that is due this soon is about to run: look often, so that its start is seen. */
const SOON_MS = 3_000;
/** A job that is due and still not started after this long will not start this second. */
const OVERDUE_MS = 15_000;

/** True around an instant at which something is expected to begin. */
export const isAboutToRun = (nextRunAt: string | null, now: number): boolean => {
  if (nextRunAt === null) return false;
  const distance = Date.parse(nextRunAt) - now;
  return distance < SOON_MS && distance > -OVERDUE_MS;
};
