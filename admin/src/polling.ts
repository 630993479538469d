import { usePageVisible } from './visible';

/** Well under a second with the answer's own time: a live page shows a change within a second. */
const LIVE_MS = 500;
const CALM_MS = 5_000;

export type Pace = 'live' | 'calm' | 'still';

/** RTK Query's `pollingInterval`: `live` while something runs, 0 (off) while the tab is hidden. */
export const usePollingInterval = (pace: Pace): number => {
  const visible = usePageVisible();
  return visible ? INTERVALS[pace] : 0;
};

const INTERVALS = { live: LIVE_MS, calm: CALM_MS, still: 0 } satisfies Record<Pace, number>;
